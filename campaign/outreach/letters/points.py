"""Three points for each writer: those that were dealt least, so that letters differ."""

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from ...db import db
from ...factsheet import keys_in
from ...factsheet.markup import MARK
from ...hearings.lineup.deals import points_of
from ...hearings.lineup.models import Point
from ...pages import remember
from .models import Letter, LetterAction

DEALT = 3


@dataclass(frozen=True)
class Dealt:
    """A point as its writer sees it: what to say, what stands behind it, facts to quote."""

    point: Point
    keys: list[str]

    @property
    def words(self) -> str:
        return " ".join(MARK.sub("", self.point.text).split())


def offered(action: LetterAction) -> list[Point]:
    """The points of this action, in the campaign's order; where it names none, all of them."""
    every = points_of(action.campaign)
    chosen = set(action.points or ())
    return [one for one in every if not chosen or one.id in chosen]


def deal(action: LetterAction, without: Sequence[int] = ()) -> list[Dealt]:
    """The least dealt first, in any order among equals; those of `without` last."""
    every = offered(action)
    often = times_dealt(action)
    random.shuffle(every)
    every.sort(key=lambda one: (one.id in without, often[one.id]))
    return [shown(action, one) for one in every[:DEALT]]


def dealt(action: LetterAction, numbers: Sequence[int]) -> list[Dealt]:
    """Those that a form says were dealt, as far as they are this action's."""
    known = {one.id: one for one in offered(action)}
    return [shown(action, known[one]) for one in dict.fromkeys(numbers) if one in known][:DEALT]


def shown(action: LetterAction, point: Point) -> Dealt:
    return Dealt(point, [key for key in keys_in(point.text) if key in action.facts])


def times_dealt(action: LetterAction) -> Counter[int]:
    """How many writers got each point; some seconds old."""
    key = ("letter points", action.id)
    return remember(key, lambda: count_dealt(action), seconds=5)


def count_dealt(action: LetterAction) -> Counter[int]:
    mine = db.select(Letter.points).filter_by(action_id=action.id)
    return Counter(one for points in db.session.scalars(mine) for one in points or ())
