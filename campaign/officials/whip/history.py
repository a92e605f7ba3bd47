"""How a count has gone: worst and likely, week by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from ..dates import earliest, latest
from ..models import Term
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
    seated = seated_on(board.terms, days)
    return [
        Week(day, totals(whip.wanted, whip.needed, seated[day], known, day))
        for day, known in known_by(board.entries, days)
    ]


def seated_on(terms: Sequence[Term], days: Sequence[date]) -> dict[date, list[int]]:
    """Who holds a seat on each of these days; looked up anew only where terms begin or end."""
    changes = {day for one in terms for day in turns(one)}
    found: dict[date, list[int]] = {}
    before: date | None = None
    for day in days:
        if before is None or any(before < one <= day for one in changes):
            found[day] = [one.official_id for one in sitting(terms, day)]
        else:
            found[day] = found[before]
        before = day
    return found


def turns(term: Term) -> set[date]:
    """The days from which a term may, or surely, be in force, or be so no longer."""
    begins = {earliest(term.starts), latest(term.starts)}
    ends = {earliest(term.ends), latest(term.ends)} if term.ends else set()
    return begins | {one + timedelta(days=1) for one in ends}


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
