"""One line of what will go out for an organization: what, when, to how many, does it run."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _

from ...db import now
from ...i18n import spoken
from ...mail import MailBatch

MAILING, LETTERS = "mailing", "letters"  # kinds; the kind of a topic stands before its colon
REMINDERS, QUESTIONS = "letter-reminders", "letter-replies"
KINDS = {
    MAILING: _("Mailing"),
    LETTERS: _("Letters to officials"),
    "petition-reminders": _("Reminders of a petition"),
    "hearing-reminders": _("Reminders of a hearing"),
    "hearing-changes": _("Changes of a hearing"),
    "testimony-reminders": _("Reminders of testimony"),
    REMINDERS: _("Reminders to confirm a letter"),
    QUESTIONS: _("Question whether an office answered"),
}
WHY = {"errors": _("stopped itself, because too many came back")}


@dataclass(frozen=True)
class Line:
    """Mails of one topic. `waiting` are written and stand in the outbox, `foreseen` are not yet.

    `foreseen` is None where nobody can say yet. `parts` are offices and how many letters wait for
    each. `can_turn` says whether this page stops it and lets it go on.
    """

    topic: str
    title: str
    waiting: int = 0
    foreseen: int | None = 0
    next_at: datetime | None = None
    state: str = "running"
    why: Any = ""
    pace: Any = ""
    url: str | None = None
    can_turn: bool = True
    parts: Sequence[tuple[str, int]] = ()

    @property
    def kind(self) -> str:
        return self.topic.partition(":")[0]

    @property
    def kind_words(self) -> Any:
        return KINDS.get(self.kind, self.kind)

    @property
    def number(self) -> int:
        """How many mails at least this is about."""
        return self.waiting + (self.foreseen or 0)

    @property
    def is_stopped(self) -> bool:
        return self.state == "paused"

    @property
    def is_due(self) -> bool:
        return self.next_at is not None and self.next_at <= now()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see: nobody waits, and nothing is held back."""
        return not (self.waiting or self.foreseen is None or self.foreseen or self.is_stopped)

    def fits(self, words: str) -> bool:
        """Whether every one of these words stands in what it is called."""
        said = f"{self.title} {self.kind_words} {self.topic}".casefold()
        return all(word in said for word in words.casefold().split())


def of_batch(batch: MailBatch, waiting: int, next_at: datetime | None) -> Line:
    return Line(
        topic=batch.topic,
        title=spoken(batch.title) or batch.topic,
        waiting=waiting,
        next_at=next_at,
        state=batch.state,
        why=why_words(batch) if batch.state == "paused" else "",
    )


def why_words(batch: MailBatch) -> Any:
    if batch.why in WHY:
        return WHY[batch.why]
    return _("stopped by %(who)s", who=batch.why) if batch.why else _("stopped")


def together(found: Sequence[Line]) -> list[Line]:
    """One line a topic: what its batch says and what is foreseen; the next to go out first."""
    by_topic: dict[str, Line] = {}
    for one in found:
        known = by_topic.get(one.topic)
        by_topic[one.topic] = joined(known, one) if known else one
    return sorted(by_topic.values(), key=order)


def joined(first: Line, second: Line) -> Line:
    """What the second adds to the first, whose name and state hold."""
    moments = [at for at in (first.next_at, second.next_at) if at is not None]
    unknown = first.foreseen is None or second.foreseen is None
    return replace(
        first,
        waiting=first.waiting + second.waiting,
        foreseen=None if unknown else (first.foreseen or 0) + (second.foreseen or 0),
        next_at=min(moments, default=None),
        url=first.url or second.url,
        pace=first.pace or second.pace,
        parts=first.parts or second.parts,
    )


def order(line: Line) -> tuple[bool, float, str]:
    at = line.next_at
    return at is None, at.timestamp() if at else 0.0, line.topic
