"""What sign-on letters hold about a mailbox: who signed for an organization, and until when."""

from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import ColumnElement, func, or_

from ...coalition.models import Campaign
from ...db import db, now
from ...i18n import spoken
from ...jobs import job
from ...people.my_data.holdings import Correction, Holder, Holding, Rule
from . import models as sign_on
from .models import LetterEndorsement, SignOnLetter

UNCONFIRMED, CONTACT = timedelta(days=21), timedelta(days=365)


def of(mailbox: str) -> list[LetterEndorsement]:
    mine = db.select(LetterEndorsement).filter_by(mailbox=mailbox)
    return list(db.session.scalars(mine.order_by(LetterEndorsement.id)))


def find(mailbox: str) -> list[Holding]:
    return [holding(one) for one in of(mailbox)]


def holding(one: LetterEndorsement) -> Holding:
    title = spoken(one.letter.title)
    return Holding(
        kind="endorsement",
        key=str(one.id),
        title=_("You signed “%(title)s” for %(organization)s", title=title, organization=one.name),
        rows=[
            (_("State"), state(one)),
            (_("Your name"), one.contact or "–"),
            (_("Email address"), one.email or "–"),
        ],
        values={
            "letter": one.letter.campaign.slug,
            "title": title,
            "organization": one.name,
            "place": one.place,
            "contact": one.contact,
            "email": one.email,
            "confirmed_at": one.confirmed_at and one.confirmed_at.isoformat(),
            "withdrawn_at": one.withdrawn_at and one.withdrawn_at.isoformat(),
        },
        source=_("You, or somebody with your address, filled in the form."),
        since=one.signed_at,
        until=until(one),
        act=_("Take the organization’s name off") if one.withdrawn_at is None else None,
        act_words=_("It leaves the list at once; your name and address are deleted."),
    )


def state(one: LetterEndorsement) -> Any:
    if one.withdrawn_at:
        return _("Withdrawn")
    if one.hidden_at:
        return _("Taken off the list by the campaign")
    return _("Shown on the list") if one.counts else _("Not confirmed")


def until(one: LetterEndorsement) -> Any:
    if one.confirmed_at is None and one.withdrawn_at is None:
        return (one.signed_at + UNCONFIRMED).date()
    return _("Your name and address: until a year after the letter or its campaign has ended.")


def withdraw(mailbox: str, key: str) -> None:
    for one in of(mailbox):
        if str(one.id) == key:
            sign_on.withdraw(one.id)
    db.session.flush()


def correct(mailbox: str, said: Correction) -> int:
    found = [one for one in of(mailbox) if one.contact]
    for one in found:
        one.contact = said.name or one.contact
    return len(found) if said.name else 0


def erase(mailbox: str) -> int:
    """Every trace of the mailbox goes, with the name that stood by its word alone."""
    mine = db.delete(LetterEndorsement).where(LetterEndorsement.mailbox == mailbox)
    return int(db.session.execute(mine).rowcount)  # type: ignore[attr-defined]


def move(mailbox: str, other: str, email: str) -> int:
    found = of(mailbox)
    taken = {(one.letter_id, one.name_key) for one in of(other)}
    for one in found:
        if (one.letter_id, one.name_key) in taken:
            db.session.delete(one)
        else:
            one.mailbox, one.email = other, email if one.email else ""
    db.session.flush()
    return len(found)


def addresses(mailbox: str) -> list[str]:
    return [one.email for one in of(mailbox) if one.email]


def is_late() -> ColumnElement[bool]:
    undecided = LetterEndorsement.confirmed_at.is_(None)
    return undecided & (LetterEndorsement.signed_at < now() - UNCONFIRMED)


def is_past(moment: datetime) -> ColumnElement[bool]:
    """A contact person whose letter or campaign ended before this moment."""
    ended = (
        db.select(SignOnLetter.id)
        .join(Campaign)
        .where(or_(SignOnLetter.closes_at < moment, Campaign.closed_at < moment))
    )
    return LetterEndorsement.letter_id.in_(ended) & (LetterEndorsement.email != "")


def count(where: ColumnElement[bool]) -> int:
    query = db.select(func.count()).select_from(LetterEndorsement).where(where)
    return db.session.scalar(query) or 0


def forget() -> int:
    """Delete endorsements that nobody confirmed in time; return how many."""
    gone = db.session.execute(db.delete(LetterEndorsement).where(is_late()))
    db.session.commit()
    return int(gone.rowcount)  # type: ignore[attr-defined]


def blank() -> int:
    """Delete who signed for an organization, a year after the end; the names stay."""
    mine = db.update(LetterEndorsement).where(is_past(now() - CONTACT))
    done = db.session.execute(
        mine.values(contact="", email="").execution_options(synchronize_session=False)
    )
    db.session.commit()
    return int(done.rowcount)  # type: ignore[attr-defined]


job("letters.forget", every_minutes=60)(forget)
job("letters.blank", every_minutes=1440)(blank)

HOLDER = Holder(
    name="letters",
    find=find,
    erase=erase,
    withdraw=withdraw,
    correct=correct,
    move=move,
    addresses=addresses,
    rules=(
        Rule(_("endorsements that nobody confirmed in 21 days"), lambda: count(is_late()), forget),
        Rule(
            _("who signed a letter for an organization, a year after its end"),
            lambda: count(is_past(now() - CONTACT)),
            blank,
        ),
    ),
)
