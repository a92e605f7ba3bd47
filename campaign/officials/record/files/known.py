"""What the tables hold of a council's record, loaded once for a whole file; what is new in it."""

from datetime import date, datetime
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from ....db import db
from ....i18n import spoken
from ....tables import Problem
from ...bringing.plan import Wanted
from ...models import Body, Official, Seat, Term
from ...names import Known, parse, same_person
from ...naming import free_slug, known_bodies, plain
from .. import numbers
from ..meetings import family
from ..models import Measure, RecordNumber
from .items import COUNCIL, Day

NEAR = 3  # names that are told where one is not known
LONGEST = 100  # letters of a title in a difference


class Record:
    """A council's bodies, record numbers and officials; collects what a file wants of them."""

    def __init__(self, council: Body) -> None:
        self.council = council
        self.zone = ZoneInfo(council.timezone)
        self.wanted: list[Wanted[Any]] = []
        self.notes: list[str] = []
        self.problems: list[Problem] = []
        self.vanished: list[str] = []
        self.bodies: dict[str, Body | Wanted[Body]] = dict(known_bodies(council))
        self.measures = known_measures(council)
        self.officials = Known(council)
        self.names: dict[str, list[Official]] = {}  # whom a name may mean, looked up once
        self.slugs = set(db.session.scalars(db.select(Body.slug)))

    def fault(self, line: int, sentence: str) -> None:
        self.problems.append(Problem(line, sentence))

    def want(self, one: Wanted[Any]) -> Wanted[Any]:
        self.wanted.append(one)
        return one

    def day(self, value: Day) -> date:
        """A moment's day where the council meets."""
        if not isinstance(value, datetime):
            return value
        return (value.astimezone(self.zone) if value.tzinfo else value).date()

    def body(self, name: str, line: int) -> Body | Wanted[Body]:
        """The body that a file calls so; a committee below the council where nobody knows it."""
        if name == COUNCIL:
            return self.council
        found = self.bodies.get(plain(name))
        if found is None:
            found = self.bodies[plain(name)] = self.want(self.new_committee(name, line))
        return found

    def new_committee(self, name: str, line: int) -> Wanted[Body]:
        council = self.council
        said = next(iter(council.name), "en")
        own = ("place", "seat_title", "ward_title", "timezone")
        values = {column: getattr(council, column) for column in own}
        values |= {"kind": "committee", "parent": council, "name": {said: name}}
        slug = free_slug(name, "committee", self.slugs)
        self.slugs.add(slug)
        return Wanted(Body, name, line, {"slug": slug}, values)

    def find_measure(self, record: str) -> Measure | Wanted[Measure] | None:
        """The measure of this number, if it is one that somebody knows."""
        return self.measures.get(numbers.key(record)) if numbers.is_number(record) else None

    def new_measure(self, record: str, line: int, **values: Any) -> Wanted[Measure]:
        """A measure, and its number."""
        key = {"body": self.council, "record": record}
        found = self.want(Wanted(Measure, record, line, key, values))
        self.add_number(found, record, line)
        return found

    def add_number(self, measure: Measure | Wanted[Measure], written: str, line: int) -> None:
        """Let a number mean a measure from now on."""
        mark = numbers.key(written)
        label = _("%(number)s, a number of %(record)s", number=written, record=record_of(measure))
        key = {"body_id": self.council.id, "key": mark}
        values = {"measure": measure, "written": written}
        is_new = isinstance(measure, Wanted) and measure.row is None
        self.want(Wanted(RecordNumber, label, line, key, values, is_quiet=is_new))
        self.measures[mark] = measure

    def was_in_office(self, official: Official, on: date) -> bool:
        """Whether they may have sat in the council or a committee that day."""
        here = {one.id for one in family(self.council)}
        return any(one.body_id in here and one.may_hold(on) for one in official.terms)

    def official(self, name: str, on: date | None) -> Official | None:
        """The one official whom a name means, also by the office: “Mayor”. Else None."""
        found = self.meant(name, on) or holders(self.council, name, on)
        return found[0] if len(found) == 1 else None

    def meant(self, name: str, on: date | None) -> list[Official]:
        """Whom a name may mean; of several, those who may have been in office that day."""
        found = self.names.get(name)
        if found is None:
            found = self.names[name] = self.called(name)
        if on is None or len(found) < 2:
            return found
        return [one for one in found if self.was_in_office(one, on)] or found

    def called(self, name: str) -> list[Official]:
        """Those with this name; a sort name that was guessed does not hide anybody."""
        everyone = self.officials.officials
        return self.officials.find(name) or [one for one in everyone if same_person(name, one.name)]

    def who_is(self, name: str, on: date | None) -> str:
        """Why a name means nobody, as a sentence: several have it, or which ones are near."""
        found = self.meant(name, on)
        if len(found) > 1:
            names = "; ".join(one.sort_name for one in found[:NEAR])
            return _("“%(name)s” may be several officials: %(names)s.", name=name, names=names)
        near = self.near(name)
        if near:
            words = _("No official here is called “%(name)s”. Near it: %(names)s.")
            return words % {"name": name, "names": "; ".join(near)}
        return _("No official here is called “%(name)s”.", name=name)

    def near(self, name: str) -> list[str]:
        spellings = {
            plain(spelling): one.sort_name
            for one in self.officials.officials
            for spelling in (one.name, one.sort_name, one.sort_name.split(",")[0])
        }
        found = get_close_matches(plain(name), spellings, NEAR, 0.6)
        found += get_close_matches(plain(parse(name).family), spellings, 1, 0.75)
        return list(dict.fromkeys(spellings[one] for one in found))[:NEAR]


def known_measures(council: Body) -> dict[str, Measure | Wanted[Measure]]:
    query = db.select(RecordNumber.key, Measure).join(Measure)
    rows = db.session.execute(query.where(RecordNumber.body_id == council.id)).all()
    return {row[0]: row[1] for row in rows}


def record_of(measure: Measure | Wanted[Measure]) -> str:
    return measure.label if isinstance(measure, Wanted) else measure.record


def name_of(body: Body | Wanted[Body]) -> str:
    return body.label if isinstance(body, Wanted) else spoken(body.name)


def holders(council: Body, office: str, on: date | None) -> list[Official]:
    """Who holds the seat with this name, “Mayor”, on a day."""
    if on is None:
        return []
    query = db.select(Term).join(Term.seat).where(Seat.body_id == council.id)
    terms = db.session.scalars(query.where(db.func.lower(Seat.label) == office.lower()))
    return list({one.official: None for one in terms if one.may_hold(on)})


def shortened(title: str) -> str:
    return title if len(title) <= LONGEST else title[: LONGEST - 1].rstrip() + "…"
