"""How long each may speak, and who still fits into the body's time. Pure and property-tested."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ..rules.models import SpeakingRule


@dataclass(frozen=True)
class Limits:
    """What a rule and the chair leave: seconds, and by what they are multiplied."""

    seconds: int
    total: int | None = None
    reduces_over: int | None = None
    reduced: int | None = None
    consecutive: int = 1
    simultaneous: int = 1
    extended: int = 1
    cut: int | None = None  # what the chair left to each on the day


class Turn(NamedTuple):
    """One speaker's: with an interpreter, with more time, or over and how long it took."""

    interpreter: str = "none"
    is_extended: bool = False
    used: int | None = None


@dataclass(frozen=True)
class Plan:
    """The seconds of every turn in order, and how many of them fit."""

    each: int
    seconds: list[int]
    total: int | None
    fitting: int
    is_reduced: bool
    is_cut: bool

    @property
    def used(self) -> int:
        return sum(self.seconds)

    @property
    def over(self) -> int:
        """How many no longer fit."""
        return len(self.seconds) - self.fitting


def limits_of(rule: SpeakingRule, cut: int | None) -> Limits:
    return Limits(
        seconds=rule.seconds,
        total=rule.total_seconds,
        reduces_over=rule.reduces_over,
        reduced=rule.reduced_seconds,
        consecutive=rule.consecutive,
        simultaneous=rule.simultaneous,
        extended=rule.extended,
        cut=cut,
    )


def plan(limits: Limits, turns: Sequence[Turn]) -> Plan:
    """Everybody's seconds; a turn that is over counts with what it took."""
    each, is_reduced = seconds_each(limits, len(turns))
    is_cut = limits.cut is not None and limits.cut < each
    each = min(each, limits.cut) if limits.cut is not None else each
    times = {"consecutive": limits.consecutive, "simultaneous": limits.simultaneous}
    seconds = [
        each * times.get(turn.interpreter, 1) * (limits.extended if turn.is_extended else 1)
        if turn.used is None
        else turn.used
        for turn in turns
    ]
    return Plan(each, seconds, limits.total, fitting(seconds, limits.total), is_reduced, is_cut)


def seconds_each(limits: Limits, count: int) -> tuple[int, bool]:
    """What the rule gives to each of so many, before the chair cuts; whether that is less."""
    if limits.reduces_over is None or limits.reduced is None or count <= limits.reduces_over:
        return limits.seconds, False
    return min(limits.reduced, limits.seconds), limits.reduced < limits.seconds


def fitting(seconds: Sequence[int], total: int | None) -> int:
    """How many turns end within the total, in order."""
    if total is None:
        return len(seconds)
    passed = 0
    for count, one in enumerate(seconds):
        passed += one
        if passed > total:
            return count
    return len(seconds)


def speech(seconds: int, interpreter: str) -> int:
    """For how long one speaks oneself: where all is said twice, half of the time."""
    return seconds // 2 if interpreter == "consecutive" else seconds
