"""Facts as CSV: a line each, the first source and dispute in columns, further ones as JSON.

A cell that a spreadsheet would run as a formula is written with a `'` before it, which reading
takes away again; a text that really begins so gets one more.
"""

import csv
import io
import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _

from ..content import CARE_FIELDS, SOURCE_FIELDS, TEXT_FIELDS, Content
from .entries import Entry, Problem, Unreadable

SOURCE_COLUMNS = tuple(f"source_{field}" for field in SOURCE_FIELDS)
JSON_COLUMNS = ("translations", "more_sources", "dispute_sources", "more_disputes")
COLUMNS = (
    "key",
    *TEXT_FIELDS,
    *CARE_FIELDS,
    "translations",
    *SOURCE_COLUMNS,
    "more_sources",
    "dispute_by",
    "dispute_says",
    "dispute_sources",
    "more_disputes",
)
FORMULA = re.compile(r"'*[=+\-@\t\r]")
GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guard(cell: str) -> str:
    return "'" + cell if FORMULA.match(cell) else cell


def unguard(cell: str) -> str:
    return cell[1:] if GUARDED.match(cell) else cell


def write_csv(facts: Iterable[tuple[str, Content, dict[str, date | None]]]) -> str:
    """The whole sheet as CSV (RFC 4180), always the same for the same facts."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for key, content, care in facts:
        cells = flatten(key, content, care)
        writer.writerow([guard(cells.get(column) or "") for column in COLUMNS])
    return out.getvalue()


def flatten(key: str, content: Content, care: dict[str, date | None]) -> dict[str, str | None]:
    first_source = (content["sources"] or [{}])[0]
    first_dispute = (content["disputes"] or [{}])[0]
    cells: dict[str, str | None] = {"key": key}
    cells |= {field: content[field] for field in TEXT_FIELDS}
    cells |= {field: str(care[field] or "") for field in CARE_FIELDS}
    cells |= {f"source_{field}": first_source.get(field) for field in SOURCE_FIELDS}
    cells |= {f"dispute_{field}": first_dispute.get(field) for field in ("by", "says")}
    return cells | {
        "translations": packed(content["translations"]),
        "more_sources": packed([known(one) for one in content["sources"][1:]]),
        "dispute_sources": packed([known(one) for one in first_dispute.get("sources", [])]),
        "more_disputes": packed([known_dispute(one) for one in content["disputes"][1:]]),
    }


def packed(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) if value else ""


def known(values: Content) -> Content:
    return {name: value for name, value in values.items() if value}


def known_dispute(dispute: Content) -> Content:
    """A dispute in the shape it has in TOML."""
    values = known({"by": dispute["by"], "says": dispute["says"]})
    return values | {"source": [known(one) for one in dispute["sources"]]}


def read_csv(text: str) -> list[Entry]:
    """The facts of a CSV file, unchecked. Raises Unreadable."""
    problems: list[Problem] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[tuple[int, list[str]]] = []
    start = 1
    try:
        for row in reader:
            rows.append((start, row))
            start = reader.line_num + 1
    except csv.Error as error:
        sentence = _("This is not CSV: %(why)s.", why=error)
        raise Unreadable([Problem(reader.line_num or 1, sentence)]) from None
    header = check_header(rows[0][1] if rows else [])
    entries = [
        read_row(dict(zip(header, row, strict=True)), line, problems)
        for line, row in rows[1:]
        if is_whole(row, len(header), line, problems)
    ]
    if problems:
        raise Unreadable(problems)
    return entries


def check_header(header: list[str]) -> list[str]:
    problems = [
        _("There is no column “%(name)s”.", name=name[:60])
        for name in header
        if name not in COLUMNS
    ]
    twice = {name for name in header if header.count(name) > 1} if len(header) < 300 else set()
    problems += [
        _("The column “%(name)s” is there twice.", name=name[:60]) for name in sorted(twice)
    ]
    if "key" not in header:
        problems.append(_("The column “%(name)s” is missing.", name="key"))
    if problems:
        raise Unreadable([Problem(1, sentence) for sentence in problems])
    return header


def is_whole(row: list[str], width: int, line: int, problems: list[Problem]) -> bool:
    """Whether a row has a cell for each column; an empty line is none."""
    if row and len(row) != width:
        sentence = _(
            "This row has %(count)s cells, the first has %(width)s.", count=len(row), width=width
        )
        problems.append(Problem(line, sentence))
    return len(row) == width


def read_row(cells: dict[str, str], line: int, problems: list[Problem]) -> Entry:
    """Bring a row into the shape that a fact has in TOML."""
    given: dict[str, Any] = {name: unguard(cell) for name, cell in cells.items() if cell.strip()}
    for name in JSON_COLUMNS:
        given[name] = unpack(name, given.get(name), line, problems)
    values: dict[str, Any] = {
        name: given[name] for name in ("key", *TEXT_FIELDS, *CARE_FIELDS) if name in given
    }
    values["translations"] = given["translations"] or {}
    source = {
        field: given[f"source_{field}"] for field in SOURCE_FIELDS if f"source_{field}" in given
    }
    values["source"] = join(source, given["more_sources"])
    dispute: dict[str, Any] = {
        field: given[f"dispute_{field}"] for field in ("by", "says") if f"dispute_{field}" in given
    }
    if dispute or given["dispute_sources"]:
        dispute["source"] = given["dispute_sources"] or []
    values["dispute"] = join(dispute, given["more_disputes"])
    return Entry(values, lambda path: line)


def join(first: dict[str, Any], more: Any) -> Any:
    rest = more or []
    return [first, *rest] if first and isinstance(rest, list) else rest


def unpack(name: str, cell: str | None, line: int, problems: list[Problem]) -> Any:
    try:
        return json.loads(cell) if cell else None
    except (ValueError, RecursionError):
        problems.append(Problem(line, _("The cell in “%(name)s” is not JSON.", name=name)))
        return None
