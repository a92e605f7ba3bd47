"""Lists of points and addresses, and the files of the US Census Geocoder's batch service.

Where no geocoder is set, a list of addresses goes to the Census Bureau as a file and comes back
with places: https://geocoding.geo.census.gov/geocoder/ (“Find Locations Using … Address Batch”).
Out go lines without a header: unique id, street, city, state, ZIP; at most 10,000 a file. Back
come id, address, Match | No_Match | Tie, Exact | Non_Exact, the matched address, “longitude,
latitude”, a line's id and its side; only the first three where nothing matched.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import gettext as _

from ...tables import Problem, Table, TableError, decode, numbered_rows, read_table
from .boxes import is_place

BATCH = 10_000  # lines that the service takes at once
MOST = 1_000_000  # rows of one list
OPTIONAL = frozenset({"city", "state", "zip"})
NAMES = {  # of columns, as lists call them
    "id": ("id", "unique id", "number", "#"),
    "street": ("street", "street address", "address", "address 1", "address1"),
    "city": ("city", "town"),
    "state": ("state",),
    "zip": ("zip", "zip code", "zipcode", "postal code"),
    "longitude": ("longitude", "lon", "lng", "long", "x"),
    "latitude": ("latitude", "lat", "y"),
}


@dataclass(frozen=True)
class Point:
    """A line with the place it means, or the reason why it has none."""

    line: int
    id: str
    longitude: float = 0.0
    latitude: float = 0.0
    reason: str = ""
    is_exact: bool = True


@dataclass
class List:
    """What was read, and what is wrong by line; `table` where the file has columns of its own."""

    points: list[Point] = field(default_factory=list)
    addresses: list[list[str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    table: Table | None = None


def read_addresses(data: bytes) -> List:
    """Lines as the service wants them. Raises TableError."""
    table = read_table(data, most_rows=MOST)
    places = columns(table, ("id", "street", "city", "state", "zip"))
    found, seen = List(problems=list(table.problems), table=table), set[str]()
    for line, cells in table.rows:
        row = [" ".join(cells[at].split()) if at is not None else "" for at in places.values()]
        if fault := address_fault(row, seen):
            found.problems.append(Problem(line, fault))
        else:
            seen.add(row[0])
            found.addresses.append(row)
    return found


def address_fault(row: Sequence[str], seen: set[str]) -> str:
    number, street, city, state, zip_code = row
    if not number:
        return _("This line has no id.")
    if number in seen:
        return _("The id “%(id)s” stands in an earlier line too.", id=number)
    if not street:
        return _("There is no street.")
    if not zip_code and not (city and state):
        return _("There is neither a ZIP nor city and state.")
    return ""


def batches(addresses: Sequence[Sequence[str]]) -> Iterator[bytes]:
    """Files for the service, one after another."""
    for first in range(0, len(addresses), BATCH):
        out = io.StringIO()
        csv.writer(out).writerows(addresses[first : first + BATCH])
        yield out.getvalue().encode()


def read_result(data: bytes) -> List:
    """What the service answered. Raises TableError."""
    text, _notes = decode(data)
    found = List()
    for line, cells in numbered_rows(text):
        if isinstance(cells, str):
            found.problems.append(Problem(line, cells))
        elif any(cell.strip() for cell in cells):
            try:
                found.points.append(result_point(line, [cell.strip() for cell in cells]))
            except ValueError as error:
                found.problems.append(Problem(line, str(error)))
    return found


def result_point(line: int, cells: Sequence[str]) -> Point:
    """One answer. ValueError, with a sentence, where it is none."""
    kind = cells[2].casefold() if len(cells) > 2 else ""
    if kind in ("no_match", "tie"):
        reason = _("not found") if kind == "no_match" else _("several places")
        return Point(line, cells[0], reason=reason)
    if kind != "match" or len(cells) < 6:
        raise ValueError(_("This is no line of a Census batch result."))
    longitude, _comma, latitude = cells[5].partition(",")
    x, y = coordinates(longitude, latitude)
    return Point(line, cells[0], x, y, is_exact=cells[3].casefold() == "exact")


def read_points(data: bytes) -> List:
    """A list with columns for longitude and latitude. Raises TableError."""
    table = read_table(data, most_rows=MOST)
    x, y = columns(table, ("longitude", "latitude")).values()
    assert x is not None
    assert y is not None
    found = List(problems=list(table.problems), table=table)
    for line, cells in table.rows:
        try:
            found.points.append(Point(line, "", *coordinates(cells[x], cells[y])))
        except ValueError as error:
            found.problems.append(Problem(line, str(error)))
    return found


def coordinates(longitude: str, latitude: str) -> tuple[float, float]:
    """Degrees. ValueError, with a sentence, where they are none."""
    try:
        x, y = float(longitude), float(latitude)
    except ValueError:
        words = _("“%(said)s” is no longitude and latitude.", said=f"{longitude}, {latitude}"[:60])
        raise ValueError(words) from None
    if not is_place(x, y):
        raise ValueError(_("%(said)s is no place on Earth.", said=f"{longitude}, {latitude}"[:60]))
    return x, y


def columns(table: Table, wanted: Sequence[str]) -> Mapping[str, int | None]:
    """Where each column stands. TableError where one is missing that must be there."""
    header = [" ".join(name.casefold().replace("_", " ").split()) for name in table.header]
    found: dict[str, int | None] = {}
    for name in wanted:
        places = [header.index(one) for one in NAMES[name] if one in header]
        found[name] = places[0] if places else None
    missing = [name for name, at in found.items() if at is None and name not in OPTIONAL]
    if missing:
        there = ", ".join(table.header)[:200]
        words = _("There is no column %(name)s; there is: %(there)s.")
        raise TableError(words % {"name": ", ".join(missing), "there": there})
    return found
