"""Who comes, who leaves, who follows: terms of office that a person writes down."""

from datetime import date, timedelta
from typing import Any

from ..db import db
from .dates import earliest, latest
from .models import Body, Official, Seat, Term
from .names import free_slug, parse, taken_slugs

BY_HAND = ["ends", "note", "role", "starts"]


class OverlapError(ValueError):
    """Two people would surely hold one seat on the same day."""

    def __init__(self, other: Term) -> None:
        super().__init__("two terms overlap")
        self.other = other


def clash(seat: Seat, starts: str, ends: str | None, but: Term | None = None) -> Term | None:
    """A term that surely is in force on a day on which one from–to surely is, too."""
    first, last = certain(starts, ends)
    for other in seat.terms:
        begins, ceases = certain(other.starts, other.ends)
        if other is not but and max(first, begins) <= min(last, ceases):
            return other
    return None


def certain(starts: str, ends: str | None) -> tuple[date, date]:
    """The first and the last day on which a term surely is in force; there may be none."""
    return latest(starts), earliest(ends) if ends else date.max


def correct(term: Term, *, starts: str, ends: str | None, role: str, note: str) -> list[str]:
    """Store what a person says is right; the fields that changed. Raises OverlapError."""
    refuse_overlap(term.seat, starts, ends, but=term)
    return term.correct(starts=starts, ends=ends, role=role, note=note)


def add_official(name: str) -> Official:
    """Somebody who is not listed yet."""
    by_hand = ["name", "sort_name"]
    slug = free_slug(name, taken_slugs())
    made = Official(name=name, sort_name=parse(name).sort_name, slug=slug, by_hand=by_hand)
    db.session.add(made)
    db.session.flush()
    return made


def add_term(official: Official, place: Seat | Body, **said: Any) -> Term:
    """A seat, or a place in a committee, from a day on. Raises OverlapError.

    `said` are the columns starts, ends, role and note.
    """
    seat = place if isinstance(place, Seat) else None
    body = place.body if isinstance(place, Seat) else place
    refuse_overlap(seat, said["starts"], said["ends"])
    term = Term(official=official, seat=seat, body=body, by_hand=BY_HAND, **said)
    db.session.add(term)
    db.session.flush()
    return term


def succeed(
    seat: Seat, before: Term | None, official: Official, *, starts: str, left: str, note: str
) -> Term:
    """Let somebody follow in a seat; whoever holds it leaves the day before, or when it is said.

    Raises OverlapError.
    """
    if before is not None and (left or before.ends is None):
        before.correct(ends=left or day_before(starts))
    return add_term(official, seat, starts=starts, ends=None, role="member", note=note)


def refuse_overlap(
    seat: Seat | None, starts: str, ends: str | None, but: Term | None = None
) -> None:
    other = clash(seat, starts, ends, but) if seat is not None else None
    if other is not None:
        raise OverlapError(other)


def leave(term: Term, ends: str, note: str) -> None:
    """Their last day in office, which leaves the seat vacant until somebody follows."""
    term.correct(ends=ends, note=note or term.note)


def day_before(day: str) -> str:
    """When the one before left, if somebody followed at once; a month or a year stays itself."""
    if len(day) < 10:
        return day
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()
