"""What acts, steps and reasons of review are called on pages."""

from typing import Any

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from ..models import DraftStep, Revision
from ..saving import WHYS
from ..words import LABELS
from . import acts

ACTS = {
    acts.SUBMIT: lazy_gettext("Hand in for review"),
    acts.TAKE_BACK: lazy_gettext("Take out of review"),
    acts.ASK: lazy_gettext("Ask for changes"),
    acts.APPROVE: lazy_gettext("Approve"),
    acts.REOPEN: lazy_gettext("Take the approval back"),
    acts.SPOKE: lazy_gettext("It was spoken"),
}
DONE = {
    acts.SUBMIT: lazy_gettext("It is in review now."),
    acts.TAKE_BACK: lazy_gettext("It is a draft again."),
    acts.ASK: lazy_gettext("The writer is asked for changes."),
    acts.APPROVE: lazy_gettext("It is approved as you saw it."),
    acts.REOPEN: lazy_gettext("The approval is taken back: it is a draft again."),
    acts.SPOKE: lazy_gettext("Noted: it was spoken."),
    "comment": lazy_gettext("Your comment is added."),
    "answer": lazy_gettext("Your answer is added."),
    "settle": lazy_gettext("The comment is settled."),
    "open": lazy_gettext("The comment is open again."),
    "restore": lazy_gettext("The earlier text is back. What it replaced stands in the history."),
}
AUDITED = {
    acts.SUBMIT: "testimony.submitted",
    acts.TAKE_BACK: "testimony.taken_back",
    acts.ASK: "testimony.changes_asked",
    acts.APPROVE: "testimony.approved",
    acts.REOPEN: "testimony.reopened",
    acts.SPOKE: "testimony.spoken",
}
ASSIGNED = "assigned"  # instead of words, of a step that only changes the reviewer
KINDS = {"approved": "good", "filed": "good", "delivered": "good", "changes_asked": "warn"}


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        draft_act=lambda name: ACTS[name], draft_step=step_words, draft_why=why_words
    )
    app.jinja_env.globals.update(draft_kinds=KINDS)


def step_words(step: DraftStep) -> Any:
    """What a step came to: the new state, or that somebody was asked to review."""
    return _("Reviewer changed") if step.why == ASSIGNED else LABELS[step.after]


def why_words(revision: Revision | Any) -> str:
    """Why a text was stored: “brought back: revision 3”."""
    name, _colon, number = revision.why.partition(":")
    words = str(WHYS.get(name, WHYS[""]))
    return _("%(words)s: revision %(number)s", words=words, number=number) if number else words
