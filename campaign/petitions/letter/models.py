"""A campaign's sign-on letter: organizations put their names under it, until its deadline.

**SignOnLetter**: one a campaign, Markdown with `{fact:key}`. **LetterEndorsement**: an organization
signs by way of one of its people, who need no account: *unconfirmed* → *standing* → *withdrawn*, or
*hidden* by the lead with a reason. The unique key lets a name stand once under a letter.
"""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ... import limits, mail, tokens
from ...accounts.models import User
from ...coalition.models import Campaign
from ...config import settings
from ...db import Model, Timestamp, Words, db, now
from ...factsheet import Document
from ...i18n import spoken
from ...mail.outbox import mailbox_hash

KIND = "sign-on-letter"
PURPOSE = "letter.endorsement"
CONFIRM = "petitions/sign_on/mail/confirm"
LINK_SECONDS = 400 * 86_400
ASK_AGAIN = timedelta(minutes=10)  # a second post within this time sends no second mail
BY_NETWORK, HOUR = 30, 3600
ACT_WORDS = {
    "letter.edited": lazy_gettext("edited the sign-on letter"),
    "letter.publish": lazy_gettext("published the sign-on letter"),
    "letter.unpublish": lazy_gettext("took the sign-on letter back"),
    "letter.hidden": lazy_gettext("took a name off the sign-on letter"),
    "letter.shown": lazy_gettext("put a name back under the sign-on letter"),
}


class StandsError(ValueError):
    """An organization of this name stands under the letter already."""


class SignOnLetter(Model):
    """What organizations sign, open from publication until its deadline."""

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), unique=True)
    title: Mapped[Words]
    text: Mapped[Words]
    closes_at: Mapped[Timestamp | None]
    published_at: Mapped[Timestamp | None]
    edition: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Timestamp] = mapped_column(default=now)
    campaign: Mapped[Campaign] = relationship()

    @property
    def is_public(self) -> bool:
        return self.published_at is not None and self.campaign.is_public

    @property
    def is_open(self) -> bool:
        """Whether organizations can sign at this second."""
        is_in_time = self.closes_at is None or now() < self.closes_at
        return self.is_public and self.campaign.closed_at is None and is_in_time


class LetterEndorsement(Model):
    """One organization's name under a letter. `contact` and `email` are shown to nobody else.

    `standing` is the key of its name while it counts, else None: so the name stands once.
    """

    __table_args__ = (
        UniqueConstraint("letter_id", "mailbox", "name_key"),
        UniqueConstraint("letter_id", "standing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("sign_on_letter.id"))
    name: Mapped[str] = mapped_column(String(120))
    name_key: Mapped[str] = mapped_column(String(120))
    standing: Mapped[str | None] = mapped_column(String(120))
    place: Mapped[str] = mapped_column(String(120), default="")
    contact: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    mailbox: Mapped[str] = mapped_column(String(32), index=True)  # keyed hash
    language: Mapped[str] = mapped_column(String(12))
    asks: Mapped[int] = mapped_column(default=1)
    asked_at: Mapped[Timestamp] = mapped_column(default=now)
    signed_at: Mapped[Timestamp] = mapped_column(default=now)
    confirmed_at: Mapped[Timestamp | None]
    withdrawn_at: Mapped[Timestamp | None]
    hidden_at: Mapped[Timestamp | None]
    hidden_reason: Mapped[str] = mapped_column(Text, default="")
    hidden_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    letter: Mapped[SignOnLetter] = relationship()
    hidden_by: Mapped[User | None] = relationship()

    @property
    def counts(self) -> bool:
        return self.standing is not None


def letter_of(campaign: Campaign) -> SignOnLetter | None:
    return db.session.scalar(db.select(SignOnLetter).filter_by(campaign_id=campaign.id))


def endorsements(letter: SignOnLetter) -> list[LetterEndorsement]:
    """Who stands under the letter, first to sign first."""
    mine = db.select(LetterEndorsement).where(
        LetterEndorsement.letter_id == letter.id, LetterEndorsement.standing.is_not(None)
    )
    order = (LetterEndorsement.confirmed_at, LetterEndorsement.id)
    return list(db.session.scalars(mine.order_by(*order)))


def key_of(name: str) -> str:
    """“Quetzal  Neighbors, Inc.” and “quetzal neighbors inc” are one name."""
    letters = "".join(char if char.isalnum() else " " for char in name.casefold())
    return " ".join(letters.split())[:120]


def endorse(letter: SignOnLetter, network: str, **details: Any) -> bool:
    """Take an endorsement and the mail that asks to confirm it; the caller commits.

    `details` are name, place, contact, email and language. False when too many come from one
    network this hour. Nothing that the caller can show tells a known address from a new one.
    """
    if not limits.take(f"endorse:{network}", BY_NETWORK, HOUR):
        return False
    keys = {"mailbox": mailbox_hash(details["email"]), "name_key": key_of(details["name"])}
    found = LetterEndorsement(letter_id=letter.id, **keys, **details)
    try:
        with db.session.begin_nested():
            db.session.add(found)
    except IntegrityError:
        return endorse_again(letter, keys, details)
    send(found)
    return True


def endorse_again(letter: SignOnLetter, keys: dict[str, str], details: dict[str, Any]) -> bool:
    """Known already: ask once more, unless it was asked a moment ago or the lead hid it."""
    mine = db.select(LetterEndorsement).filter_by(letter_id=letter.id, **keys)
    found = db.session.scalars(mine.with_for_update()).one()
    if found.hidden_at or now() - found.asked_at < ASK_AGAIN:
        return True
    if not found.counts:
        for name, value in details.items():
            setattr(found, name, value)
        found.confirmed_at = found.withdrawn_at = None
    found.asked_at, found.asks = now(), found.asks + 1
    db.session.flush()
    send(found)
    return True


def send(found: LetterEndorsement) -> None:
    mail.queue(
        CONFIRM,
        found.email,
        key=f"{CONFIRM}:{found.id}:{found.asks}",
        locale=found.language,
        shared={"title": spoken(found.letter.title, found.language)},
        merge={"link": f"{link(found)}?lang={found.language}", "organization": found.name},
    )


def link(found: LetterEndorsement) -> str:
    """Where the contact person confirms or withdraws."""
    return f"{settings().base_url}/endorse/{tokens.make(PURPOSE, found.id)}"


def locked(number: int) -> LetterEndorsement | None:
    """An endorsement as it is now, ours alone until the commit."""
    mine = db.select(LetterEndorsement).filter_by(id=number).with_for_update()
    return db.session.scalar(mine.execution_options(populate_existing=True))


def stand(found: LetterEndorsement) -> None:
    """Let the name stand; the unique key decides. StandsError when it stands there already."""
    key = found.name_key
    mine = db.update(LetterEndorsement).where(LetterEndorsement.id == found.id)
    try:
        with db.session.begin_nested():
            db.session.execute(mine.values(standing=key))
    except IntegrityError:
        raise StandsError(key) from None
    db.session.refresh(found)


def confirm(number: int) -> None:
    """Put the name under the letter; the caller commits. Twice is once. StandsError."""
    found = locked(number)
    if found is None or found.confirmed_at or found.withdrawn_at or found.hidden_at:
        return
    stand(found)
    found.confirmed_at = now()


def withdraw(number: int) -> None:
    """Take the name off and delete who signed for it; the caller commits."""
    found = locked(number)
    if found is not None and found.withdrawn_at is None:
        found.standing, found.withdrawn_at = None, now()
        found.contact = found.email = ""


def hide(found: LetterEndorsement, reason: str, by: User) -> None:
    """Take a name off as the lead, with a reason; the caller commits."""
    found.standing, found.hidden_at = None, now()
    found.hidden_reason, found.hidden_by_id = reason, by.id


def unhide(found: LetterEndorsement) -> None:
    """Undo that; the caller commits. StandsError when the name stands there by now."""
    if found.confirmed_at and not found.withdrawn_at:
        stand(found)
    found.hidden_at, found.hidden_reason, found.hidden_by_id = None, "", None


def find(ids: list[str]) -> list[Document]:
    """Letters as documents that cite facts."""
    numbers = [int(one) for one in ids if one.isdecimal()]
    query = db.select(SignOnLetter).where(SignOnLetter.id.in_(numbers)).order_by(SignOnLetter.id)
    return [
        Document(
            KIND,
            str(one.id),
            _("Sign-on letter"),
            spoken(one.title),
            f"/c/{one.campaign.slug}/letter" if one.is_public else None,
        )
        for one in db.session.scalars(query)
    ]
