"""How a count has gone: worst and likely, week by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .board import HISTORY, Board
from .counting import Entry, Totals, totals
from .voters import sitting


@dataclass(frozen=True)
class Week:
    """A count as the evidence of that day had it."""

    day: date
    totals: Totals


def weeks(board: Board) -> list[Week]:
    """The last 26 weeks, the oldest first, today last: what was known counts by its own day.

    What was withdrawn since never counts; seats count for who held them on each day.
    """
    whip, ago = board.whip, range(HISTORY // timedelta(weeks=1), -1, -1)
    days = [board.day - timedelta(weeks=n) for n in ago]
    seated = {day: [one.official_id for one in sitting(board.terms, day)] for day in days}
    return [
        Week(day, totals(whip.wanted, whip.needed, seated[day], known, day))
        for day, known in known_by(board.entries, days)
    ]


def known_by(entries: Sequence[Entry], days: Sequence[date]) -> list[tuple[date, dict[int, Entry]]]:
    """The entry that counts for each official on each of these days, the oldest day first."""
    waiting = sorted(entries, key=lambda one: (one.on, one.number), reverse=True)
    known: dict[int, Entry] = {}
    found = []
    for day in days:
        while waiting and waiting[-1].on <= day:
            latest = waiting.pop()
            known[latest.official] = latest
        found.append((day, dict(known)))
    return found
