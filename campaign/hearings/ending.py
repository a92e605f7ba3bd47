"""When what is known about speakers ends: some time after their hearing.

What they wrote goes too. What stays of a speaker is the way they went, the ward, the language,
their points and times.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, literal, select

from ..config import settings
from ..db import db, now
from ..people.my_data.batches import BATCH, in_batches
from ..signals import speaker_forgotten
from .models import Hearing
from .public import ways
from .speaking.models import Speaker, SpeakerChange

PAST = "past-"  # instead of the mailbox's mark: whose it was can no longer be found


def finished() -> Iterator[int]:
    """Hearings whose names end now: over for long, and nobody can take part any more."""
    since = now() - timedelta(days=settings().speaker_days)
    for one in db.session.scalars(select(Hearing).where(Hearing.starts_at < since)):
        if ended_at(one) < since and ways.is_finished(one):
            yield one.id


def ended_at(hearing: Hearing) -> datetime:
    return hearing.period_ended_at or hearing.ends_at or hearing.starts_at


def named(hearings: list[int]) -> ColumnElement[bool]:
    return and_(Speaker.hearing_id.in_(hearings), Speaker.mailbox.not_like(f"{PAST}%"))


def count_finished() -> int:
    query = select(func.count()).select_from(Speaker).where(named([*finished()]))
    return db.session.scalar(query) or 0


def end_finished() -> int:
    """Take everything away that says who it was; state, ward, language and times stay."""
    words = ("name", "email", "phone", "address", "access", "says", "receipt", "network")
    gone: dict[str, Any] = dict.fromkeys(words, "")
    mark = literal(PAST).concat(db.cast(Speaker.id, db.String))
    values = gone | {"mailbox": mark, "wanted": None}
    over = [*finished()]
    forget_texts(over)
    done = in_batches(Speaker, named(over), values)
    nobodies = select(Speaker.id).where(Speaker.mailbox.like(f"{PAST}%"))
    noted = and_(SpeakerChange.why != "", SpeakerChange.speaker_id.in_(nobodies))
    in_batches(SpeakerChange, noted, {"why": ""})
    return done


def forget_texts(hearings: list[int]) -> None:
    """Let the rooms above delete what these people wrote, so many at a time."""
    last = 0
    mine = select(Speaker.id).where(named(hearings)).order_by(Speaker.id).limit(BATCH)
    while found := db.session.scalars(mine.where(Speaker.id > last)).all():
        speaker_forgotten.send(found)
        db.session.commit()
        last = found[-1]


def old_networks() -> ColumnElement[bool]:
    since = now() - timedelta(days=settings().network_days)
    return and_(Speaker.network != "", Speaker.signed_up_at < since)


def count_networks() -> int:
    query = select(func.count()).select_from(Speaker).where(old_networks())
    return db.session.scalar(query) or 0


def end_networks() -> int:
    return in_batches(Speaker, old_networks(), {"network": ""})
