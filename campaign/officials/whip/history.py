"""How a count has gone: worst and likely, week by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .counting import Entry, Totals, totals
from .entries import entries_of
from .models import Whip
from .voters import sitting, terms_since, today_at

WEEKS = 26


@dataclass(frozen=True)
class Week:
    """A count as the evidence of that day had it."""

    day: date
    totals: Totals


def weeks(whip: Whip) -> list[Week]:
    """The last 26 weeks, the oldest first, today last: what was known counts by its own day.

    What was withdrawn since never counts; seats count for who held them on each day.
    """
    body = whip.measure.body
    today = today_at(body)
    days = [today - timedelta(weeks=n) for n in range(WEEKS, -1, -1)]
    terms = terms_since(body, days[0])
    seated = {day: [one.official_id for one in sitting(terms, day)] for day in days}
    return [
        Week(day, totals(whip.wanted, whip.needed, seated[day], known, day))
        for day, known in known_by(entries_of(whip), days)
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
