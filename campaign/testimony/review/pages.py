"""The page of one text with its comments, for organizers and for its writer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from ...accounts.models import User
from ...factsheet import Stale
from .. import reading, states
from ..models import Comment, DraftStep, Version
from . import acts, comments
from .forms import (
    AnswerForm,
    ButtonForm,
    CommentForm,
    MyAnswerForm,
    MyButtonForm,
    MyCommentForm,
    MyStepForm,
    StepForm,
)

STAFF = {
    "step": StepForm,
    "comment": CommentForm,
    "answer": AnswerForm,
    "settle": ButtonForm,
    "open": ButtonForm,
}
WRITERS = {
    "step": MyStepForm,
    "comment": MyCommentForm,
    "answer": MyAnswerForm,
    "settle": MyButtonForm,
    "open": MyButtonForm,
}


@dataclass
class Review:
    """A version under review, and what somebody just did to it; `by` None is its writer."""

    version: Version
    by: User | None
    form: Any = None  # the one that was sent and is not right
    status: int = 200
    changed: list[acts.Since] = field(default_factory=list)
    stale: list[Stale] = field(default_factory=list)

    @property
    def kinds(self) -> dict[str, Any]:
        return STAFF if self.by else WRITERS

    @cached_property
    def reading(self) -> reading.Reading:
        return reading.read(self.version)

    @cached_property
    def bits(self) -> list[comments.Bit]:
        return comments.bits_of(self.version.text, self.reading.rendered)

    @cached_property
    def threads(self) -> list[comments.Thread]:
        return comments.threads(self.version)

    @cached_property
    def numbers(self) -> dict[int, int]:
        """What each comment is called beside the text: 1, 2, 3 …"""
        return {one.comment.id: at for at, one in enumerate(self.threads, start=1)}

    @property
    def stretches(self) -> list[comments.Stretch]:
        return comments.stretches(self.bits, self.threads)

    @property
    def offered(self) -> list[str]:
        return acts.offered(self.version.draft, is_writer=self.by is None)

    def form_of(self, kind: str, comment: int = 0) -> Any:
        """An empty form, or the one that was sent and is shown again."""
        sent = self.form
        if isinstance(sent, self.kinds[kind]) and (
            kind != "answer" or sent.comment.data == comment
        ):
            return sent
        made = self.kinds[kind](None)
        if kind == "answer":
            made.text.id = f"answer-{comment}"
        return made

    def refuse(self, form: Any, status: int, sentence: str = "") -> bool:
        if sentence:
            form.form_errors = [*form.form_errors, sentence]
        self.form, self.status = form, status
        return False

    def step(self, name: str) -> DraftStep | None:
        """Take a step as the form says; None where it cannot be taken, and `status` says why."""
        form = self.kinds["step"]()
        if not form.submitted():
            self.refuse(form, 422)
            return None
        draft = self.version.draft
        try:
            why = form.why.data or "" if name == acts.ASK else ""
            return acts.take(draft, name, self.by, why, form.seen.data or "")
        except states.NoSuchStepError:
            self.refuse(form, 409, _("Somebody else was quicker: look at where it is now."))
        except acts.EmptyTextError:
            self.refuse(form, 422, _("There is no text yet. Write it first, then hand it in."))
        except acts.OutdatedApprovalError as fault:
            self.changed = fault.found
            words = _("Somebody has saved since you read this. Read what changed, then approve.")
            self.refuse(form, 409, words)
        except acts.StaleFactsError as fault:
            self.stale = fault.found
            words = _("Facts in this text have changed. Decide about them first, then approve.")
            self.refuse(form, 409, words)
        return None

    def do(self, name: str) -> Comment | None:
        """Write a comment, answer, settle or open one; None where `status` says why not."""
        act: Callable[[], Comment | None] | None = {
            "comment": self.write,
            "answer": self.answer,
            "settle": lambda: self.settle(is_done=True),
            "open": lambda: self.settle(is_done=False),
        }.get(name)
        if act is None:
            self.refuse(self.kinds["settle"](), 422, _("Choose what to do."))
            return None
        return act()

    def write(self) -> Comment | None:
        form = self.kinds["comment"]()
        if not form.submitted():
            self.refuse(form, 422)
            return None
        at = None
        if form.passage.data:
            try:
                text, near = self.version.text, form.near.data
                at = comments.find_passage(text, self.bits, form.passage.data, near)
            except comments.NoSuchPassageError:
                words = _("The text does not say this. Copy the passage from it, word for word.")
                form.passage.errors = [words]
                self.refuse(form, 422)
                return None
        return comments.write(self.version, form.text.data, self.by, at)

    def answer(self) -> Comment | None:
        form = self.kinds["answer"]()
        found = comments.find_root(self.version, form.comment.data)
        form.text.id = f"answer-{form.comment.data}"
        if found is None:
            self.gone(form)
            return None
        if not form.submitted():
            self.refuse(form, 422)
            return None
        return comments.answer(found, form.text.data, self.by)

    def settle(self, is_done: bool) -> Comment | None:
        form = self.kinds["settle"]()
        found = comments.find_root(self.version, form.comment.data)
        if found is None or not form.submitted():
            self.gone(form)
            return None
        comments.settle(found, self.by, is_done=is_done)
        return found

    def gone(self, form: Any) -> None:
        self.refuse(form, 422, _("This comment is not there any more."))
