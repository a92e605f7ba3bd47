"""The seats of a council, its offices and its committees, as files call them."""

import re
from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from ...coalition.slugs import numbered, slug_from
from ...db import db
from ...i18n import spoken
from ..bringing.plan import Wanted
from ..models import Body, Official, Seat, Term
from ..names import fold
from .entries import Entry, ward_number
from .persons import Persons
from .spells import Place, Spell

COMMITTEE = re.compile(r"committee|commission|board|task force|panel", re.IGNORECASE)
PERIOD = re.compile(r"\s*\((\d{4})\s*[-–]\s*(\d{4})(?: term)?\)\s*$", re.IGNORECASE)
SILENT = re.compile(r"\b(?:the|and|of)\b|[&,]")


class Bodies:
    """A council and what stands below it; a committee that nobody knew becomes one."""

    def __init__(self, council: Body) -> None:
        self.council, self.name = council, spoken(council.name)
        self.known = {plain(name): one for one in council.parts for name in names_of(one)}
        self.new: dict[str, Wanted[Body]] = {}
        self.left_out: set[str] = set()

    def is_council(self, name: str) -> bool:
        """Whether a file means the council itself: “City Council” is New York City Council."""
        own, said = [plain(one) for one in names_of(self.council)], plain(name)
        return any(said == one or ("council" in said and one.endswith(said)) for one in own)

    def find(self, name: str, kind: str, line: int) -> Body | Wanted[Body] | None:
        """The committee or office of this name; None for a caucus and the like."""
        key = plain(name)
        if found := self.known.get(key) or self.new.get(key):
            return found
        if kind == "committee" and not COMMITTEE.search(name):
            self.left_out.add(name)
            return None
        return self.new.setdefault(key, self.make(name, kind, line))

    def make(self, name: str, kind: str, line: int) -> Wanted[Body]:
        council = self.council
        wish = slug_from(name, "body")
        taken = {one.key["slug"] for one in self.new.values()}
        taken |= set(db.session.scalars(db.select(Body.slug).where(Body.slug.like(f"{wish}%"))))
        slug = next(s for n in range(1, len(taken) + 3) if (s := numbered(wish, n)) not in taken)
        language = next(iter(council.name), "en")
        values = {"kind": kind, "parent": council, "name": {language: name}}
        same = ("place", "seat_title", "ward_title", "timezone")
        values |= {column: getattr(council, column) for column in same}
        return Wanted(Body, name, line, {"slug": slug}, values)

    def notes(self) -> Iterator[str]:
        if self.left_out:
            names = ", ".join(sorted(self.left_out))
            yield _("Left out, as these are no committees: %(names)s.", names=names)


class Places:
    """Each seat and office with those who are known to have sat there."""

    def __init__(self, bodies: Bodies, persons: Persons) -> None:
        self.bodies, self.persons, council = bodies, persons, bodies.council
        self.by_label = {one.label: Place(one.label, council, one) for one in council.seats}
        self.by_number = {one.ward.number: one.label for one in council.seats if one.ward}
        labels = {one.id: one.label for one in council.seats}
        for one in council.parts:
            if one.kind == "office":
                self.by_label.setdefault(spoken(one.name), Place(spoken(one.name), one))
        for term in self.terms():
            label = labels.get(term.seat_id or 0) or spoken(term.body.name)
            person = persons.of(term.official)
            self.by_label[label].spells.append(Spell(person, term.starts, term.ends, term))

    def terms(self) -> list[Term]:
        council = self.bodies.council
        offices = [one.id for one in council.parts if one.kind == "office"]
        seats = db.select(Seat.id).where(Seat.body_id == council.id)
        query = db.select(Term).where(Term.seat_id.in_(seats) | Term.body_id.in_(offices))
        parts = (joinedload(Term.official), joinedload(Term.body), selectinload(Term.contacts))
        return list(db.session.scalars(query.options(*parts).order_by(Term.starts, Term.id)))

    def is_about(self, entry: Entry) -> bool:
        """Whether an entry is about a seat or an office, and not about a committee."""
        return not entry.body or entry.body_kind == "office" or self.bodies.is_council(entry.body)

    def find(self, entry: Entry) -> Place | None:
        """The seat that an entry means, or None; an office that nobody knew is made."""
        number = ward_number(entry.seat)
        found = self.by_number.get(number) if number is not None else None
        label = found or next((one for one in self.by_label if fold(one) == fold(entry.seat)), "")
        if not label and entry.body_kind == "office":
            body = self.bodies.find(entry.body, "office", entry.line)
            if body is not None:
                return self.by_label.setdefault(entry.body, Place(entry.body, body))
        return self.by_label.get(label)

    def missing(self, entry: Entry) -> str:
        """The sentence about a seat that the council does not have."""
        number, council = ward_number(entry.seat), self.bodies.council
        if not entry.seat:
            return _("It is not said for which seat %(name)s sits.", name=entry.name.said)
        if number is None:
            return _("%(body)s has no seat “%(seat)s”.", body=self.bodies.name, seat=entry.seat)
        ward = f"{spoken(council.ward_title)} {number}"
        return _("%(body)s has no %(ward)s.", body=self.bodies.name, ward=ward)

    def of(self, person: Wanted[Official]) -> Iterator[tuple[Place, Spell]]:
        """Where and when somebody sits."""
        for place in self.by_label.values():
            yield from ((place, one) for one in place.spells if one.person is person)


def names_of(body: Body) -> list[str]:
    return [*body.name.values(), *body.other_names]


def plain(name: str) -> str:
    """What spellings of a body’s name share: “Committee on the Budget & Operations”."""
    return " ".join(SILENT.sub(" ", fold(name)).split())


def without_period(entry: Entry) -> Entry:
    """“Committee on Public Safety (2019-2023 term)” says when, too."""
    if found := PERIOD.search(entry.body):
        entry.body = entry.body[: found.start()]
        entry.starts, entry.ends = entry.starts or found[1], entry.ends or found[2]
    return entry
