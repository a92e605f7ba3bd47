"""Rosters as other systems write them out: one record a person, one a committee, or both.

What is relied on:

- **Open States** people (YAML or JSON): `name`, `given_name`, `family_name`, `suffix`, `email`,
  `roles` (`type`, `district`, `start_date`, `end_date`), `offices` or the older `contact_details`
  (`classification` or `note`, `address`, `voice`, `fax`), `links`, `other_names`.
- **Legistar**: persons with `OfficeRecords`, or its web API's `Person…` and `OfficeRecord…` names.
  A person has no district there: it stands in the address of their page or in `ExtraText`.
- **Chicago's clerk** (eLMS, api.chicityclerkelms.chicago.gov): `/person` has `data` with
  `personId`, `displayName` (“Cardona, Jr., Felix”), `isActive`, `ward` (text), `email`, `phone`,
  `site`; `/body` has `bodyId`, `body`, `bodyType`, `isActive` and `members` (`displayName`,
  `personId`, `ward`, `memberType`, `isActive`). No days stand there: see `--as-of`.
"""

import re
from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from ..bringing.importers import Choices, Reading
from ..bringing.texts import Mapping
from ..names import Name, of_columns, parse
from .entries import LONGEST_NAME, Cells, Entry, Reach, plain_role

IN_PAGE = re.compile(r"\b(?:district|ward)s?[-_/ ]?0*(\d{1,3})\b", re.IGNORECASE)
COUNCILS = ("legislature", "lower", "upper", "member", "council")
Record = dict[str, Any]


def add(found: Reading, record: Record, choices: Choices) -> bool:
    """Read one record of whatever kind it is; False for one of no kind that is known."""
    reader = next((reader for fits, reader in KINDS if fits(record)), None)
    if reader is None:
        return False
    cells = Cells(record.line if isinstance(record, Mapping) else 1, record, found)
    for one in reader(cells, record):
        one.as_of = choices.day("as_of")
        one.source = one.source or choices.said("source") or choices.file_name
        found.items.append(one)
    return True


def inner(cells: Cells, record: Record) -> Cells:
    """The cells of a record within another."""
    line = record.line if isinstance(record, Mapping) else cells.line
    return Cells(line, record, cells.found)


def records(value: Any) -> list[Record]:
    """The objects of a list; nothing where there is none."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def named(cells: Cells, *names: str) -> str:
    """The first of these fields that says something."""
    return next(filter(None, (cells.text(name) for name in names)), "")


def name_in(cells: Cells, whole: str, given: str, family: str) -> Name:
    """The name from its parts, where there are two; a fault where there is none."""
    full, last = cells.text(whole, LONGEST_NAME), cells.text(family, LONGEST_NAME)
    parts = (cells.text(given, LONGEST_NAME), last, cells.text("suffix", 20))
    name = of_columns(*parts) if all(parts[:2]) else parse(full or last)
    if full and all(parts[:2]) and not name.middle:  # the parts may leave out “Redmond”, “Jr.”
        name = with_rest(name, parse(full))
    if not name.family:
        cells.fault(_("There is no name in this record."))
    return name


def with_rest(name: Name, whole: Name) -> Name:
    """The middle name and suffix that only the whole name has."""
    middle = whole.middle.removesuffix(name.family).strip()
    words = [word for word in middle.split() if word not in name.family.split()]
    return Name(name.given, " ".join(words), name.family, name.suffix or whole.suffix)


def open_states(cells: Cells, record: Record) -> Iterator[Entry]:
    name = name_in(cells, "name", "given_name", "family_name")
    contacts = list(open_states_contacts(cells, record))
    sources = records(record.get("sources"))
    source = inner(cells, sources[0]).text("url") if sources else ""
    for role in records(record.get("roles")) if name.family else ():
        own = inner(cells, role)
        one = Entry(own.line, name, contacts=contacts, source=source)
        one.ids = ids_of("ocd-person", cells.text("id"))
        one.starts, one.ends = own.day("start_date"), own.day("end_date")
        kind = own.text("type", 60) or "member"
        if kind in COUNCILS or own.text("district"):
            one.seat = own.text("district", 80)
        else:  # mayor, city clerk
            one.seat = one.body = one.role = kind.capitalize()
            one.body_kind = "office"
        yield one


def open_states_contacts(cells: Cells, record: Record) -> Iterator[Reach]:
    yield from cells.reach("email", "email")
    offices = records(record.get("offices")) or records(record.get("contact_details"))
    for at, office in enumerate(offices):
        own = inner(cells, office)
        called = named(own, "name", "note", "classification")[:60] if at else ""
        is_hall = own.text("classification") == "capitol"
        if address := own.text("address").replace(";", ", "):
            yield Reach("city_hall" if is_hall else "office", " ".join(address.split()), called)
        for field, kind in (("voice", "phone"), ("fax", "fax"), ("email", "email")):
            yield from own.reach(field, kind, called)
    for link in records(record.get("links"))[:1]:
        yield from inner(cells, link).reach("url", "website")


def legistar(cells: Cells, record: Record) -> Iterator[Entry]:
    record = without_prefix(record, "Person")
    cells = Cells(cells.line, record, cells.found)
    name = name_in(cells, "FullName", "FirstName", "LastName")
    contacts = list(legistar_contacts(cells, record))
    for office in records(record.get("OfficeRecords")) if name.family else ():
        yield from of_office(cells, office, name, contacts)


def legistar_office(cells: Cells, record: Record) -> Iterator[Entry]:
    """An office record on its own, as the web API lists them."""
    plain = without_prefix(record, "OfficeRecord")
    own = Cells(cells.line, plain, cells.found)
    name = name_in(own, "FullName", "FirstName", "LastName")
    if name.family:
        contacts = list(legistar_contacts(own, plain))
        yield from of_office(Cells(cells.line, {}, cells.found), plain, name, contacts)


def of_office(cells: Cells, office: Record, name: Name, contacts: list[Reach]) -> Iterator[Entry]:
    line = inner(cells, office).line
    own = Cells(line, without_prefix(office, "OfficeRecord"), cells.found)
    places = (own.text("ExtraText"), own.text("Title"), cells.text("WWW"))
    districts = [found[1] for place in places if (found := IN_PAGE.search(place))]
    title = "Chair" if own.text("MemberType").lower() == "chair" else own.text("Title", 60)
    one = Entry(line, name, districts[0] if districts else "", own.text("BodyName", 200))
    one.ids = ids_of("legistar", cells.text("ID") or cells.text("Id") or own.text("PersonID"))
    one.role, one.contacts = plain_role(title), contacts
    one.starts = own.day("Start") or own.day("StartDate")
    one.ends = own.day("End") or own.day("EndDate")
    yield one


def legistar_contacts(cells: Cells, record: Record) -> Iterator[Reach]:
    yield from cells.reach("Email", "email")
    yield from cells.reach("Phone", "phone")
    yield from cells.reach("WWW", "website")
    for key, kind in (("DistrictOffice", "office"), ("LegislativeOffice", "city_hall")):
        office = record.get(key)
        own = inner(cells, office if isinstance(office, dict) else {})
        yield from own.reach("Phone", "phone", "" if kind == "office" else "city hall")
        yield from own.reach("Fax", "fax", "" if kind == "office" else "city hall")
        yield from legistar_address(own, kind, "")
    yield from legistar_address(cells, "office", "1")
    yield from legistar_address(cells, "city_hall", "2")


def legistar_address(cells: Cells, kind: str, number: str) -> Iterator[Reach]:
    street, city = cells.text(f"Address{number}"), cells.text(f"City{number}")
    place = f"{cells.text(f'State{number}')} {cells.text(f'Zip{number}')}".strip()
    if street:
        yield Reach(kind, ", ".join(filter(None, (street, city, place))))


def without_prefix(record: Record, prefix: str) -> Record:
    """The web API's PersonEmail is the others' Email."""
    return {
        (name.removeprefix(prefix) if name != f"{prefix}ID" else name): value
        for name, value in record.items()
    }


def clerk_person(cells: Cells, record: Record) -> Iterator[Entry]:
    name = parse(cells.text("displayName", LONGEST_NAME))
    if not name.family:
        cells.fault(_("There is no name in this record."))
    elif not record.get("isActive") or not cells.text("ward"):
        cells.found.notes.append(
            _("Left out, as the clerk lists no ward: %(name)s.", name=name.said)
        )
    else:
        fields = (("email", "email"), ("phone", "phone"), ("site", "website"))
        contacts = [one for field, kind in fields for one in cells.reach(field, kind)]
        ids = ids_of("chicago-clerk", cells.text("personId"))
        yield Entry(cells.line, name, cells.text("ward", 80), ids=ids, contacts=contacts)


def clerk_body(cells: Cells, record: Record) -> Iterator[Entry]:
    if not record.get("isActive", True):
        cells.found.notes.append(
            _("Left out, as it is not active: %(name)s.", name=cells.text("body"))
        )
        return
    for member in records(record.get("members")):
        own = inner(cells, member)
        name = parse(own.text("displayName", LONGEST_NAME))
        if not name.family:
            own.fault(_("There is no name in this record."))
        elif member.get("isActive", True):
            one = Entry(own.line, name, own.text("ward", 80), cells.text("body", 200))
            one.role = plain_role(own.text("memberType", 60))
            one.ids = ids_of("chicago-clerk", own.text("personId"))
            yield one


def ids_of(scheme: str, value: str) -> dict[str, str]:
    return {scheme: value} if value else {}


KINDS = (
    (lambda one: "personId" in one and "displayName" in one, clerk_person),
    (lambda one: "bodyId" in one and "members" in one, clerk_body),
    (lambda one: "OfficeRecords" in one, legistar),
    (lambda one: "OfficeRecordFullName" in one, legistar_office),
    (lambda one: "name" in one and "roles" in one, open_states),
)
