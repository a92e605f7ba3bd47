"""The run sheet: who is to come, in order, who is over, and what is next."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ...db import db
from ..lineup import clock, deals
from ..lineup.members import COLUMNS, HOPING, ORDER, PLACED, has_places, in_states, turn_of
from ..lineup.models import Point
from ..models import Hearing
from .acts import COMING

Row = Any  # of `members.COLUMNS`
PAGE = 25  # speakers on a page


@dataclass(frozen=True)
class Sheet:
    """Everybody of the day: those to come and those who are over, with the seconds of each."""

    hearing: Hearing
    coming: list[Row]
    over: list[Row]
    seconds: dict[int, int]
    plan: clock.Plan
    is_early: bool

    @property
    def lineup_rows(self) -> list[Row]:
        return [*self.over, *self.coming]

    @cached_property
    def fits(self) -> set[int]:
        """Whose turn ends in time: what is over counts first, then the others in order."""
        counted = [one for one in self.lineup_rows if one.state != "forfeited"]
        return {one.id for one in counted[: self.plan.fitting]}


def sheet(hearing: Hearing) -> Sheet:
    """The time of all is counted over those who spoke and those who are to come."""
    is_early = not has_places(hearing)
    states = (*HOPING, "forfeited") if is_early else (*PLACED, "forfeited")
    query = db.select(*COLUMNS).where(*in_states(hearing, states)).order_by(*ORDER)
    rows = db.session.execute(query).all()
    over = [one for one in rows if one.state not in COMING]
    coming = [one for one in rows if one.state in COMING]
    counted = [one for one in (*over, *coming) if one.state != "forfeited"]
    limits = clock.limits_of(hearing.rule, hearing.cut_seconds)
    plan = clock.plan(limits, [turn_of(one) for one in counted])
    seconds = {one.id: value for one, value in zip(counted, plan.seconds, strict=True)}
    return Sheet(hearing, coming, over, seconds, plan, is_early)


def points_by_speaker(hearing: Hearing, rows: list[Row]) -> dict[int, list[tuple[Point, Any]]]:
    """What each of these is to say, in the campaign's order, with the deal; retired points too."""
    dealt = deals.of_speakers(hearing, [one.id for one in rows])
    mine = db.select(Point).filter_by(campaign_id=hearing.campaign_id)
    every = db.session.scalars(mine.order_by(Point.position, Point.id)).all()
    return {
        speaker: [(one, found[one.id]) for one in every if one.id in found]
        for speaker, found in dealt.items()
    }
