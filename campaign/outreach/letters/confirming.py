"""The owner of a mailbox sends their letter, or changes it before it has left."""

from datetime import timedelta
from typing import Any

from ... import jobs
from ...db import db, now
from ...officials.models import Ward
from ...people import consents as people
from . import alike
from .ending import source_of
from .models import Letter
from .offices import office_of
from .states import lock, lock_action, step
from .writing import lock_mailbox

MOVED = timedelta(days=180)  # after that somebody may live in another ward
CHANGEABLE = ("unconfirmed", "held", "waiting")
STANDING = ("waiting", "held", "leaving", "sent", "uncertain", "failed", "bounced")


class OutdatedWordsError(ValueError):
    """The letter has been changed since this page showed it, or it has left."""


def standing(letter: Letter) -> Letter | None:
    """Another letter of this mailbox to another ward of the same body: one lives in one ward."""
    mine = db.select(Letter).join(Letter.ward)
    mine = mine.where(
        Letter.mailbox == letter.mailbox,
        Letter.id != letter.id,
        Letter.ward_id != letter.ward_id,
        Letter.state.in_(STANDING),
        Letter.confirmed_at > now() - MOVED,
        Ward.body_id == letter.ward.body_id,
    )
    return db.session.scalar(mine.order_by(Letter.id).limit(1))


def holds_seat(letter: Letter) -> bool:
    """Whether it is written to who holds the seat today."""
    official = office_of(letter.ward).official
    return official is not None and official.id == letter.official_id


def obstacle(letter: Letter) -> str:
    """Why an unconfirmed letter cannot be sent now: *closed*, *seat*, *other*, or nothing."""
    if not letter.action.takes_letters:
        return "closed"
    if not holds_seat(letter):
        return "seat"
    return "other" if standing(letter) else ""


def confirm(letter: Letter) -> bool:
    """Let a letter leave when its turn comes; False when that is decided or cannot be.

    The caller commits. Only now are the ticked consents kept: before, anybody could have typed
    this address. A letter that many others say too waits for a person's look.
    """
    lock_mailbox(letter.mailbox)
    lock_action(letter.action)
    current = lock(letter.id)
    if current is None or current.state != "unconfirmed" or obstacle(current):
        return False
    current.confirmed_at = now()
    place(current)
    keep_consents(current)
    return True


def place(letter: Letter) -> None:
    """Into the line, or before a person when too many others say the same."""
    likeness = alike.look(letter.action, letter.text, letter.language, letter.id)
    alike.keep(letter)
    state = "held" if likeness.is_too_much else "waiting"
    letter.held_for = "similar" if likeness.is_too_much else ""
    if state != letter.state:
        step(letter, state)


def keep_consents(letter: Letter) -> None:
    if not letter.wanted:
        return
    details: dict[str, object] = {
        "name": letter.name,
        "email": letter.email,
        "division": letter.ward.division,
        "language": letter.language,
    }
    wordings = {int(number): text for number, text in letter.wanted.items()}
    people.allow(letter.mailbox, details, wordings, source_of(letter.action_id))


def seen_of(letter: Letter) -> str:
    """Which words of a letter a page shows."""
    return letter.written_at.isoformat()


def change(letter: Letter, seen: str, **values: Any) -> None:
    """Store other words; who had to wait because of the old ones is compared anew.

    The caller commits. Raises OutdatedWordsError when somebody has changed it since, or when it
    has left.
    """
    lock_action(letter.action)
    current = lock(letter.id)
    if current is None or current.state not in CHANGEABLE or seen_of(current) != seen:
        raise OutdatedWordsError
    for name, value in values.items():
        setattr(current, name, value)
    current.written_at = max(now(), current.written_at + timedelta(microseconds=1))
    if current.state != "unconfirmed":
        place(current)


def wake() -> None:
    """Ask for the job that sends; call it after the commit."""
    jobs.ask("outreach.letters")
