"""Times in a place: those that are known, those that a file brings, and how one ends another."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Self

from flask_babel import gettext as _

from ..bringing.plan import Wanted
from ..dates import earliest, latest
from ..models import Body, Official, Seat, Term
from .entries import Entry

CORRECTION = timedelta(days=31)  # a first day that differs by less is the same term's


@dataclass
class Spell:
    """Somebody in a seat from a day to a day. `entry` is the file's, where it names them."""

    person: Wanted[Official]
    starts: str
    ends: str | None
    term: Term | None = None
    entry: Entry | None = None
    next: "Spell | None" = None  # who made it end sooner than it was known to

    @classmethod
    def of(cls, entry: Entry, person: Wanted[Official], on: date) -> Self:
        """As an entry says it, in force that day where it gives no first one."""
        return cls(person, entry.starts or on.isoformat(), entry.ends or None, entry=entry)

    def is_impossible(self) -> bool:
        """Whether it would have to end before it began."""
        return self.next is not None and latest(self.ends or "2199") < earliest(self.starts)

    def may_hold(self, on: date) -> bool:
        return earliest(self.starts) <= on and (self.ends is None or on <= latest(self.ends))

    def surely_meets(self, other: "Spell") -> bool:
        """Whether there is a day on which both surely hold."""
        last = min(earliest(one.ends) if one.ends else date.max for one in (self, other))
        return max(latest(self.starts), latest(other.starts)) <= last

    def begins(self, starts: str) -> bool:
        """Whether it begins then, as exactly as both days are known."""
        return starts.startswith(self.starts) or self.starts.startswith(starts)

    def nearly_begins(self, starts: str) -> bool:
        apart = abs(earliest(starts) - earliest(self.starts))
        return apart < CORRECTION and self.may_hold(earliest(starts))


def matching(spells: list[Spell], starts: str, on: date) -> Spell | None:
    """Of one person's times, the one that is said to begin then; without a day, that day's."""
    if not starts:
        return next((one for one in spells if one.may_hold(on)), None)
    exact = (one for one in spells if one.begins(starts))
    return next(exact, None) or next((one for one in spells if one.nearly_begins(starts)), None)


@dataclass
class Place:
    """Where one person at a time sits: a seat of the council, or an office below it."""

    label: str
    body: Body | Wanted[Body]
    seat: Seat | None = None
    spells: list[Spell] = field(default_factory=list)

    def cut(self) -> None:
        """Let each time end where the next begins; what is known alone stays as it is."""
        self.spells.sort(key=lambda one: (earliest(one.starts), latest(one.starts)))
        for one, after in zip(self.spells, self.spells[1:], strict=False):
            last = before(after.starts)
            is_touched = one.entry is not None or after.entry is not None
            if is_touched and (one.ends is None or earliest(one.ends) > latest(last)):
                one.ends, one.next = last, after


def before(starts: str) -> str:
    """The last day of whoever sat there before; as roughly as the first day is known."""
    if len(starts) < 10:
        return starts
    return (date.fromisoformat(starts) - timedelta(days=1)).isoformat()


def more_exact(known: str | None, said: str) -> str | None:
    """Of two days the file's, unless it only says less of what is known."""
    return known if not said or (known and known.startswith(said)) else said


def period(starts: str, ends: str | None) -> str:
    """From when to when, for people who compare it with a file."""
    return f"{starts} – {ends}" if ends else _("from %(day)s", day=starts)


def columns(spell: Spell) -> dict[str, Any]:
    """What the file says about the term, as its columns."""
    values: dict[str, Any] = {"starts": spell.starts, "ends": spell.ends}
    if spell.entry and spell.entry.note:
        values["note"] = spell.entry.note
    return values
