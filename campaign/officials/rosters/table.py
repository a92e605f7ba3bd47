"""Rosters as tables: columns with any heading, in any order.

Scraped tables have addresses cut at the wrong comma: “2230 E. 71” and “st St Chicago”. What most
rows call the city ends such a cell, so that the rest goes back to the street. The street's own
cell is never split: 4924 W. Chicago Ave. is an address.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from ...tables import Problem, Row, read_table
from ..bringing.importers import Choices, Reading
from ..dates import earliest
from ..names import Name, fold, of_columns, parse
from .entries import LONGEST_NAME, Cells, Entry, Reach, is_guest, plain_role

MOST_ROWS = 2000
FIELDS: dict[str, Any] = {
    "ward": lazy_gettext("Ward, district or seat"),
    "name": lazy_gettext("Whole name"),
    "given": lazy_gettext("Given name"),
    "family": lazy_gettext("Family name"),
    "suffix": lazy_gettext("Suffix (Jr.)"),
    "body": lazy_gettext("Committee"),
    "role": lazy_gettext("Role"),
    "starts": lazy_gettext("First day of the term"),
    "ends": lazy_gettext("Last day of the term"),
    "email": lazy_gettext("Email"),
    "phone": lazy_gettext("Telephone"),
    "fax": lazy_gettext("Fax"),
    "website": lazy_gettext("Website"),
    "office": lazy_gettext("Office: street"),
    "office_city": lazy_gettext("Office: city"),
    "office_state": lazy_gettext("Office: state"),
    "office_zip": lazy_gettext("Office: ZIP"),
    "hall": lazy_gettext("City hall: room"),
    "hall_city": lazy_gettext("City hall: city"),
    "hall_state": lazy_gettext("City hall: state"),
    "hall_zip": lazy_gettext("City hall: ZIP"),
    "hall_phone": lazy_gettext("City hall: telephone"),
    "as_of": lazy_gettext("Right as of"),
    "source": lazy_gettext("Source"),
    "note": lazy_gettext("Note"),
}
HEADINGS = {
    "ward": "ward|ward number|ward no|district|district number|council district|seat|office",
    "name": "name|full name|fullname|official|alder|alderman|alderperson|alderwoman|councilmember|"
    "council member|member|display name|name last first|last first|last name first name",
    "given": "first name|firstname|first|given name|given",
    "family": "last name|lastname|last|family name|surname|family",
    "suffix": "suffix|name suffix|jr sr",
    "body": "committee|body|committee name|body name",
    "role": "role|position|title|member type",
    "starts": "term start|start|start date|term begin|begins|from|starts|took office",
    "ends": "term end|end|end date|until|to|ends|term expires|left office",
    "email": "email|e mail|email address|mail|ward email",
    "phone": "phone|telephone|phone number|office phone|ward phone|tel|ward office phone",
    "fax": "fax|fax number|office fax|ward fax",
    "website": "website|web|url|web site|homepage|site|www",
    "office": "office address|address|ward office address|street|street address|ward office|office",
    "office_city": "city|office city|ward office city",
    "office_state": "state|office state",
    "office_zip": "zip|zipcode|zip code|office zip|postal code",
    "hall": "city hall address|city hall|city hall office|city hall room",
    "hall_city": "city hall city",
    "hall_state": "city hall state",
    "hall_zip": "city hall zip|city hall zipcode|city hall zip code",
    "hall_phone": "city hall phone|city hall telephone",
    "as_of": "as of|asof|date|updated|last updated",
    "source": "source|sources|source url",
    "note": "note|notes|comment|comments|remarks",
}
ORDINAL = re.compile(r"(?<=\d) (?=(?:st|nd|rd|th)\b)")


def guess(header: list[str]) -> dict[str, str]:
    """Field by the column's number, each field once."""
    plain = [re.sub(r"[^a-z0-9]+", " ", fold(heading)).strip() for heading in header]
    found: dict[str, str] = {}
    for name, said in HEADINGS.items():
        at = next((plain.index(one) for one in said.split("|") if one in plain), None)
        if at is not None and str(at) not in found:
            found[str(at)] = name
    return found


def read(data: bytes, choices: Choices) -> Reading:
    """Read a CSV file. Raises TableError."""
    table = read_table(data, most_rows=MOST_ROWS)
    columns = dict(choices.columns) or guess(table.header)
    found = Reading(
        problems=list(table.problems), notes=list(table.notes), header=table.header, columns=columns
    )
    found.sample = table.rows[0].cells if table.rows else []
    if fault := fault_in_columns(columns):
        found.problems.append(Problem(1, fault))
        return found
    rows = [(row.line, values_of(row, columns)) for row in table.rows]
    mended = mend_addresses([values for _line, values in rows])
    if mended:
        lines = ", ".join(str(rows[at][0]) for at in mended)
        found.notes.append(
            _("Addresses cut in the wrong place were joined: lines %(lines)s.", lines=lines)
        )
    headings = {name: table.header[int(at)] for at, name in columns.items()}
    for line, values in rows:
        cells = Cells(line, values, found, lambda name: headings.get(name, name))
        found.items += list(entries(cells, choices, found.notes))
    return found


def fault_in_columns(columns: Mapping[str, str]) -> str:
    """What is missing or double, as a sentence, or nothing."""
    names = list(columns.values())
    double = next((name for name in names if names.count(name) > 1), "")
    if double:
        return _("Two columns are both “%(name)s”: choose one.", name=FIELDS[double])
    if not {"name", "family"} & set(names):
        return _("No column is known to hold names. The first row must name the columns.")
    if not {"ward", "body"} & set(names):
        return _(
            "No column is known to hold wards or committees. The first row must name the columns."
        )
    return ""


def values_of(row: Row, columns: Mapping[str, str]) -> dict[str, str]:
    return {name: " ".join(row.cells[int(at)].split()) for at, name in columns.items()}


def entries(cells: Cells, choices: Choices, notes: list[str]) -> Iterator[Entry]:
    """The one entry of a row; none where it says that nobody is meant."""
    name = name_of(cells)
    seat, body, role = cells.text("ward"), cells.text("body"), cells.text("role", 60)
    if not name.family:
        if cells.text("email") or not seat:
            cells.fault(_("There is no name in this row."))
        else:
            notes.append(_("Line %(line)s: nobody for “%(seat)s”.", line=cells.line, seat=seat))
    elif is_guest(role):
        words = _("Line %(line)s: %(name)s is no member of the %(body)s (“%(role)s”).")
        told = {"line": cells.line, "name": name.said, "body": body, "role": role}
        notes.append(words % told)
    elif not seat and not body:
        cells.fault(_("There is no ward in this row."))
    else:
        yield entry(cells, choices, Entry(cells.line, name, seat, body, role=plain_role(role)))


def entry(cells: Cells, choices: Choices, one: Entry) -> Entry:
    one.starts, one.ends = cells.day("starts"), cells.day("ends")
    day = cells.day("as_of")
    one.as_of = earliest(day) if day else choices.day("as_of")
    one.note = cells.text("note")
    one.source = cells.text("source") or choices.said("source") or choices.file_name
    if not one.body:
        one.role = "member"
        one.contacts = list(contacts(cells))
    return one


def name_of(cells: Cells) -> Name:
    family = cells.text("family", LONGEST_NAME)
    if family and cells.text("given"):
        return of_columns(cells.text("given", LONGEST_NAME), family, cells.text("suffix", 20))
    whole = cells.text("name", LONGEST_NAME) or family
    return parse(f"{whole}, {cells.text('suffix', 20)}" if cells.text("suffix") else whole)


def contacts(cells: Cells) -> Iterator[Reach]:
    for kind in ("email", "phone", "fax", "website"):
        yield from cells.reach(kind, kind)
    for name, kind in (("office", "office"), ("hall", "city_hall")):
        if address := joined(cells, name):
            yield Reach(kind, address)
    for one in cells.reach("hall_phone", "phone", "city hall"):
        if one.value != cells.text("phone"):
            yield one


def joined(cells: Cells, name: str) -> str:
    """Street, city, state and ZIP as one line; nothing where there is no street."""
    street = cells.text(name)
    if not street:
        return ""
    place = f"{cells.text(f'{name}_state')} {cells.text(f'{name}_zip')}".strip()
    return ", ".join(filter(None, (street.rstrip(","), cells.text(f"{name}_city"), place)))


def mend_addresses(rows: list[dict[str, str]]) -> list[int]:
    """Give back to the street what landed in the city's cell; which rows that were."""
    mended = []
    for name in ("office", "hall"):
        cities = Counter(row.get(f"{name}_city", "") for row in rows)
        cities.pop("", None)
        city = cities.most_common(1)[0][0] if cities else ""
        mended += [at for at, row in enumerate(rows) if mend(row, name, city)]
    return sorted(set(mended))


def mend(row: dict[str, str], name: str, city: str) -> bool:
    """Move the beginning of “st St Chicago” to the street, the end of “Chicago Illino” to “is”."""
    street, said = row.get(name, ""), row.get(f"{name}_city", "")
    row[name] = ORDINAL.sub("", street)
    if not city or not street or said == city:
        return False
    if said.endswith(f" {city}"):
        rest = said.removesuffix(city).strip()
        row[name] = ORDINAL.sub("", f"{street} {rest}")
    elif said.startswith(f"{city} "):
        state = f"{name}_state"
        row[state] = said.removeprefix(city).strip() + row.get(state, "")
    else:
        return False
    row[f"{name}_city"] = city
    return True
