"""What the tables should hold once a roster is in: officials, their terms, how to reach them.

A new holder of a seat ends the term of the former one. A file about earlier years never disturbs
later terms: where it lets somebody stay beyond the next one's first day, it is cut there.
"""

from collections.abc import Iterator
from datetime import date

from flask_babel import gettext as _

from ...db import now
from ...tables import Problem
from ..bringing.importers import Choices, Reading
from ..bringing.plan import Plan, Wanted, make
from ..models import Body, Term
from .committees import Committees
from .entries import Entry
from .persons import Persons
from .places import Bodies, Places
from .reaching import Reaching
from .spells import Place, Spell, columns, matching, more_exact, period


def want(reading: Reading, body: Body, choices: Choices) -> Plan:
    """Compare a roster with what the tables hold."""
    council, today = body.parent or body, choices.day("as_of") or now().date()
    return Seating(council, today).plan(reading.items)


class Seating:
    """One roster on its way into the tables of one council."""

    def __init__(self, council: Body, today: date) -> None:
        self.today = today
        self.problems: list[Problem] = []
        self.notes: list[str] = []
        self.persons = Persons(council, self.problems)
        self.bodies = Bodies(council)
        self.places = Places(self.bodies, self.persons)
        self.committees = Committees(self.bodies, self.places, self.persons, today)

    def plan(self, entries: list[Entry]) -> Plan:
        seated: dict[str, list[Entry]] = {}
        for one in filter(self.places.is_about, entries):
            if place := self.places.find(one):
                seated.setdefault(place.label, []).append(one)
            else:
                self.fault(one, self.places.missing(one))
        for label, ones in seated.items():
            self.seat(self.places.by_label[label], ones)
        terms = list(self.term_rows())
        members = list(self.committees.rows([e for e in entries if not self.places.is_about(e)]))
        reaching = Reaching(self.places, self.notes)
        contacts = [row for term, spell in terms if spell for row in reaching.rows(term, spell)]
        rows = [row for row, _spell in terms]
        return make(
            [*self.bodies.new.values(), *self.persons.rows(), *rows, *members, *contacts],
            vanished=[*self.vanished(seated), *self.committees.vanished()],
            notes=[*self.notes, *self.bodies.notes()],
            problems=self.problems,
        )

    def fault(self, entry: Entry, sentence: str) -> None:
        self.problems.append(Problem(entry.line, sentence))

    def seat(self, place: Place, entries: list[Entry]) -> None:
        """Take the entries of one place in, in order of time, and let each end the one before."""
        for entry in sorted(entries, key=lambda one: one.starts or self.on(one).isoformat()):
            person = self.persons.meant(entry, [one.person for one in place.spells])
            if person is not None:
                self.take_in(place, Spell.of(entry, person, self.on(entry)))
        place.cut()
        for one in filter(Spell.is_impossible, place.spells):
            assert one.next is not None
            words = _("%(place)s: %(name)s begins on the same day as %(next)s.")
            told = {"place": place.label, "name": one.person.label, "next": one.next.person.label}
            if about := one.entry or one.next.entry:
                self.fault(about, words % told)

    def on(self, entry: Entry) -> date:
        return entry.as_of or self.today

    def take_in(self, place: Place, said: Spell) -> None:
        """Note what the file says in the time that is known, or as one more."""
        entry = said.entry
        assert entry is not None
        told = {"place": place.label, "name": said.person.label, "day": said.starts}
        for one in place.spells:
            if one.entry and one.surely_meets(said):
                words = _("%(place)s is already taken on line %(line)s, by %(name)s.")
                told |= {"line": str(one.entry.line), "name": one.person.label}
                self.fault(entry, words % told)
                return
        theirs = [one for one in place.spells if one.person is said.person]
        if known := matching(theirs, entry.starts, self.on(entry)):
            known.starts = more_exact(known.starts, entry.starts) or known.starts
            known.ends, known.entry = more_exact(known.ends, entry.ends), entry
            return
        if not entry.starts:
            words = _("%(place)s: no first day is given for %(name)s, so it is %(day)s.")
            self.notes.append(words % told)
        place.spells.append(said)

    def term_rows(self) -> Iterator[tuple[Wanted[Term], Spell | None]]:
        """The terms that the file names, and those that it ends."""
        for place in self.places.by_label.values():
            for one in place.spells:
                if one.entry is not None:
                    yield term_row(place, one, one.entry), one
                elif one.next is not None and one.term is not None:
                    yield ended(place, one, one.next), None

    def vanished(self, seated: dict[str, list[Entry]]) -> list[str]:
        """Who sits where a file that lists most seats names nobody."""
        held = {
            place.label: one.person.label
            for place in self.places.by_label.values()
            for one in place.spells
            if place.seat is not None and one.may_hold(self.today)
        }
        missing = [f"{label}: {name}" for label, name in held.items() if label not in seated]
        return missing if len(missing) * 2 < len(held) else []


def term_row(place: Place, spell: Spell, entry: Entry) -> Wanted[Term]:
    label, along = f"{place.label}: {spell.person.label}", {"source": entry.sourced}
    values = columns(spell)
    if spell.term is not None:
        return Wanted(Term, label, entry.line, {}, values, along, row=spell.term)
    key = {"official": spell.person, "body": place.body, "seat": place.seat}
    key["starts"] = values.pop("starts")
    label = f"{label}, {period(spell.starts, spell.ends)}"
    return Wanted(Term, label, entry.line, key, values | {"role": entry.role}, along)


def ended(place: Place, spell: Spell, after: Spell) -> Wanted[Term]:
    """The term of a former holder, which ends because another follows."""
    told = {"place": place.label, "name": spell.person.label, "next": after.person.label}
    label = _("%(place)s: %(name)s (followed by %(next)s)", **told)
    line = after.entry.line if after.entry else 0
    return Wanted(Term, label, line, {}, {"ends": spell.ends}, row=spell.term)
