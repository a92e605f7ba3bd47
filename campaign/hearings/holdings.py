"""What hearings hold about a mailbox: being in a pool, and when what is known of that ends."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from ..config import settings
from ..db import db
from ..filters import datetime_words
from ..i18n import own_name, spoken
from ..officials.models import Ward
from ..people.my_data.holdings import Correction, Holder, Holding, Rule, Use
from ..signals import speaker_forgotten
from . import ending
from .models import Hearing
from .public import signing, waiting
from .public.finding import wards_of
from .public.ways import MODES
from .speaking import pool, seats
from .speaking.models import Speaker
from .speaking.way import LABELS

KIND = "hearing"


def of(mailbox: str) -> list[Speaker]:
    mine = select(Speaker).where(Speaker.mailbox == mailbox).order_by(Speaker.hearing_id)
    return list(db.session.scalars(mine.options(joinedload(Speaker.hearing))))


def locked(mailbox: str) -> list[Speaker]:
    """The same once their hearings' pools are locked, in one order, and read anew."""
    for one in of(mailbox):
        pool.lock(one.hearing)
    return of(mailbox)


def find(mailbox: str) -> list[Holding]:
    return [holding(one) for one in of(mailbox)]


def holding(one: Speaker) -> Holding:
    title = spoken(one.hearing.title)
    return Holding(
        kind="speaker",
        key=str(one.id),
        title=_("You at the hearing “%(title)s”", title=title),
        rows=rows(one),
        values=values(one),
        source=source(one),
        since=one.signed_up_at,
        until=until(one),
        uses=uses(one),
        act=_("Withdraw") if one.state != "withdrawn" and signing.may_withdraw(one) else None,
        act_words=_(
            "You are taken off the list; what you said of yourself is deleted at once, and what you"
            " allowed when you signed up ends."
        ),
    )


def rows(one: Speaker) -> list[tuple[Any, Any]]:
    if one.state == "withdrawn":
        return [(_("State"), _("You withdrew; only a mark of your mailbox is left."))]
    said = [
        (_("Telephone number"), one.phone),
        (_("Home address"), one.address),
        (_("Language at the hearing"), one.speaks),
        (_("Needed to take part"), one.access),
        (_("What you want to say"), one.says),
        (_("Receipt"), one.receipt),
    ]
    return [
        (_("State"), LABELS[one.state] if one.proven_at else _("Nobody has confirmed it.")),
        (_("When"), datetime_words(one.hearing.starts_at, one.hearing.body.timezone)),
        (_("Name"), one.name),
        (_("Email address"), one.email),
        (_("How"), MODES[one.mode]),
        (_("Ward"), str(one.ward.number) if one.ward else _("Elsewhere")),
        *((label, text) for label, text in said if text),
        (_("More time because of a disability"), _("yes") if one.is_extended else _("no")),
        (_("Language"), own_name(one.language)),
    ]


def values(one: Speaker) -> dict[str, Any]:
    plain = ("name", "email", "phone", "address", "mode", "language", "speaks", "interpreter")
    more = ("is_extended", "access", "says", "wishes", "state", "seat", "drawn", "position")
    last = ("receipt", "seconds_used", "wanted")
    steps = [{"to": step.after, "at": step.at.isoformat()} for step in one.changes]
    return {name: getattr(one, name) for name in (*plain, *more, *last)} | {
        "hearing": one.hearing.slug,
        "title": spoken(one.hearing.title),
        "ward": one.ward.number if one.ward else None,
        "division": one.ward.division if one.ward else None,
        "recruited_by": one.organization.slug if one.organization else None,
        "signed_up_at": one.signed_up_at.isoformat(),
        "confirmed_at": one.proven_at and one.proven_at.isoformat(),
        "network_mark": bool(one.network),
        "steps": steps,
    }


def source(one: Speaker) -> Any:
    if one.added_by_id is not None:
        return _("An organizer of the campaign put you on the list.")
    return _("You, or somebody with your address, filled in the form.")


def until(one: Speaker) -> Any:
    if one.proven_at is None:
        return (one.signed_up_at + waiting.DELETE_AFTER).date()
    return _(
        "What says who you are: until %(days)s days after the hearing. The number stays.",
        days=settings().speaker_days,
    )


def uses(one: Speaker) -> list[Use]:
    """Who sees a speaker: the organizers of the lead, and the body by its own rules."""
    if one.state == "withdrawn" or not one.proven_at:
        wanted = (one.wanted or {}).values()
        return [Use("–", _("asked for, not yet confirmed"), wording=text) for text in wanted]
    leads = ", ".join(found.name for found in one.hearing.campaign.partners("lead"))
    return [Use(leads, _("to prepare the hearing with you"), since=one.proven_at)]


def withdraw(mailbox: str, key: str) -> None:
    for one in of(mailbox):
        if str(one.id) == key:
            signing.withdraw(one)
    db.session.flush()


def correct(mailbox: str, said: Correction) -> int:
    found = [one for one in locked(mailbox) if one.state != "withdrawn"]
    for one in found:
        one.name, one.language = said.name or one.name, said.language or one.language
        if said.division is not None:
            one.ward_id = ward_of(one.hearing, said.division)
        one.edition += 1
    db.session.flush()
    return len(found)


def ward_of(hearing: Hearing, division: str) -> int | None:
    """The ward of this division in the hearing's own body, or its council."""
    found: list[Ward] = wards_of(hearing)
    return next((ward.id for ward in found if ward.division == division), None)


def move(mailbox: str, other: str, email: str) -> int:
    """Bring them to another mailbox; where that one is in a pool too, it stays there once."""
    taken = {one.hearing_id for one in locked(other)}
    found = locked(mailbox)
    for one in found:
        if one.hearing_id in taken:
            remove(one)
        else:
            one.mailbox, one.email = other, email if one.email else ""
    db.session.flush()
    return len(found)


def remove(one: Speaker) -> None:
    """Delete a row; a seat that it held goes to the next in order."""
    hearing = one.hearing
    speaker_forgotten.send([one.id])
    db.session.delete(one)
    db.session.flush()
    if hearing.rule.is_own:
        seats.fill(hearing)


def erase(mailbox: str) -> int:
    """Delete them from every pool. Who signs up afterwards does so for the first time."""
    found = locked(mailbox)
    for one in found:
        remove(one)
    return len(found)


def addresses(mailbox: str) -> list[str]:
    mine = select(Speaker.email).where(Speaker.mailbox == mailbox, Speaker.email != "")
    return list(db.session.scalars(mine.limit(1)))


def source_name(hearing_id: int) -> str:
    """Where somebody ticked a consent."""
    hearing = db.session.get(Hearing, hearing_id)
    if hearing is None:
        return ""
    return gettext("ticked when signing up for “%(title)s”", title=spoken(hearing.title))


HOLDER = Holder(
    name="hearings",
    find=find,
    erase=erase,
    withdraw=withdraw,
    correct=correct,
    move=move,
    addresses=addresses,
    rules=(
        Rule(_("names of speakers after hearings"), ending.count_finished, ending.end_finished),
        Rule(_("marks of networks of speakers"), ending.count_networks, ending.end_networks),
    ),
)
