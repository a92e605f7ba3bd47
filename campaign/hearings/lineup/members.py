"""Who is in the line-up of a hearing, in order, and the time of each."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import case, exists

from ...db import db
from ..models import Hearing
from ..speaking.models import Speaker
from . import clock

Row = Any  # of `COLUMNS`: thousands of whole speakers would cost too much
COLUMNS = (
    Speaker.id,
    Speaker.name,
    Speaker.mode,
    Speaker.state,
    Speaker.interpreter,
    Speaker.is_extended,
    Speaker.speaks,
    Speaker.drawn,
    Speaker.position,
    Speaker.seconds_used,
)
PLACED = ("drawn", "confirmed", "present", "spoke", "out_of_time")  # have or had a turn
HOPING = ("ready", "applied")  # stand in the line-up until there is one


@dataclass(frozen=True)
class LineUp:
    """The speakers in order; `is_early` while nobody has a place and it is of those who hope."""

    hearing: Hearing
    rows: list[Row]
    is_early: bool

    @cached_property
    def plan(self) -> clock.Plan:
        limits = clock.limits_of(self.hearing.rule, self.hearing.cut_seconds)
        return clock.plan(limits, [turn_of(one) for one in self.rows])

    @property
    def order(self) -> list[int]:
        return [one.id for one in self.rows]

    @cached_property
    def seconds(self) -> dict[int, int]:
        """What each may take, by speaker."""
        return dict(zip(self.order, self.plan.seconds, strict=True))


def turn_of(row: Row) -> clock.Turn:
    used = row.seconds_used if row.state == "spoke" else 0 if row.state == "out_of_time" else None
    return clock.Turn(row.interpreter, row.is_extended, used)


def line_up(hearing: Hearing) -> LineUp:
    """Those who have a place; before a draw everybody who is ready or has applied."""
    is_early = not has_places(hearing)
    query = db.select(*COLUMNS).where(*in_states(hearing, HOPING if is_early else PLACED))
    rows = db.session.execute(query.order_by(*ORDER)).all()
    return LineUp(hearing, list(rows), is_early)


def states_of(lineup: LineUp) -> tuple[str, ...]:
    return HOPING if lineup.is_early else PLACED


ORDER = (
    case((Speaker.position.is_(None), 1), else_=0),
    Speaker.position,
    case((Speaker.drawn.is_(None), 1), else_=0),
    Speaker.drawn,
    Speaker.signed_up_at,
    Speaker.id,
)


def in_states(hearing: Hearing, states: tuple[str, ...]) -> tuple[Any, ...]:
    """Those who speak and are in one of these states; who writes has no place in the order."""
    return (
        Speaker.hearing_id == hearing.id,
        Speaker.state.in_(states),
        Speaker.mode != "written",
        Speaker.proven_at.is_not(None),
    )


def wishes(hearing: Hearing) -> dict[int, list[int]]:
    """Points that speakers ticked."""
    query = db.select(Speaker.id, Speaker.wishes).where(Speaker.hearing_id == hearing.id)
    return {row.id: row.wishes for row in db.session.execute(query)}


def has_places(hearing: Hearing) -> bool:
    placed = (*PLACED, "not_drawn")  # a draw was recorded, even if none of ours came out
    return bool(db.session.scalar(db.select(exists().where(*in_states(hearing, placed)))))
