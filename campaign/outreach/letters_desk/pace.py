"""How fast letters reach one office, and what that means in words."""

from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from ...filters import number

HOURS = 24
EXAMPLE = 200  # letters of the sentence


def most_a_day(per_hour: int, per_day: int) -> int:
    """What one office really gets in a day: an hourly pace may never reach the daily one."""
    return min(per_day, per_hour * HOURS)


def takes(letters: int, per_hour: int, per_day: int) -> timedelta:
    """From the first of so many letters to the last, at the earliest; nothing for none or one."""
    if letters < 2:
        return timedelta()
    days, rest = divmod(letters - 1, most_a_day(per_hour, per_day))
    return timedelta(days=days, hours=rest / per_hour)


def sentence(per_hour: int, per_day: int) -> str:
    """“An office gets one letter every 10 minutes, at most 40 a day; 200 letters take 5 days.”"""
    minutes = 60 / per_hour
    if minutes >= 1:
        often = ngettext(
            "An office gets one letter every minute",
            "An office gets one letter every %(num)s minutes",
            round(minutes),
        )
    else:
        often = _("An office gets one letter every %(num)s seconds", num=round(3600 / per_hour))
    daily = number(most_a_day(per_hour, per_day))
    return _(
        "%(often)s, at most %(daily)s a day; %(many)s letters to one office take %(time)s.",
        often=often,
        daily=daily,
        many=number(EXAMPLE),
        time=time_words(takes(EXAMPLE, per_hour, per_day)),
    )


def time_words(time: timedelta) -> str:
    """A time that is begun counts whole: hours on the first day, days afterwards."""
    hours = -(-int(time.total_seconds()) // 3600)
    if hours <= HOURS:
        return ngettext("%(num)s hour", "%(num)s hours", max(hours, 1))
    return ngettext("%(num)s day", "%(num)s days", -(-hours // HOURS))
