"""Letting people sign, and stopping that: what must be right first, who decided what, and why."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from ...accounts.models import User
from ...coalition.models import Campaign
from ...config import settings
from ...db import db, now
from ...factsheet import Fact, stale
from ...i18n import own_name, spoken
from ..models import CLOSED, COMING, KIND, OPEN, STOPPED, Petition, PetitionDecision, Signature
from .revisions import StaleEditError
from .texts import NEEDED, WORDS, missing, problems

ACT_WORDS = {
    "petition.created": lazy_gettext("began a petition"),
    "petition.edited": lazy_gettext("edited a petition"),
    "petition.published": lazy_gettext("published a petition"),
    "petition.unpublished": lazy_gettext("took a petition back to draft"),
    "petition.closed": lazy_gettext("closed a petition"),
    "petition.reopened": lazy_gettext("reopened a petition"),
    "petition.stopped": lazy_gettext("stopped signing"),
    "petition.resumed": lazy_gettext("let people sign again"),
}
ACT_NAMES = {
    "published": lazy_gettext("Published"),
    "unpublished": lazy_gettext("Taken back to draft"),
    "closed": lazy_gettext("Closed"),
    "reopened": lazy_gettext("Reopened"),
    "stopped": lazy_gettext("Signing stopped"),
    "resumed": lazy_gettext("Signing resumed"),
}
NEEDS_WHY = ("unpublished", "closed", "reopened")
NAMES = {
    "title": lazy_gettext("title"),
    "ask": lazy_gettext("what you ask"),
    "text": lazy_gettext("text"),
}


class RefusedError(ValueError):
    """The petition is not in a state for this; the message is a sentence for a person."""


@dataclass(frozen=True)
class Check:
    """One line of the list that is read before publishing."""

    sentence: str
    is_good: bool = True
    blocks: bool = False
    look: bool = False  # whether a decision about a fact is what is missing


def checks(petition: Petition) -> list[Check]:
    """What to know before people can sign; one that blocks must be mended first."""
    return [
        *languages(petition),
        *facts(petition),
        Check(_("It is put to the %(body)s.", body=spoken(petition.body.name))),
        *dates(petition),
        *surroundings(petition),
    ]


def words_of(petition: Petition) -> dict[str, dict[str, str]]:
    return {name: getattr(petition, name) for name in WORDS}


def languages(petition: Petition) -> Iterator[Check]:
    """At least one language is whole, and none is begun and left."""
    words = words_of(petition)
    lacking = {code: missing(words, code) for code in settings().language_codes}
    if all(lacking.values()):
        yield Check(_("No language has title, ask and text yet."), is_good=False, blocks=True)
    for code, names in lacking.items():
        language = own_name(code)
        if not names:
            yield Check(_("%(language)s: complete.", language=language))
        elif len(names) == len(NEEDED):
            sentence = _("%(language)s: nothing. Its readers see another.", language=language)
            yield Check(sentence, is_good=False)
        else:
            yield Check(missing_words(code, names), is_good=False, blocks=True)


def missing_words(code: str, names: list[str]) -> str:
    listed = ", ".join(str(NAMES[name]) for name in names)
    return _("%(language)s: %(names)s missing.", language=own_name(code), names=listed)


def facts(petition: Petition) -> Iterator[Check]:
    """Every fact is public and as the document says it, or somebody decided."""
    known = statuses(petition.campaign)
    found = [
        f"{own_name(code)}, {problem}"
        for code, text in petition.text.items()
        for problem in problems(text, known)
    ]
    flagged = stale(KIND, petition.id)
    yield from (Check(sentence, is_good=False, blocks=True) for sentence in found)
    for one in flagged:
        sentence = _("The fact “%(key)s” needs a decision: update, or keep.", key=one.fact.key)
        yield Check(sentence, is_good=False, blocks=True, look=True)
    if not found and not flagged:
        yield Check(_("All facts are current."))


def statuses(campaign: Campaign) -> dict[str, str]:
    """The campaign's facts and their statuses, by key."""
    query = db.select(Fact.key, Fact.status).where(Fact.campaign_id == campaign.id)
    return {key: status for key, status in db.session.execute(query)}  # noqa: C416 (mypy)


def dates(petition: Petition) -> Iterator[Check]:
    if petition.closes_at is not None and petition.closes_at <= now():
        yield Check(_("Its closing time has passed."), is_good=False, blocks=True)
    elif petition.closes_at is None:
        yield Check(_("It has no closing time: it stays open until somebody closes it."))
    else:
        yield Check(_("Its dates are still to come."))


def surroundings(petition: Petition) -> Iterator[Check]:
    if not petition.campaign.is_public:
        yield Check(_("The campaign’s own page is not public yet."), is_good=False)
    if petition.goal is None:
        yield Check(_("It has no goal: its page shows the number alone."), is_good=False)


def decide(
    petition: Petition, act: str, *, by: User | None, why: str = "", seen: int | None = None
) -> PetitionDecision:
    """Carry out one of `ACTS`. The caller commits.

    RefusedError says why not. For publishing, `seen` is the revision that was looked at:
    StaleEditError if there is a newer one. The row is locked, so that of two who decide at once
    the second finds what the first did; for unpublishing against new signatures, too.
    """
    lock = True if act == "unpublished" else {"key_share": True}
    db.session.refresh(petition, with_for_update=lock)
    if act == "published" and petition.revision_number != seen:
        raise StaleEditError
    if fault := refusal(petition, act):
        raise RefusedError(fault)
    if act in NEEDS_WHY and not why:
        raise RefusedError(_("Say why: people will ask."))
    apply(petition, act)
    decision = PetitionDecision(petition_id=petition.id, act=act, why=why, by=by)
    db.session.add(decision)
    db.session.flush()
    return decision


def refusal(petition: Petition, act: str) -> str:
    """Why this cannot be done now, or nothing."""
    if act == "published":
        return refuse_publishing(petition)
    if petition.published_at is None:
        return _("It is a draft.")
    if act == "reopened":
        return refuse_reopening(petition)
    if act == "unpublished":
        is_wrong = has_signatures(petition)
        return _("Somebody has signed it: close it instead.") if is_wrong else ""
    if act == "closed":
        return _("It is closed already.") if petition.closed_at is not None else ""
    return refuse_switching(petition, act)


def refuse_switching(petition: Petition, act: str) -> str:
    """The kill switch: stop and resume."""
    if act == "stopped" and petition.state not in (OPEN, COMING):
        return _("Nobody can sign it now anyway.")
    if act == "resumed" and petition.stopped_at is None:
        return _("Signing is not stopped.")
    return ""


def refuse_publishing(petition: Petition) -> str:
    if petition.published_at is not None:
        return _("It is public already.")
    if any(check.blocks for check in checks(petition)):
        return _("Some of the list below must be mended first.")
    return ""


def refuse_reopening(petition: Petition) -> str:
    if petition.closes_at is not None and petition.closes_at <= now():
        return _("Its closing time has passed: change that, then reopen it.")
    return "" if petition.closed_at is not None else _("It is not closed.")


def apply(petition: Petition, act: str) -> None:
    column, is_set = {
        "published": ("published_at", True),
        "unpublished": ("published_at", False),
        "closed": ("closed_at", True),
        "reopened": ("closed_at", False),
        "stopped": ("stopped_at", True),
        "resumed": ("stopped_at", False),
    }[act]
    setattr(petition, column, now() if is_set else None)


def has_signatures(petition: Petition) -> bool:
    """Whether anybody has signed, confirmed or not."""
    mine = db.select(Signature.id).where(Signature.petition_id == petition.id).limit(1)
    return db.session.scalar(mine) is not None


def possible(petition: Petition) -> list[str]:
    """The acts that a petition's page offers now."""
    state = petition.state
    if petition.published_at is None:
        return ["published"]
    offered = {OPEN: ["stopped", "closed"], COMING: ["stopped", "closed"]}
    offered |= {STOPPED: ["resumed", "closed"], CLOSED: []}
    acts = offered.get(state, [])
    if petition.closed_at is not None and not refusal(petition, "reopened"):
        acts = ["reopened"]
    return acts if has_signatures(petition) else [*acts, "unpublished"]


def decisions(petition: Petition) -> list[PetitionDecision]:
    """What was decided, newest first."""
    query = db.select(PetitionDecision).filter_by(petition_id=petition.id)
    query = query.options(db.joinedload(PetitionDecision.by))
    return list(db.session.scalars(query.order_by(PetitionDecision.id.desc())))
