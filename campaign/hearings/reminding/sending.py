"""Sending what is due: each reminder once, on every channel that there is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import joinedload, selectinload

from ... import mail
from ...accounts.models import User
from ...db import db, now
from ...jobs import job
from ..models import Hearing
from ..rules.models import SpeakingRule
from ..speaking import pool
from ..speaking.models import Speaker
from .moments import COORDINATOR, Moment, moments

AHEAD, AFTER = timedelta(days=125), timedelta(days=125)  # as far as a window reaches
BATCH = 200


@dataclass(frozen=True)
class Reminder:
    """One thing to tell one person: a speaker, or the coordinator of a hearing."""

    hearing: Hearing
    moment: Moment
    to: Speaker | User

    @property
    def key(self) -> str:
        """The same once; another as soon as the moment is another."""
        seconds = int(self.moment.at.timestamp())
        return f"hearings/remind:{self.moment.kind}:{self.whom}:{seconds}"

    @property
    def whom(self) -> str:
        if isinstance(self.to, Speaker):
            return str(self.to.id)
        return f"{self.hearing.id}-coordinator"


Channel = Callable[[Sequence[Reminder]], int]  # tells them; returns how many were news
_channels: list[Channel] = []


def channel(function: Channel) -> Channel:
    """Register a way to reach people; it looks itself for what it has sent before."""
    _channels.append(function)
    return function


@job("hearings.remind", every_minutes=1)
def remind() -> int:
    """Tell everybody what is due now; return how many were told."""
    done = 0
    for hearing in hearings_near(now()):
        due = [one for one in moments(hearing) if one.is_due(now())]
        for some in in_batches(hearing, due):
            if told := sum(tell(some) for tell in _channels):
                db.session.commit()
            done += told
    if done:
        mail.wake()
    return done


def hearings_near(moment: datetime) -> Sequence[Hearing]:
    """Public hearings that take place, as far off as a window of theirs can be."""
    query = db.select(Hearing).where(
        Hearing.published_at.is_not(None),
        Hearing.status.in_(("scheduled", "recessed")),
        Hearing.starts_at.between(moment - AFTER, moment + AHEAD),
    )
    windows = joinedload(Hearing.rule).options(selectinload(SpeakingRule.windows))
    near = query.options(windows, joinedload(Hearing.body), joinedload(Hearing.coordinator))
    return db.session.scalars(near.order_by(Hearing.id)).unique().all()


def in_batches(hearing: Hearing, due: Sequence[Moment]) -> Iterator[list[Reminder]]:
    for moment in due:
        people = list(recipients(hearing, moment))
        for first in range(0, len(people), BATCH):
            yield [Reminder(hearing, moment, one) for one in people[first : first + BATCH]]


def recipients(hearing: Hearing, moment: Moment) -> Sequence[Speaker | User]:
    """Whom a moment is for, as the pool is now."""
    if moment.role == COORDINATOR:
        coordinator = hearing.coordinator
        return [coordinator] if coordinator is not None and asks(hearing, moment) else []
    mine = pool.select_pool(hearing).where(
        Speaker.state.in_(moment.states), Speaker.mode.in_(moment.modes), Speaker.email != ""
    )
    return db.session.scalars(mine.order_by(Speaker.id)).all()


def asks(hearing: Hearing, moment: Moment) -> bool:
    """Whether there is anything to do; a draw without anybody in it is none."""
    return moment.kind != "desk_draw" or count(hearing, moment) > 0


def count(hearing: Hearing, moment: Moment) -> int:
    """How many of the pool are such as this moment is about."""
    query = db.select(db.func.count(Speaker.id)).where(
        Speaker.hearing_id == hearing.id,
        Speaker.proven_at.is_not(None),
        Speaker.state.in_(moment.states),
        Speaker.mode.in_(moment.modes),
    )
    return db.session.scalar(query) or 0
