"""When what residents wrote to officials ends: some time after the action is over.

What stays of a letter is to whom it went, from which ward, when, and what became of it; of an
answer, which kind it was.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select

from ..config import settings
from ..db import db, now
from ..mail import OutgoingEmail
from ..mail.work import KEPT
from ..people.my_data.batches import in_batches
from . import emptying
from .letters.models import Letter, LetterAction

UNSETTLED = ("unconfirmed", "waiting", "held", "leaving", "uncertain")
BATCH = 200


def finished() -> Iterator[int]:
    """Actions over for so long, of which nothing waits and nothing was sent since."""
    since = now() - timedelta(days=settings().letter_days)
    for one in db.session.scalars(select(LetterAction).where(over_by(since))):
        lately = or_(Letter.state.in_(UNSETTLED), Letter.sent_at > since)
        mine = select(Letter.id).where(Letter.action_id == one.id, lately)
        if db.session.scalar(mine.limit(1)) is None:
            yield one.id


def over_by(since: datetime) -> ColumnElement[bool]:
    return or_(LetterAction.closed_at < since, LetterAction.closes_at < since)


def named() -> ColumnElement[bool]:
    return and_(Letter.action_id.in_([*finished()]), emptying.named())


def count_finished() -> int:
    return db.session.scalar(select(func.count()).select_from(Letter).where(named())) or 0


def end_finished() -> int:
    """Empty the letters; of what was said about answers the kind stays."""
    done = 0
    while some := next_finished():
        emptying.empty(some, keeps_answers=True)
        done += len(some)
        db.session.commit()
    return done


def next_finished() -> list[Letter]:
    query = select(Letter).where(named()).order_by(Letter.id).limit(BATCH)
    return list(db.session.scalars(query.with_for_update(of=Letter)))


def old_networks() -> ColumnElement[bool]:
    since = now() - timedelta(days=settings().network_days)
    return and_(Letter.network != "", Letter.written_at < since)


def count_networks() -> int:
    return db.session.scalar(select(func.count()).select_from(Letter).where(old_networks())) or 0


def end_networks() -> int:
    return in_batches(Letter, old_networks(), {"network": ""})


def old_mails() -> ColumnElement[bool]:
    """Mails in somebody's name, to an office, that are finished; words stand in what is shared."""
    return and_(
        OutgoingEmail.at_most_once,
        OutgoingEmail.sender_name.is_not(None),
        OutgoingEmail.due_at.is_(None),
        OutgoingEmail.queued_at < now() - KEPT,
    )


def count_mails() -> int:
    query = select(func.count()).select_from(OutgoingEmail).where(old_mails())
    return db.session.scalar(query) or 0


def end_mails() -> int:
    return in_batches(OutgoingEmail, old_mails(), {"shared": {}, "sender_name": None})
