"""A petition in figures, for organizers: exact now, and as cheap at a million as at ten.

All of it comes from the tallies and the changes that are not folded yet, but for those who
wait: they are counted in an index that holds nobody else.
"""

import statistics
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Select, bindparam, func, select, union_all

from ..db import db, now
from . import counting
from .counting import Count, hour_of
from .integrity.filters import zone_of
from .models import Petition, Signature, TallyChange, TallyHour

WEEK = 7 * 24  # hours
ODD, LEAST = 6, 20  # times the usual of an hour, and signatures, that make a burst
BURSTS = 10  # shown

_hours = union_all(
    select(TallyHour.hour, TallyHour.language, TallyHour.counted.label("n")).where(
        TallyHour.petition_id == bindparam("petition_id")
    ),
    select(TallyChange.hour, TallyChange.language, TallyChange.change).where(
        TallyChange.petition_id == bindparam("petition_id")
    ),
).subquery()
_by_hour = select(_hours.c.hour, func.sum(_hours.c.n)).group_by(_hours.c.hour)
_by_language = select(_hours.c.language, func.sum(_hours.c.n)).group_by(_hours.c.language)


@dataclass(frozen=True)
class Burst:
    """An hour in which far more were confirmed than in its petition's usual hour."""

    begins_at: datetime
    number: int
    usual: int


class Figures:
    """What organizers see of one petition; each figure is fetched when it is asked for."""

    def __init__(self, petition: Petition) -> None:
        self.petition, self.as_of = petition, now()

    @cached_property
    def count(self) -> Count:
        """Confirmed: in all, by ward and by organization."""
        return counting.count(self.petition.id)

    @property
    def total(self) -> int:
        return self.count.total

    @cached_property
    def waiting(self) -> int:
        return waiting(self.petition.id)

    @cached_property
    def hours(self) -> Counter[int]:
        """Confirmed and standing, by hour since 1970 (UTC)."""
        return Counter(dict(self.pairs(_by_hour)))

    @cached_property
    def languages(self) -> list[tuple[str, int]]:
        """By language, most first."""
        found = [(code, n) for code, n in self.pairs(_by_language) if n]
        return sorted(found, key=lambda one: (-one[1], one[0]))

    @property
    def week(self) -> int:
        """Confirmed since the beginning of this hour seven days ago."""
        first = hour_of(self.as_of) - WEEK
        return sum(n for hour, n in self.hours.items() if hour >= first)

    @cached_property
    def days(self) -> list[tuple[date, int]]:
        """Each day from the first to the last, as days are where the petition's body sits."""
        zone, found = zone_of(self.petition), Counter[date]()
        for hour, n in self.hours.items():
            found[datetime.fromtimestamp(hour * 3600, zone).date()] += n
        if not +found:
            return []
        first, last = min(+found), max(+found)
        every = (first + timedelta(days=each) for each in range((last - first).days + 1))
        return [(day, found[day]) for day in every]

    def pairs(self, query: Select[Any]) -> list[tuple[Any, int]]:
        rows = db.session.execute(query, {"petition_id": self.petition.id})
        return [(row[0], row[1]) for row in rows]

    @cached_property
    def bursts(self) -> list[Burst]:
        """Hours that stand out, latest first; the usual is the median of hours with any."""
        full = {hour: n for hour, n in self.hours.items() if n > 0}
        if not full:
            return []
        usual = statistics.median_high(full.values())
        odd = [hour for hour, n in full.items() if n >= max(LEAST, ODD * usual)]
        return [
            Burst(datetime.fromtimestamp(hour * 3600, UTC), full[hour], usual)
            for hour in sorted(odd, reverse=True)[:BURSTS]
        ]


def waiting(petition_id: int) -> int:
    """Signatures whose owner has not confirmed them; after 21 days they are deleted."""
    return db.session.scalar(waiting_query(petition_id)) or 0


def waiting_query(petition_id: int) -> Select[int]:
    unconfirmed = (
        Signature.confirmed_at.is_(None),
        Signature.withdrawn_at.is_(None),
        Signature.invalidated_at.is_(None),
    )
    # “+ 0” keeps SQLite, which has no statistics here, from looking at all of this petition.
    mine = (Signature.petition_id + 0 == petition_id, *unconfirmed)
    return select(func.count()).select_from(Signature).where(*mine)
