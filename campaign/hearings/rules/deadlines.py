"""When a window opens and closes: to the second, where the body meets.

Property-tested; everything that says “open until” asks `moment` here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from ...db import now
from ...filters import zone_info
from ...officials.models import Body
from ..models import Hearing
from .models import Window
from .when import When, WhenError, read

COMING, OPEN, CLOSED, UNKNOWN = "coming", "open", "closed", "unknown"
DAY, NEVER = timedelta(days=1), datetime.max.replace(tzinfo=UTC)
WEEKEND = 5  # Saturday, as `date.weekday` counts


class NoSuchHourError(WhenError):
    """The clock jumps over it that night."""


class TwiceError(WhenError):
    """The clock shows it twice that night, and nobody said which is meant."""


@dataclass(frozen=True)
class Occasion:
    """What deadlines are counted from: when a meeting begins, where, and on which days it works.

    `ended_at` is when the time for the public ended, None while it has not.
    """

    starts_at: datetime
    zone: ZoneInfo
    holidays: Collection[date] = frozenset()
    ended_at: datetime | None = None

    @property
    def day(self) -> date:
        return self.starts_at.astimezone(self.zone).date()


def occasion_of(hearing: Hearing) -> Occasion:
    return Occasion(
        hearing.starts_at,
        zone_info(hearing.body.timezone),
        holidays_of(hearing),
        hearing.period_ended_at,
    )


def holidays_of(hearing: Hearing) -> frozenset[date]:
    return holidays_at(hearing.body)


def holidays_at(body: Body) -> frozenset[date]:
    """Those of the body; a committee without its own keeps its council's."""
    kept = body.holidays or (body.parent.holidays if body.parent else [])
    return frozenset(one.on for one in kept)


def moment(when: When, occasion: Occasion, closing: bool = False) -> datetime | None:
    """When that is, in UTC; None for the end of a period that has not ended.

    Hours are counted as they pass, days as the calendar has them, so that neither moves when the
    clock changes. Without a time of day it is the beginning of the day, or its end when `closing`.
    Raises NoSuchHourError for an hour that the clock jumps over, TwiceError for one that comes
    twice.
    """
    if when.kind == "start":
        return occasion.starts_at
    if when.kind == "end":
        return occasion.ended_at
    if when.kind == "hours":
        return occasion.starts_at - timedelta(hours=when.number)
    day = day_of(when, occasion)
    if when.at is None and closing:
        return first_second(day + DAY, occasion.zone)
    if when.at is None:
        return first_second(day, occasion.zone)
    return at(datetime.combine(day, when.at), occasion.zone, when.fold)


def day_of(when: When, occasion: Occasion) -> date:
    if when.kind == "on" and when.on is not None:
        return when.on
    if when.kind == "weekday":
        back = (occasion.day.weekday() - when.number - 1) % 7 + 1
        return occasion.day - back * DAY
    if when.kind == "business":
        return business_day(occasion.day, -when.number, occasion.holidays)
    return occasion.day - when.number * DAY


def business_day(day: date, steps: int, holidays: Collection[date]) -> date:
    """The day so many business days later, or earlier where `steps` is negative."""
    way = DAY if steps > 0 else -DAY
    for _step in range(abs(steps)):
        day += way
        while day.weekday() >= WEEKEND or day in holidays:
            day += way
    return day


def at(local: datetime, zone: ZoneInfo, fold: int | None = None) -> datetime:
    """A time on the wall of a zone, in UTC. Raises NoSuchHourError or TwiceError."""
    first, second = (local.replace(tzinfo=zone, fold=fold_) for fold_ in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local:
        raise NoSuchHourError(
            _(
                "%(time)s does not exist on %(day)s: the clock jumps over it.",
                time=local.strftime("%H:%M"),
                day=local.date(),
            )
        )
    if fold is None:
        raise TwiceError(
            _(
                "%(time)s comes twice on %(day)s: add “first” or “second”.",
                time=local.strftime("%H:%M"),
                day=local.date(),
            )
        )
    return (second if fold else first).astimezone(UTC)


def first_second(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins; where its midnight is jumped over, at the first time that there is."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


@dataclass(frozen=True)
class Opening:
    """A window of one hearing, with its moments; None where nobody knows one yet."""

    window: Window
    opens_at: datetime | None
    closes_at: datetime | None
    calls_from: datetime | None = None
    calls_to: datetime | None = None
    knows_end: bool = True

    def state(self, at: datetime | None = None) -> str:
        """Whether it is open at a moment: from the second it opens to before it closes."""
        at = at or now()
        if self.closes_at is not None and at >= self.closes_at:
            return CLOSED
        if self.opens_at is not None and at < self.opens_at:
            return COMING
        return OPEN if self.knows_end else UNKNOWN

    @property
    def is_open(self) -> bool:
        return self.state() == OPEN


def openings(hearing: Hearing) -> list[Opening]:
    """All windows of a hearing with their moments, in its rule's order."""
    occasion = occasion_of(hearing)
    return [known(one, occasion) for one in hearing.rule.windows]


def known(window: Window, occasion: Occasion) -> Opening:
    """A window; one of whose moments cannot be nobody knows, and the others stay known."""
    try:
        return opening(window, occasion)
    except WhenError:
        return Opening(window, None, None, knows_end=False)


def opening(window: Window, occasion: Occasion) -> Opening:
    """Raises WhenError where one of its moments cannot be."""
    return Opening(
        window,
        moment_of(window.opens, occasion),
        moment_of(window.closes, occasion, closing=True),
        moment_of(window.calls_from, occasion),
        moment_of(window.calls_to, occasion, closing=True),
        knows_end=bool(window.closes),
    )


def moment_of(text: str | None, occasion: Occasion, closing: bool = False) -> datetime | None:
    when = read(text or "")
    return moment(when, occasion, closing) if when else None


def problems(windows: Iterable[Window], occasion: Occasion) -> list[tuple[int, str]]:
    """What is wrong with windows for this occasion: place in the list, sentence."""
    found = []
    for place, window in enumerate(windows):
        try:
            one = opening(window, occasion)
        except WhenError as problem:
            found.append((place, str(problem)))
            continue
        pairs = ((one.opens_at, one.closes_at), (one.calls_from, one.calls_to))
        if any(first and last and last <= first for first, last in pairs):
            found.append((place, _("It would close before it opens.")))
    return found


def closing_next(found: Iterable[Opening]) -> Opening | None:
    """Of the windows that are open, the one that closes first."""
    ending = [one for one in found if one.is_open and one.closes_at is not None]
    return min(ending, key=lambda one: one.closes_at or NEVER, default=None)


def opening_next(found: Iterable[Opening]) -> Opening | None:
    """Of the windows still to open, the first."""
    coming = [one for one in found if one.opens_at is not None and one.state() == COMING]
    return min(coming, key=lambda one: one.opens_at or NEVER, default=None)
