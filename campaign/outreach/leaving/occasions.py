"""Reminders that stood still while their occasion passed: they must not go out any more."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select, update

from ...db import db, now
from ...hearings.models import Hearing
from ...hearings.reminding.batches import CHANGES, REMINDERS
from ...hearings.reminding.moments import moments
from ...mail import MailBatch, OutgoingEmail
from ...petitions import waiting
from ...petitions.models import Petition, Signature
from ...testimony.review import telling
from ..letters.models import Letter, LetterAction
from ..replies.models import LetterReply
from .lines import QUESTIONS
from .lines import REMINDERS as LETTER_REMINDERS

OVER = "its time has passed"  # why it was dropped
BATCH = 500


@dataclass(frozen=True)
class Waits:
    """A mail that stands in a stopped batch; `key` says what it is about."""

    id: int
    key: str

    def part(self, number: int) -> str:
        """A part of its key, from the end: 1 is the last."""
        return (["", "", *self.key.split(":")])[-number]


def drop_overtaken(batch: MailBatch) -> int:
    """Drop what came too late to be sent; how many that were. The caller commits."""
    kind, _colon, number = batch.topic.partition(":")
    if kind not in RULES or not number.isdecimal():
        return 0
    late = sorted({one.id for one in RULES[kind](int(number), waiting_in(batch))})
    return sum(drop(late[first : first + BATCH]) for first in range(0, len(late), BATCH))


def drop_all(batch: MailBatch) -> int:
    """Drop all that waits; the batch goes on. How many that were; the caller commits."""
    ids = [one.id for one in waiting_in(batch)]
    return sum(drop(ids[first : first + BATCH], "cancelled") for first in range(0, len(ids), BATCH))


def waiting_in(batch: MailBatch) -> list[Waits]:
    query = select(OutgoingEmail.id, OutgoingEmail.key).filter_by(batch_id=batch.id, state="queued")
    found = db.session.execute(query.order_by(OutgoingEmail.id))
    return [Waits(number, key) for number, key in found]


def drop(ids: list[int], why: str = OVER) -> int:
    which = (OutgoingEmail.id.in_(ids), OutgoingEmail.state == "queued")
    ended = {"state": "dropped", "due_at": None, "leased_by": None, "error": why}
    found = db.session.execute(
        update(OutgoingEmail).where(*which).values(ended),
        execution_options={"synchronize_session": False},
    )
    return int(found.rowcount)  # type: ignore[attr-defined]


def of_petition(number: int, mails: list[Waits]) -> Iterator[Waits]:
    """Nobody is asked to confirm what is closed, confirmed, taken back or deleted."""
    petition = db.session.get(Petition, number)
    signers = [int(one.part(2)) for one in mails if one.part(2).isdecimal()]
    open_ = select(Signature.id).where(
        Signature.id.in_(signers),
        Signature.confirmed_at.is_(None),
        Signature.withdrawn_at.is_(None),
        Signature.invalidated_at.is_(None),
    )
    asked = set(db.session.scalars(open_)) if petition and petition.is_open else set()
    yield from (
        one for one in mails if not one.part(2).isdecimal() or int(one.part(2)) not in asked
    )


def of_hearing(number: int, mails: list[Waits]) -> Iterator[Waits]:
    """Each moment ends; one of the hearing as it was before it moved is none any more."""
    hearing = db.session.get(Hearing, number)
    is_on = hearing is not None and hearing.is_on
    found = moments(hearing) if hearing is not None and is_on else []
    due = {(one.kind, str(int(one.at.timestamp()))) for one in found if one.until > now()}
    for one in mails:
        is_moment = one.key.startswith("hearings/remind:")
        is_due = (one.part(3), one.part(1)) in due if is_moment else is_on and not over(hearing)
        if not is_due:
            yield one


def of_changes(number: int, mails: list[Waits]) -> Iterator[Waits]:
    """What was told of a hearing that is over, or that has changed again since, is old news."""
    hearing = db.session.get(Hearing, number)
    for one in mails:
        if hearing is None or over(hearing) or one.part(1) != str(hearing.sequence):
            yield one


def of_testimony(number: int, mails: list[Waits]) -> Iterator[Waits]:
    if over(db.session.get(Hearing, number)):
        yield from mails


def of_letters(number: int, mails: list[Waits]) -> Iterator[Waits]:
    """Nobody is asked to confirm what is confirmed, withdrawn, deleted or closed."""
    action = db.session.get(LetterAction, number)
    is_open = action is not None and action.takes_letters
    asked = numbered(mails, Letter.state == "unconfirmed") if is_open else set()
    yield from (one for one in mails if one.part(1) not in asked)


def of_replies(number: int, mails: list[Waits]) -> Iterator[Waits]:
    """Who has answered, or taken the letter back, is not asked."""
    said = select(LetterReply.letter_id).where(LetterReply.letter_id == Letter.id)
    asked = numbered(mails, Letter.state == "sent", ~said.exists())
    yield from (one for one in mails if one.part(1) not in asked)


def numbered(mails: list[Waits], *which: ColumnElement[bool]) -> set[str]:
    """The numbers of the letters that these mails are about and for which this holds."""
    letters = [int(one.part(1)) for one in mails if one.part(1).isdecimal()]
    query = select(Letter.id).where(Letter.id.in_(letters), *which)
    return {str(one) for one in db.session.scalars(query)}


def over(hearing: Hearing | None) -> bool:
    return hearing is None or hearing.is_over


RULES: dict[str, Callable[[int, list[Waits]], Iterator[Waits]]] = {
    waiting.TOPIC: of_petition,
    REMINDERS: of_hearing,
    CHANGES: of_changes,
    telling.TOPIC: of_testimony,
    LETTER_REMINDERS: of_letters,
    QUESTIONS: of_replies,
}
