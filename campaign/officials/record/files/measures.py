"""Measures from the Chicago clerk's matters, from Legistar's, and from CSV."""

from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from ...bringing.importers import Choices, Importer, Reading
from ...bringing.plan import Plan, Wanted, make
from ...models import Body, Official
from .. import numbers
from ..models import Measure, Sponsor
from . import clerk, legistar
from .items import MeasureItem
from .known import Record
from .looks import Look, is_json, objects, table_rows

WORDS = {
    "title": lazy_gettext("Title"),
    "kind": lazy_gettext("Kind"),
    "status": lazy_gettext("Status"),
    "introduced_on": lazy_gettext("Introduced"),
    "url": lazy_gettext("Web address"),
    "is_chief": lazy_gettext("Chief sponsor"),
    "name": lazy_gettext("Name"),
    "body": lazy_gettext("Body"),
}


def read(data: bytes, choices: Choices) -> Reading:
    """The measures of a file; `items` are MeasureItems."""
    if not is_json(data):
        rows, table = table_rows(data, "record")
        items = [read_row(one) for one in rows]
        return Reading(items, rows[0].problems if rows else table.problems, table.notes)
    found, notes = objects(data)
    items = [item for one in found if (item := read_matter(one))]
    return Reading(items, found[0].problems, notes)


def read_matter(one: Look) -> MeasureItem | None:
    if clerk.is_matter(one):
        return clerk.read_matter(one)
    if legistar.is_matter(one):
        return legistar.read_matter(one)
    if not one.problems:
        one.fault(_("This is no measure of Chicago’s clerk or of Legistar."))
    return None


def read_row(one: Look) -> MeasureItem:
    return MeasureItem(
        one.text("record", most=40, needed=True),
        one.line,
        title=one.text("title", most=20_000),
        kind=one.text("kind", most=40),
        status=one.text("status", most=80),
        introduced=one.day("introduced"),
        url=one.web_address("url"),
    )


def want(reading: Reading, body: Body, choices: Choices) -> Plan:
    """The measures, their numbers and sponsors as the file has them."""
    record = Record(body)
    for item in reading.items:
        if item.record:
            want_measure(record, item, choices.file_name)
    return make(
        record.wanted,
        vanished=record.vanished,
        notes=record.notes,
        problems=record.problems,
    )


def want_measure(record: Record, item: MeasureItem, source: str) -> None:
    measure = settle(record, item)
    if measure is None:
        return
    values = {name: value for name, value in values_of(record, item).items() if value}
    is_new = isinstance(measure, Wanted)
    if isinstance(measure, Wanted):
        measure.values, measure.along = {"title": item.record} | values, {"source": source}
    else:
        record.want(
            Wanted(Measure, measure.record, item.line, {}, values, {"source": source}, row=measure)
        )
    want_sponsors(record, item, measure, is_new)


def settle(record: Record, item: MeasureItem) -> Measure | Wanted[Measure] | None:
    """The measure that the item's numbers mean, new if none is known; None with a problem."""
    written = [item.record, *item.others]
    if wrong := [one for one in written if not numbers.is_number(one)]:
        record.fault(item.line, _("“%(text)s” is no record number.", text=wrong[0]))
        return None
    known = {one: found for one in written if (found := record.find_measure(one))}
    if any(isinstance(one, Wanted) for one in known.values()):
        number = next(one for one, found in known.items() if isinstance(found, Wanted))
        other = next(found for found in known.values() if isinstance(found, Wanted))
        words = _("%(number)s is in this file already, on line %(line)s.")
        record.fault(item.line, words % {"number": number, "line": other.line})
        return None
    if len(set(known.values())) > 1:
        means = ", ".join(f"{one} = {found.record}" for one, found in known.items())  # type: ignore[union-attr]
        words = _("Its numbers mean different measures here: %(means)s.", means=means)
        record.fault(item.line, words)
        return None
    found = next(iter(known.values()), None) or record.new_measure(item.record, item.line)
    add_others(record, found, [one for one in written if one not in known], item.line)
    return found


def add_others(
    record: Record, measure: Measure | Wanted[Measure], written: list[str], line: int
) -> None:
    """The numbers that are new, unless somebody has set this measure's numbers by hand."""
    for number in written:
        if record.find_measure(number):
            continue
        if isinstance(measure, Measure) and "numbers" in (measure.by_hand or []):
            words = _(
                "Line %(line)s: %(number)s is not added to %(record)s: its numbers were"
                " corrected by hand."
            )
            record.notes.append(words % {"line": line, "number": number, "record": measure.record})
            continue
        record.add_number(measure, number, line)


def values_of(record: Record, item: MeasureItem) -> dict[str, Any]:
    introduced: date | None = record.day(item.introduced) if item.introduced else None
    return {
        "title": item.title,
        "kind": item.kind,
        "status": item.status,
        "introduced_on": introduced,
        "url": item.url,
    }


def want_sponsors(
    record: Record, item: MeasureItem, measure: Measure | Wanted[Measure], is_new: bool
) -> None:
    """Those under it whom we know; the others are told."""
    on = record.day(item.introduced) if item.introduced else None
    found: dict[Official, bool] = {}
    for one in item.sponsors:
        official = record.official(one.name, on)
        if official is None:
            words = _("Line %(line)s: a sponsor of %(record)s is left out. %(why)s")
            why = record.who_is(one.name, on)
            record.notes.append(words % {"line": one.line, "record": item.record, "why": why})
        elif one.is_chief or official not in found:
            found[official] = one.is_chief
    for official, is_chief in found.items():
        label = _("%(name)s, a sponsor of %(record)s", name=official.name, record=item.record)
        key = {"measure": measure, "official": official}
        record.want(Wanted(Sponsor, label, item.line, key, {"is_chief": is_chief}, is_quiet=is_new))
    if isinstance(measure, Measure) and item.sponsors:
        record.vanished += [
            _("%(name)s, a sponsor of %(record)s", name=one.official.name, record=measure.record)
            for one in measure.sponsors
            if one.official not in found
        ]


IMPORTER = Importer(
    "measures",
    lazy_gettext("Measures"),
    lazy_gettext(
        "JSON of Chicago’s clerk or of Legistar, or CSV: record, title, kind, status, introduced,"
        " url."
    ),
    read,
    want,
    words=WORDS,
)
