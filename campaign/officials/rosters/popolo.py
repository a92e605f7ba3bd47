"""Rosters as Popolo JSON: persons, organizations, posts and memberships that name one another.

https://www.popoloproject.com/specs/. Memberships stand in a list of their own or within a person;
an organization below another is a committee, a party is none.
"""

import re
from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from ..bringing.importers import Choices, Reading
from ..names import Name, of_columns, parse
from .entries import LONGEST_NAME, Cells, Entry, Reach, plain_role
from .files import ids_of, inner, records

WARD = re.compile(r"/(?:ward|council_district|district):(\w+)$")
CONTACTS = {
    "email": "email",
    "voice": "phone",
    "phone": "phone",
    "tel": "phone",
    "cell": "phone",
    "fax": "fax",
    "url": "website",
    "website": "website",
    "address": "office",
}
LISTS = ("persons", "people", "organizations", "posts", "memberships")


def fits(value: Any) -> bool:
    return isinstance(value, dict) and ("memberships" in value or "persons" in value)


def read(value: dict[str, Any], choices: Choices, found: Reading) -> None:
    """Read a whole document: each membership is an entry."""
    by_id = {str(one.get("id")): one for name in LISTS for one in records(value.get(name))}
    for line, membership, holder in memberships(value):
        cells = Cells(line, membership, found)
        person = holder or by_id.get(cells.text("person_id"), {})
        name = person_name(inner(cells, person)) if person else Name()
        if not name.family:
            cells.fault(_("This membership names no person who stands in the file."))
            continue
        one = entry(cells, by_id, name)
        if one is None:
            continue
        one.ids = ids_in(inner(cells, person), person)
        one.contacts = [
            *contacts(inner(cells, person), person),
            *details(cells, membership),
        ]
        one.as_of = choices.day("as_of")
        one.source = choices.said("source") or choices.file_name
        found.items.append(one)


def memberships(value: dict[str, Any]) -> Iterator[tuple[int, dict[str, Any], dict[str, Any]]]:
    """Each membership with its line, and its person where it stands within one."""
    for one in records(value.get("memberships")):
        yield getattr(one, "line", 1), one, {}
    for person in [*records(value.get("persons")), *records(value.get("people"))]:
        for one in records(person.get("memberships")):
            yield getattr(one, "line", 1), one, person


def entry(cells: Cells, by_id: dict[str, Any], name: Name) -> Entry | None:
    """A membership of a council or committee; None for one of a party."""
    post = by_id.get(cells.text("post_id"), {})
    organization = by_id.get(cells.text("organization_id") or str(post.get("organization_id")), {})
    if organization.get("classification") == "party":
        return None
    is_part = bool(organization.get("parent_id")) or organization.get("classification") not in (
        None,
        "legislature",
        "council",
    )
    one = Entry(cells.line, name, seat_of(inner(cells, post), post))
    one.role = plain_role(cells.text("role", 60))
    one.body = inner(cells, organization).text("name", 200) if is_part or not one.seat else ""
    one.starts, one.ends = cells.day("start_date"), cells.day("end_date")
    return one


def seat_of(cells: Cells, post: dict[str, Any]) -> str:
    """The ward of a post by its division, else what it is called."""
    area = post.get("area")
    division = str(post.get("division_id") or (area.get("id") if isinstance(area, dict) else ""))
    found = WARD.search(division)
    return found[1] if found else cells.text("label", 80)


def person_name(cells: Cells) -> Name:
    given, family = (cells.text(f"{name}_name", LONGEST_NAME) for name in ("given", "family"))
    if given and family:
        return of_columns(given, family, cells.text("honorific_suffix", 20))
    return parse(cells.text("name", LONGEST_NAME))


def ids_in(cells: Cells, person: dict[str, Any]) -> dict[str, str]:
    """Identifiers that we know the schemes of."""
    own = cells.text("id", 80)
    found = ids_of("ocd-person", own if own.startswith("ocd-person/") else "")
    for one in records(person.get("identifiers")):
        scheme, number = one.get("scheme"), inner(cells, one).text("identifier", 80)
        if scheme in ("legistar", "chicago-clerk") and number:
            found[scheme] = number
    return found


def contacts(cells: Cells, person: dict[str, Any]) -> Iterator[Reach]:
    yield from cells.reach("email", "email")
    yield from details(cells, person)
    for link in records(person.get("links"))[:1]:
        yield from inner(cells, link).reach("url", "website")


def details(cells: Cells, holder: dict[str, Any]) -> Iterator[Reach]:
    """Popolo's contact_details; a second one of a kind is told apart by its label or note."""
    seen: set[tuple[str, str]] = set()
    for one in records(holder.get("contact_details")):
        own = inner(cells, one)
        kind = CONTACTS.get(own.text("type").lower(), "other")
        label = (own.text("label", 60) or own.text("note", 60)) if (kind, "") in seen else ""
        if (kind, label) not in seen:
            seen.add((kind, label))
            yield from own.reach("value", kind, label)
