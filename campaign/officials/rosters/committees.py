"""Who sits in which committee, as a file says it: often without a day.

A membership without days lasts as long as its member's term in the council does.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from ...db import db
from ...tables import Problem
from ..bringing.plan import Wanted
from ..dates import earliest, latest
from ..models import Body, Official, Term
from .entries import Entry
from .persons import Persons
from .places import Bodies, Places, without_period
from .spells import Place, Spell, before, matching, period

Period = tuple[str, str | None]


class Committees:
    """The memberships of one file."""

    def __init__(self, bodies: Bodies, places: Places, persons: Persons, today: date) -> None:
        self.bodies, self.places, self.persons, self.today = bodies, places, persons, today
        self.problems = persons.problems
        self.listed: dict[int, set[Wanted[Official]]] = {}
        parts = [one.id for one in bodies.council.parts if one.kind != "office"]
        query = db.select(Term).where(Term.body_id.in_(parts), Term.seat_id.is_(None))
        parts_of = (joinedload(Term.official), joinedload(Term.body))
        self.terms = list(db.session.scalars(query.options(*parts_of).order_by(Term.id)))

    def rows(self, entries: list[Entry]) -> Iterator[Wanted[Term]]:
        """The memberships that a file names, and those that end with a term in the council."""
        rows: list[Wanted[Term]] = []
        for entry in map(without_period, entries):
            body = self.bodies.find(entry.body, entry.body_kind, entry.line)
            person = self.person(entry) if body is not None else None
            if body is not None and person is not None:
                rows += self.membership(entry, body, person)
        named = {one.row for one in rows if one.row is not None}
        yield from rows
        yield from (one for one in self.left() if one.row not in named)

    def on(self, entry: Entry) -> date:
        return earliest(entry.starts) if entry.starts else entry.as_of or self.today

    def person(self, entry: Entry) -> Wanted[Official] | None:
        """Whom an entry means: who held that seat then, else by name."""
        place = self.places.find(entry) if entry.seat else None
        if entry.seat and place is None:
            self.fault(entry, self.places.missing(entry))
            return None
        spells = [one for one in place.spells if self.fits(one, entry)] if place else []
        near = [one.person for one in in_force(spells, self.on(entry))]
        if place and not near:
            words = _(
                "Nobody called “%(name)s” is known for %(place)s: import who holds the seats first."
            )
            self.fault(entry, words % {"name": entry.name.said, "place": place.label})
            return None
        return self.persons.meant(entry, near)

    def fits(self, spell: Spell, entry: Entry) -> bool:
        return self.persons.is_called(spell.person, entry.name)

    def fault(self, entry: Entry, sentence: str) -> None:
        self.problems.append(Problem(entry.line, sentence))

    def membership(
        self, entry: Entry, body: Body | Wanted[Body], person: Wanted[Official]
    ) -> Iterator[Wanted[Term]]:
        label = f"{body.label if isinstance(body, Wanted) else self.label(body)}: {person.label}"
        row = self.known(entry, body, person)
        if row is not None:
            values: dict[str, Any] = {"role": entry.role}
            if self.says_end(entry, row):
                values["ends"] = entry.ends
            yield Wanted(Term, label, entry.line, {}, values, row=row)
        elif said := self.period(entry, person):
            key = {"official": person, "body": body, "seat": None, "starts": said[0]}
            values = {"ends": said[1], "role": entry.role, "note": entry.note}
            label = f"{label}, {period(*said)}"
            yield Wanted(Term, label, entry.line, key, values, {"source": entry.sourced})

    def label(self, body: Body) -> str:
        return next(iter(body.name.values()), body.slug)

    def known(
        self, entry: Entry, body: Body | Wanted[Body], person: Wanted[Official]
    ) -> Term | None:
        """The membership that an entry means, if it is known."""
        if not isinstance(body, Body):
            return None
        self.listed.setdefault(body.id, set()).add(person)
        spells = [
            Spell(person, term.starts, term.ends, term)
            for term in self.terms
            if term.body_id == body.id and term.official is person.row
        ]
        found = matching(spells, self.exact(entry, person), self.on(entry))
        return found.term if found else None

    def exact(self, entry: Entry, person: Wanted[Official]) -> str:
        said = self.period(entry, person) if entry.starts else None
        return said[0] if said else ""

    def says_end(self, entry: Entry, row: Term) -> bool:
        return bool(entry.ends) and not (row.ends or "").startswith(entry.ends)

    def period(self, entry: Entry, person: Wanted[Official]) -> Period | None:
        """From when to when: as the file says, as exactly as the term in the council is known."""
        on, spells = self.on(entry), list(self.places.of(person))
        if entry.starts:
            return exact(entry.starts, spells, "starts"), exact(entry.ends, spells, "ends") or None
        if now := next((one for _place, one in spells if one.may_hold(on)), None):
            return now.starts, now.ends
        if not spells:
            return on.isoformat(), None
        place, last = spells[-1]
        after = next((one for one in place.spells if earliest(one.starts) > on), None)
        holder = next((one for one in place.spells if one.may_hold(on)), None)
        if holder is None:
            return on.isoformat(), before(after.starts) if after else None
        words = _(
            "On %(day)s %(holder)s held %(place)s, not %(name)s: say when the file was right."
        )
        told = {"day": on, "holder": holder.person.label, "place": place.label}
        self.fault(entry, words % (told | {"name": last.person.label}))
        return None

    def left(self) -> Iterator[Wanted[Term]]:
        """Memberships of those whose term in the council ends because another follows."""
        for place in self.places.by_label.values():
            for one in place.spells:
                if one.next is not None and one.next.person is not one.person:
                    yield from self.ended(one)

    def ended(self, spell: Spell) -> Iterator[Wanted[Term]]:
        last = spell.ends
        assert last is not None
        for term in self.terms:
            if term.official is not spell.person.row or not spell.may_hold(earliest(term.starts)):
                continue
            if term.ends is None or earliest(term.ends) > latest(last):
                label = f"{self.label(term.body)}: {spell.person.label}"
                yield Wanted(Term, label, 0, {}, {"ends": last}, row=term)

    def vanished(self) -> list[str]:
        """Members of a committee in the file whom it leaves out."""
        return [
            f"{self.label(term.body)}: {term.official.name}"
            for term in self.terms
            if (listed := self.listed.get(term.body_id)) is not None
            and term.may_hold(self.today)
            and self.persons.of(term.official) not in listed
        ]


def in_force(spells: list[Spell], on: date) -> list[Spell]:
    """Of several who held one seat, who held it that day, else who held it last before."""
    held = [one for one in spells if one.may_hold(on)]
    earlier = [one for one in spells if earliest(one.starts) <= on]
    return held or earlier[-1:] or spells[:1]


def exact(said: str, spells: list[tuple[Place, Spell]], name: str) -> str:
    """“2019”, as exactly as the term in the council that began or ended then is known."""
    days = [getattr(one, name) or "" for _place, one in spells]
    return next((day for day in days if said and day.startswith(said)), said)
