"""Moments as people type them: a day and a time on the clocks of one place.

Clocks go forward once a year, so that an hour does not exist there, and back once, so that one
comes twice (RFC 9557 calls them gap and fold). The first is refused, the second asked about.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

FOLDS = ("earlier", "later")


class GapError(ValueError):
    """The clocks skip this time; `after` is the same moment on clocks that did not wait."""

    def __init__(self, after: datetime) -> None:
        super().__init__("this time does not exist there")
        self.after = after


class FoldError(ValueError):
    """The clocks show this time twice; `names` are the zone's abbreviations, first and second."""

    def __init__(self, names: tuple[str, str]) -> None:
        super().__init__("this time comes twice there")
        self.names = names


def moment(typed: str, zone: ZoneInfo, fold: str = "") -> datetime:
    """The moment, in UTC, of “2026-11-01T01:30” on the clocks of a zone.

    `fold` says which one is meant of a time that comes twice: "earlier" or "later". Raises
    GapError, FoldError, and ValueError for what is no day and time, or one before 1900.
    """
    plain = datetime.fromisoformat(typed)
    if plain.tzinfo is not None or not 1900 <= plain.year <= 2200:
        raise ValueError("no day and time")
    first, second = (plain.replace(tzinfo=zone, fold=each) for each in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    before, after = first.astimezone(UTC), second.astimezone(UTC)
    if before > after:  # the offset grows: clocks skip this time
        raise GapError(before.astimezone(zone))
    if fold not in FOLDS:
        raise FoldError((first.tzname() or "", second.tzname() or ""))
    return before if fold == "earlier" else after


def typed(value: datetime | None, zone: ZoneInfo) -> str:
    """A moment as `<input type="datetime-local">` takes it."""
    return f"{value.astimezone(zone):%Y-%m-%dT%H:%M}" if value else ""


def fold_of(value: datetime | None, zone: ZoneInfo) -> str:
    """Which of two it is, where the clocks show this time twice; else nothing."""
    if value is None:
        return ""
    local = value.astimezone(zone)
    other = local.replace(fold=1 - local.fold)
    return FOLDS[local.fold] if other.utcoffset() != local.utcoffset() else ""
