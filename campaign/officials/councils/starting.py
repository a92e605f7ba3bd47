"""Beginning a council with its wards and seats, and a committee below one. The caller commits."""

import math
from typing import Any

from ...db import db
from ...i18n import spoken
from ..models import Body, Seat, Ward
from ..naming import free_slug, known_bodies, plain

MOST_WARDS = 200
SHARED = ("place", "seat_title", "ward_title", "timezone")  # what committees have of their council


class KnownNameError(ValueError):
    """Another body of this council has the name."""

    def __init__(self, other: Body) -> None:
        self.other = other
        super().__init__(spoken(other.name))


def start_council(
    *, wards: int = 0, seats: list[str] | None = None, division: str = "", **values: Any
) -> Body:
    """A council with a seat for each ward, and others by name. `values` are columns of Body."""
    council = Body(kind="council", slug=new_slug(values["name"], "council"), by_hand=[])
    council.correct(**values)
    db.session.add(council)
    db.session.flush()
    add_wards(council, wards, division)
    add_seats(council, seats or [])
    return council


def add_committee(council: Body, **values: Any) -> Body:
    """A committee of a council, which shares its place, words and zone. Raises KnownNameError."""
    db.session.refresh(council, with_for_update=True)
    refuse_known(council, values["name"])
    own = {name: getattr(council, name) for name in SHARED}
    slug = new_slug(values["name"], "committee")
    committee = Body(kind="committee", slug=slug, parent=council, by_hand=[], **own)
    committee.correct(**values)
    db.session.add(committee)
    db.session.flush()
    return committee


def refuse_known(council: Body, name: dict[str, str], but: Body | None = None) -> None:
    """Raises KnownNameError where another body of the council is called so."""
    known = known_bodies(council)
    for words in name.values():
        other = known.get(plain(words))
        if other is not None and other is not but:
            raise KnownNameError(other)


def add_wards(council: Body, count: int, division: str = "") -> int:
    """Have wards 1 to `count`, each with a seat; how many are new. None is ever taken away.

    `division` is how Open Civic Data begins their names: “ocd-division/country:us/…/ward”.
    """
    known = {ward.number for ward in council.wards}
    new = [number for number in range(1, count + 1) if number not in known]
    start = division or division_of(council)
    width = max(1, math.ceil(math.sqrt(max(count, len(known)))))
    for number in new:
        column, row = (number - 1) % width, (number - 1) // width
        ward = Ward(number=number, division=f"{start}:{number}", column=column, row=row)
        council.wards.append(ward)
        label = f"{first(council.ward_title)} {number}"
        council.seats.append(Seat(ward=ward, label=label, position=number))
    if new and not known.isdisjoint(range(1, count + 1)):
        lay_out(council, width)
    db.session.flush()
    return len(new)


def lay_out(council: Body, width: int) -> None:
    """Set each ward's cell anew, in rows: wards were added, so the old cells would collide."""
    for place, ward in enumerate(sorted(council.wards, key=lambda one: one.number)):
        ward.column, ward.row = place % width, place // width


def division_of(council: Body) -> str:
    """As the wards that there are begin; else a name of our own, where nobody gave one."""
    if council.wards:
        return council.wards[0].division.rpartition(":")[0]
    return f"ocd-division/local:{council.slug}/ward"


def add_seats(council: Body, labels: list[str]) -> int:
    """Seats without a ward, by name, after the others; those that there are stay. How many new."""
    known = {seat.label for seat in council.seats}
    new = [label for label in dict.fromkeys(labels) if label not in known]
    last = max((seat.position for seat in council.seats), default=0)
    for place, label in enumerate(new, max(last, 1000) + 1):
        council.seats.append(Seat(label=label, position=place))
    db.session.flush()
    return len(new)


def new_slug(name: dict[str, str], otherwise: str) -> str:
    """An address that no body has, from the name in its first language."""
    taken = set(db.session.scalars(db.select(Body.slug)))
    return free_slug(first(name), otherwise, taken)


def first(words: dict[str, str]) -> str:
    """A text in the language that it was written in first."""
    return next(iter(words.values()), "")
