"""Opening a letter action and stopping it: what must be right first, and what is possible now."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from flask_babel import gettext as _
from flask_babel import ngettext

from ...coalition.editing import OutdatedEditError
from ...config import settings
from ...db import db, now
from ...factsheet import stale
from ...i18n import own_name, spoken
from ...petitions.writing.publishing import statuses
from ...petitions.writing.texts import problems
from ..letters.models import CLOSED, DRAFT, KIND, OPEN, PAUSED, LetterAction
from ..letters.offices import council
from ..letters.states import lock_action
from . import pace
from .content import content_of
from .desk_pages import NEEDED, missing, state_of
from .offices import FINE, Office, offices

POSSIBLE = {
    DRAFT: ("publish",),
    OPEN: ("pause", "close"),
    PAUSED: ("resume", "close"),
    CLOSED: ("reopen",),
}
CHANGES = {
    "publish": ("published_at", True),
    "pause": ("paused_at", True),
    "resume": ("paused_at", False),
    "close": ("closed_at", True),
    "reopen": ("closed_at", False),
}
NOTED = {  # how the audit calls these acts
    "publish": "published",
    "pause": "paused",
    "resume": "resumed",
    "close": "closed",
    "reopen": "reopened",
}


class RefusedError(ValueError):
    """The action is not in a state for this; the message is a sentence for a person."""


@dataclass(frozen=True)
class Check:
    """One line of the list that is read before publishing; `offices` are named under it."""

    sentence: str
    is_good: bool = True
    blocks: bool = False
    look: bool = False  # whether a decision about a fact is what is missing
    offices: list[Office] = field(default_factory=list)


def mend(sentence: str, look: bool = False) -> Check:
    return Check(sentence, is_good=False, blocks=True, look=look)


def checks(action: LetterAction) -> list[Check]:
    """What to know before residents can write; one that blocks must be mended first."""
    return [
        *languages(action),
        *facts(action),
        *wards(action),
        *surroundings(action),
        Check(pace.sentence(action.per_hour, action.per_day)),
    ]


def languages(action: LetterAction) -> Iterator[Check]:
    """At least one language is whole, and none is begun and left."""
    content = content_of(action)
    lacking = {code: missing(content, code) for code in settings().language_codes}
    if all(lacking.values()):
        yield mend(_("No language has title, subject, text and a question yet."))
    for code, names in lacking.items():
        if not names:
            yield Check(state_of(content, code))
        elif len(names) == len(NEEDED) + 1:
            sentence = _("%(language)s: nothing. Its readers see another.", language=own_name(code))
            yield Check(sentence, is_good=False)
        else:
            yield mend(state_of(content, code))


def facts(action: LetterAction) -> Iterator[Check]:
    """Every fact is public and as the action pins it, or somebody decided."""
    known = statuses(action.campaign)
    offered = " ".join(f"{{fact:{key}}}" for key in action.facts)
    found = [str(one) for text in action.text.values() for one in problems(text, known)]
    found += [one.sentence for one in problems(offered, known)]
    flagged = stale(KIND, action.id)
    yield from (mend(sentence) for sentence in found)
    for one in flagged:
        sentence = _("The fact “%(key)s” needs a decision: update, or keep.", key=one.fact.key)
        yield mend(sentence, look=True)
    if not found and not flagged:
        yield Check(_("All facts are current."))
    if not action.facts:
        sentence = _("Residents may quote no fact: tick some on the page where you edit it.")
        yield Check(sentence, is_good=False)


def wards(action: LetterAction) -> Iterator[Check]:
    """Letters go to ward offices, and only to addresses that somebody has verified."""
    name = spoken(council(action.body).name)
    every = offices(action.body)
    if not every:
        yield mend(_("%(body)s has no wards here, so nobody’s office can be found.", body=name))
        return
    without = [one for one in every if one.state != FINE]
    count = len(every) - len(without)
    if not count:
        yield mend(_("No office of %(body)s has a verified email address yet.", body=name))
    else:
        sentence = ngettext(
            "%(num)s of %(all)s offices of %(body)s has a verified email address.",
            "%(num)s of %(all)s offices of %(body)s have a verified email address.",
            count,
            all=len(every),
            body=name,
        )
        yield Check(sentence)
    if without:
        sentence = ngettext(
            "In %(num)s ward residents cannot write yet:",
            "In %(num)s wards residents cannot write yet:",
            len(without),
        )
        yield Check(sentence, is_good=False, offices=without)


def surroundings(action: LetterAction) -> Iterator[Check]:
    if action.closes_at is not None and action.closes_at <= now():
        yield mend(_("Its closing time has passed."))
    elif action.closes_at is None:
        yield Check(_("It has no closing time: it stays open until somebody closes it."))
    if action.measure is None:
        sentence = _("It names no measure: residents see no votes of their official.")
        yield Check(sentence, is_good=False)
    if not action.campaign.is_public:
        yield Check(_("The campaign’s own page is not public yet."), is_good=False)


def decide(action: LetterAction, act: str, seen: int | None = None) -> None:
    """Carry out one of `CHANGES`; the row stays locked until the caller commits.

    RefusedError says why not. For publishing, `seen` is the edition that was looked at:
    OutdatedEditError if there is a newer one.
    """
    lock_action(action)
    if act == "publish" and action.edition != seen:
        raise OutdatedEditError("somebody has changed it since")
    if fault := refusal(action, act):
        raise RefusedError(fault)
    column, is_set = CHANGES[act]
    setattr(action, column, now() if is_set else None)
    db.session.flush()


def refusal(action: LetterAction, act: str) -> str:
    """Why this cannot be done now, or nothing."""
    if act not in POSSIBLE[action.state]:
        sentences = {
            "publish": _("It is public already."),
            "pause": _("Its letters do not leave now anyway."),
            "resume": _("It is not paused."),
            "close": _("It is not open."),
            "reopen": _("It is not closed."),
        }
        return sentences[act]
    if act == "publish" and any(one.blocks for one in checks(action)):
        return _("Some of the list below must be mended first.")
    if act == "reopen" and action.closes_at is not None and action.closes_at <= now():
        return _("Its closing time has passed: change that first.")
    return ""
