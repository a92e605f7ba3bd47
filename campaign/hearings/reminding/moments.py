"""The moments of a hearing at which somebody is reminded; a pure function of its windows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta

from ..models import Hearing
from ..rules.deadlines import DAY, Occasion, Opening, known, occasion_of
from ..rules.models import SpeakingRule, Window

BEFORE, CALLS_BEFORE = timedelta(hours=2), timedelta(minutes=30)
EVENING = time(18)  # where the body meets
LATER = timedelta(hours=36)  # how long it is worth saying that a window without an end is open
SPEAKER, COORDINATOR = "speaker", "coordinator"
WAITING = ("interested", "ready")  # have not applied
CALLED = ("applied", "drawn")
SPOKEN = ("in_person", "remote")


@dataclass(frozen=True)
class Moment:
    """When to say what to whom; `until` it is worth saying, not a second longer.

    For speakers `modes` and `states` say which. `window` is what opens or closes.
    """

    kind: str
    at: datetime
    until: datetime
    role: str = SPEAKER
    modes: tuple[str, ...] = SPOKEN
    states: tuple[str, ...] = ()
    window: Window | None = None
    ends: datetime | None = None  # of the window or the calls, for the words

    def is_due(self, moment: datetime) -> bool:
        return self.at <= moment < self.until


def moments(hearing: Hearing) -> list[Moment]:
    """All of a hearing, the earliest first."""
    return sorted(
        all_moments(hearing.rule, occasion_of(hearing)), key=lambda one: (one.at, one.kind)
    )


def all_moments(rule: SpeakingRule, occasion: Occasion) -> Iterator[Moment]:
    for window in rule.windows:
        one = known(window, occasion)  # of one that cannot be nobody is reminded
        if window.purpose == "speak" and window.channel != "here" and not rule.is_own:
            yield from of_sign_up(rule, one, occasion)
        elif window.purpose == "write":
            yield from of_writing(one)
    yield from of_day(occasion)


def of_sign_up(rule: SpeakingRule, one: Opening, occasion: Occasion) -> Iterator[Moment]:
    modes = SPOKEN if one.window.mode == "any" else (one.window.mode,)
    for moment in of_edges("sign_up", one):
        yield replace(moment, modes=modes)
    if one.calls_from and one.calls_to and one.calls_from < one.calls_to:
        at = one.calls_from - CALLS_BEFORE
        yield Moment("calls", at, one.calls_to, SPEAKER, modes, CALLED, one.window, one.calls_to)
    drawn = one.calls_from or one.closes_at
    if rule.turns == "draw" and drawn and drawn < occasion.starts_at:
        states = ("applied",)
        yield Moment("desk_draw", drawn, occasion.starts_at, COORDINATOR, modes, states, one.window)


def of_writing(one: Opening) -> Iterator[Moment]:
    for moment in of_edges("write", one):
        yield replace(moment, modes=("written",))


def of_edges(what: str, one: Opening) -> Iterator[Moment]:
    """The same to speakers who have not applied or filed, and to the coordinator."""
    for name, at, until in edges(one):
        kind, window, ends = f"{what}_{name}", one.window, one.closes_at
        yield Moment(kind, at, until, states=WAITING, window=window, ends=ends)
        to = COORDINATOR
        yield Moment(f"desk_{kind}", at, until, to, states=WAITING, window=window, ends=ends)


def edges(one: Opening) -> Iterator[tuple[str, datetime, datetime]]:
    """When to say that a window is open, and that it closes soon; each until when.

    Soon is two hours before; a window shorter than four hours says so when half of it is over.
    """
    opens, closes = one.opens_at, one.closes_at
    if opens and closes and closes <= opens:
        return
    soon = closes and closes - BEFORE
    if opens and closes and soon:
        soon = max(soon, opens + (closes - opens) / 2)
    if opens:
        yield "opens", opens, soon or opens + LATER
    if closes and soon:
        yield "closes", soon, closes


def of_day(occasion: Occasion) -> Iterator[Moment]:
    """The evening before, and two hours before."""
    start = occasion.starts_at
    evening = datetime.combine(occasion.day - DAY, EVENING, occasion.zone).astimezone(UTC)
    hours = max(evening, start - BEFORE)
    yield Moment("day_before", evening, hours, states=("confirmed",))
    yield Moment("hours_before", hours, start, states=("confirmed",))
    yield Moment("desk_day_before", evening, start, COORDINATOR, states=("drawn", "offered"))
