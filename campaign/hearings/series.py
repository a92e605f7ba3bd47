"""Hearings that come again: every week, every two weeks, or on the same weekday of each month."""

from datetime import date, timedelta

from flask_babel import lazy_gettext as _

REPEATS = {
    "": _("No, once"),
    "week": _("Every week"),
    "fortnight": _("Every 2 weeks"),
    "month": _("Every month on that weekday, like the third Wednesday"),
}
WEEKS = {"week": 1, "fortnight": 2}
MOST = 52


def days_of(first: date, repeats: str, times: int) -> list[date]:
    """So many days, the first one among them."""
    if repeats not in REPEATS or not repeats:
        return [first]
    if repeats in WEEKS:
        step = timedelta(weeks=WEEKS[repeats])
        return [first + number * step for number in range(times)]
    return [in_month(first, number) for number in range(times)]


def in_month(first: date, later: int) -> date:
    """So many months later, on the same weekday of the month; a fifth becomes the last."""
    month = first.month - 1 + later
    begins = date(first.year + month // 12, month % 12 + 1, 1)
    day = begins + timedelta(days=(first.weekday() - begins.weekday()) % 7)
    day += timedelta(weeks=(first.day - 1) // 7)
    return day if day.month == begins.month else day - timedelta(weeks=1)
