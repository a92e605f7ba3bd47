"""Moments as a clerk states them: “2 business days before, 10:00”, “until the period ends”.

The same words are typed, kept and shown: `read` understands them in English and Spanish, `write`
gives their one kept form, `words` a sentence part in the language of the page.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from flask_babel import format_date, format_time, lazy_gettext, ngettext
from flask_babel import gettext as _

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MOST_DAYS, MOST_HOURS = 120, 24 * 120
YEARS = range(1990, 2200)  # beyond them no clock can be computed everywhere
FOLDS = {"first": 0, "second": 1}  # of the hour that comes twice


@dataclass(frozen=True)
class When:
    """One such moment.

    `kind` says what `number` counts: `business` or calendar `days` before the meeting (negative:
    after), `weekday` before it (0 Monday), `hours` before its beginning (negative: after), or is
    `on` a date, at the `start`, or at the `end` of the public's time. `at` is the time of day
    where it is; without one, what opens opens as the day begins, and what closes closes as it
    ends. `fold` chooses between two hours of one name (0 the first, 1 the second).
    """

    kind: str
    number: int = 0
    on: date | None = None
    at: time | None = None
    fold: int | None = None


SPANISH = dict(
    pair.split(": ")
    for pair in """días hábiles: business days; día hábil: business day; dias habiles: business days
el mismo día: on the day; el mismo dia: on the day; al empezar: start; cuando termina el turno: end
días: days; dias: days; día: day; dia: day; horas: hours; hora: hour; antes: before
después: after; despues: after; lunes: monday; martes: tuesday; miércoles: wednesday
miercoles: wednesday; jueves: thursday; viernes: friday; sábado: saturday; sabado: saturday
domingo: sunday; primera: first; segunda: second""".replace("\n", "; ").split("; ")
)
CLOCK = r"(?:,?\s*(?:at\s+|a las?\s+)?(?P<hour>\d{1,2}):(?P<minute>\d\d)(?::(?P<second>\d\d))?)?"
FOLD = r"(?:\s*\(?(?P<fold>first|second)\)?)?"
SHAPES = [
    ("start", r"(?:at the |when it )?(?:start|starts|begins|beginning|meeting begins)"),
    ("end", r"(?:when the period |until the period |period )?(?:end|ends)"),
    ("hours", r"(?P<number>\d{1,4})\s*(?:h|hours?)\s+(?P<way>before|after)"),
    ("business", rf"(?P<number>\d{{1,3}})\s*business days?\s+(?P<way>before|after){CLOCK}{FOLD}"),
    ("days", rf"(?P<number>\d{{1,3}})\s*(?:d|days?)\s+(?P<way>before|after){CLOCK}{FOLD}"),
    ("days", rf"(?:on )?(?:the |that |same )*day{CLOCK}{FOLD}"),
    ("days", rf"the day (?P<way>before|after){CLOCK}{FOLD}"),
    ("weekday", rf"(?P<weekday>{'|'.join(WEEKDAYS)})\s+(?P<way>before){CLOCK}{FOLD}"),
    ("on", rf"(?P<on>\d{{4}}-\d\d-\d\d)[T ]?{CLOCK}{FOLD}"),
]
PATTERNS = [(kind, re.compile(shape, re.IGNORECASE)) for kind, shape in SHAPES]
EXAMPLES = (
    *("2 business days before 10:00", "Monday before 00:01", "1 day before 08:00"),
    *("on the day 09:00", "2 hours before", "72 hours after", "start", "end", "2026-12-16 09:00"),
)


class WhenError(ValueError):
    """Nobody can say what moment a text means; the message is a sentence for its writer."""


def read(text: str) -> When | None:
    """What a text means; None for an empty one. Raises WhenError."""
    text = " ".join(text.split())
    if not text:
        return None
    english = text.casefold()
    for word, meaning in SPANISH.items():
        english = re.sub(rf"\b{word}\b", meaning, english)
    for kind, pattern in PATTERNS:
        if found := pattern.fullmatch(english):
            return made(kind, found.groupdict(), text)
    raise WhenError(
        _(
            "“%(text)s” is no moment that we understand. Write it like one of these: %(examples)s.",
            text=text[:80],
            examples="; ".join(EXAMPLES),
        )
    )


def made(kind: str, said: dict[str, Any], text: str) -> When:
    number = int(said.get("number") or (1 if said.get("way") else 0))
    if number > (MOST_HOURS if kind == "hours" else MOST_DAYS):
        raise WhenError(_("“%(text)s” is too far from the meeting.", text=text))
    if kind == "weekday":
        number = [day.casefold() for day in WEEKDAYS].index(said["weekday"].casefold())
    elif said.get("way") == "after":
        number = -number
    try:
        on = date.fromisoformat(said["on"]) if said.get("on") else None
        at = clock(said)
    except ValueError:
        raise WhenError(
            _("“%(text)s” names a day or a time that does not exist.", text=text)
        ) from None
    if on is not None and on.year not in YEARS:
        raise WhenError(_("“%(text)s” is too far from the meeting.", text=text))
    fold = FOLDS[said["fold"].casefold()] if said.get("fold") else None
    return When(kind, number, on, at, fold)


def clock(said: dict[str, Any]) -> time | None:
    if not said.get("hour"):
        return None
    return time(int(said["hour"]), int(said["minute"]), int(said.get("second") or 0))


def write(when: When | None) -> str:
    """The one form in which a moment is kept; `read` gives the same moment back."""
    if when is None:
        return ""
    count = abs(when.number)
    way, plural = "after" if when.number < 0 else "before", "" if count == 1 else "s"
    head = {
        "start": "start",
        "end": "end",
        "hours": f"{count} hour{plural} {way}",
        "business": f"{count} business day{plural} {way}",
        "days": f"{count} day{plural} {way}" if when.number else "on the day",
        "weekday": f"{WEEKDAYS[when.number % 7]} before",
        "on": str(when.on),
    }[when.kind]
    said = [head, when.at.isoformat("auto" if when.at.second else "minutes") if when.at else ""]
    said += [name for name, fold in FOLDS.items() if fold == when.fold]
    return " ".join(filter(None, said))


DAYS = [
    lazy_gettext("on the Monday before"),
    lazy_gettext("on the Tuesday before"),
    lazy_gettext("on the Wednesday before"),
    lazy_gettext("on the Thursday before"),
    lazy_gettext("on the Friday before"),
    lazy_gettext("on the Saturday before"),
    lazy_gettext("on the Sunday before"),
]
COUNTED: dict[tuple[str, bool], Callable[[int], str]] = {  # by kind and whether it is afterwards
    ("hours", False): lambda n: ngettext("%(num)d hour before", "%(num)d hours before", n),
    ("hours", True): lambda n: ngettext("%(num)d hour after", "%(num)d hours after", n),
    ("business", False): lambda n: ngettext(
        "%(num)d business day before", "%(num)d business days before", n
    ),
    ("business", True): lambda n: ngettext(
        "%(num)d business day after", "%(num)d business days after", n
    ),
    ("days", False): lambda n: ngettext("%(num)d day before", "%(num)d days before", n),
    ("days", True): lambda n: ngettext("%(num)d day after", "%(num)d days after", n),
}


def words(when: When | None) -> str:
    """The moment in the language of the page: “2 business days before, 10:00 AM”."""
    if when is None:
        return _("as each notice says")
    day = day_words(when)
    return _("%(day)s, %(time)s", day=day, time=format_time(when.at, "short")) if when.at else day


def day_words(when: When) -> str:
    match when.kind:
        case "start":
            return _("when the meeting begins")
        case "end":
            return _("when the time for the public ends")
        case "weekday":
            return str(DAYS[when.number])
        case "on":
            return str(format_date(when.on, "full"))
    if when.number == 0 and when.kind != "hours":
        return _("on the day of the meeting")
    return COUNTED[when.kind, when.number < 0](abs(when.number))
