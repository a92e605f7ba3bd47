"""The plain ways of taking part in a hearing, and which of them are open at this moment."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import format_date
from flask_babel import lazy_gettext as _

from ...db import now
from ..models import Hearing
from ..rules import deadlines
from ..rules.deadlines import CLOSED, COMING, NEVER, OPEN, UNKNOWN, Opening
from ..rules.models import Window
from ..rules.when import WhenError, read, words

IN_PERSON, REMOTE, WRITTEN, ACCESS = "in_person", "remote", "written", "access"
TITLES: dict[str, Any] = {
    IN_PERSON: _("Speak there"),
    REMOTE: _("Speak from elsewhere"),
    WRITTEN: _("Write"),
    ACCESS: _("Ask for access or an interpreter"),
}
MODES = {  # of speakers, as they are chosen on forms
    IN_PERSON: _("I speak there"),
    REMOTE: _("I speak by telephone or video"),
    WRITTEN: _("I write"),
}


@dataclass(frozen=True)
class Way:
    """One way of taking part, with the windows in which the body takes it."""

    name: str
    openings: tuple[Opening, ...]

    @property
    def title(self) -> Any:
        return TITLES[self.name]

    @property
    def state(self) -> str:
        """The best of its windows: open before coming, coming before unknown; else closed."""
        states = {one.state() for one in self.openings}
        return next((one for one in (OPEN, COMING, UNKNOWN) if one in states), CLOSED)

    @property
    def is_open(self) -> bool:
        return self.state == OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == CLOSED

    @property
    def closes_at(self) -> datetime | None:
        """When the last of its open windows closes; None where that is not a known moment."""
        ends = [one.closes_at for one in self.openings if one.is_open]
        return max(ends, key=lambda one: one or NEVER, default=None)

    @property
    def opens_at(self) -> datetime | None:
        coming = deadlines.opening_next(self.openings)
        return coming.opens_at if coming else None


def ways(hearing: Hearing) -> list[Way]:
    """All ways that this hearing has, in a fixed order."""
    found = deadlines.openings(hearing)
    made = [Way(name, tuple(one for one in found if fits(one.window, name))) for name in TITLES]
    return [one for one in made if one.openings]


def fits(window: Window, name: str) -> bool:
    if window.purpose == "speak":
        return name in (IN_PERSON, REMOTE) and window.mode in (name, "any")
    return name == {"write": WRITTEN, "access": ACCESS}[window.purpose]


def way(hearing: Hearing, name: str) -> Way | None:
    return next((one for one in ways(hearing) if one.name == name), None)


def open_modes(hearing: Hearing, known_ways: list[Way] | None = None) -> list[str]:
    """In which ways one may still put oneself down to speak; none where nobody may any more.

    We take names before the body's window opens, for people must be told when it does. Moments
    that have been computed already may be given: whether they are past is looked at now.
    """
    if not takes_people(hearing) or hearing.is_over:
        return []
    found = ways(hearing) if known_ways is None else known_ways
    speaking = [one for one in found if one.name in (IN_PERSON, REMOTE)]
    return [one.name for one in speaking if is_possible(hearing, one)]


def may_write(hearing: Hearing) -> bool:
    """Whether a written comment can still reach the body: that may be so after the meeting."""
    found = way(hearing, WRITTEN)
    return takes_people(hearing) and found is not None and is_possible(hearing, found)


def is_possible(hearing: Hearing, one: Way) -> bool:
    """A window that no notice has dated yet counts as open until the meeting begins."""
    if one.state == UNKNOWN:
        return now() < hearing.starts_at
    return not one.is_closed


def takes_people(hearing: Hearing) -> bool:
    return hearing.is_public and hearing.takes_sign_ups and hearing.is_on


def is_finished(hearing: Hearing) -> bool:
    """Whether nobody can take part in it any more."""
    if not hearing.is_on:
        return True
    return hearing.is_over and not any(
        one.name == WRITTEN and is_possible(hearing, one) for one in ways(hearing)
    )


def stated(text: str) -> str:
    """A window's moment as the clerk states it: “2 business days before, 10:00 AM”."""
    try:
        return words(read(text))
    except WhenError:
        return text


def digits(text: str) -> str:
    """A telephone number as a link takes it."""
    return "".join(char for char in text if char.isdecimal() or char == "+")


def weekday(local: datetime) -> str:
    """“Wednesday”, of a moment that is where the body meets already."""
    return str(format_date(local.date(), "EEEE"))
