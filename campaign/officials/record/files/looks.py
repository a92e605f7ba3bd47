"""Typed looks into the objects of a JSON file and the rows of a table.

Whatever stands there, reading ends in values of the asked type, or in problems by line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from ....forms import CONTROLS
from ....tables import Problem, Table, read_table
from ...bringing.texts import Mapping, Unreadable, load_json, text_of

FIRST, LAST = 1800, 2199  # years that a record may speak of
MOST_ROWS = 20_000
WEB = re.compile(r"https?://[^\s<>\"']+", re.IGNORECASE)
US_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)
ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


@dataclass
class Look:
    """An object of a file, or a row of a table: asked for values, it notes what is wrong.

    The same list of `problems` goes through a whole file.
    """

    values: dict[str, Any]
    line: int
    problems: list[Problem] = field(default_factory=list)

    def fault(self, sentence: str) -> None:
        self.problems.append(Problem(self.line, sentence))

    def first(self, *names: str) -> str:
        """The first of these names that has a value here, else the first."""
        return next((one for one in names if self.values.get(one) not in (None, "")), names[0])

    def text(
        self, *names: str, most: int = 300, needed: bool = False, is_whole: bool = False
    ) -> str:
        """The text under the first of these names that has one.

        Its spaces and lines are made single spaces, unless it is to be kept whole.
        """
        name = self.first(*names)
        value = self.values.get(name)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value) if abs(value) < 10**15 else None
        if value is None or value == "":
            return self.missing(name) if needed else ""
        if not isinstance(value, str):
            return self.wrong(name, _("is not a text"))
        if CONTROLS.search(value):
            return self.wrong(name, _("holds control characters"))
        clean = value.strip() if is_whole else " ".join(value.split())
        if len(clean) > most:
            return self.wrong(name, _("has more than %(most)s letters", most=most))
        return self.missing(name) if needed and not clean else clean

    def web_address(self, *names: str) -> str:
        """An address that a page may link to."""
        name = self.first(*names)
        value = self.text(name)
        if value and not WEB.fullmatch(value):
            return self.wrong(name, _("is no web address"))
        return value

    def missing(self, name: str) -> str:
        self.fault(_("“%(name)s” is missing.", name=name))
        return ""

    def wrong(self, name: str, what: str) -> str:
        self.fault(_("“%(name)s” %(what)s.", name=name, what=what))
        return ""

    def entries(self, *names: str) -> list["Look"]:
        """The objects of a list; none where there is no list."""
        name = self.first(*names)
        value = self.values.get(name)
        if value is None or value == "":
            return []
        if not isinstance(value, list):
            self.wrong(name, _("is not a list"))
            return []
        return list(self.only_objects(name, value))

    def only_objects(self, name: str, value: list[Any]) -> Iterator["Look"]:
        for one in value:
            if isinstance(one, Mapping):
                yield Look(one, one.line, self.problems)
            else:
                self.wrong(name, _("holds something that is no object"))

    def part(self, name: str) -> "Look":
        """The object under this name; an empty one where there is none."""
        value = self.values.get(name)
        if isinstance(value, Mapping):
            return Look(value, value.line, self.problems)
        if value is not None:
            self.wrong(name, _("is not an object"))
        return Look({}, self.line, self.problems)

    def flag(self, name: str) -> bool:
        return self.values.get(name) in (True, 1, "true", "1")

    def number(self, *names: str) -> int:
        """A small whole number, 0 where there is none."""
        value = self.values.get(self.first(*names))
        return value if isinstance(value, int) and 0 <= value < 10**6 else 0

    def moment(self, *names: str, needed: bool = False) -> datetime | None:
        """ISO 8601, with or without an offset; a day alone is its midnight."""
        name = self.first(*names)
        value = self.text(name, most=40, needed=needed)
        if not value or value.startswith("0001-01-01"):  # how .NET writes that there is none
            return None
        try:
            found = datetime.fromisoformat(value)
        except ValueError:
            found = None
        if found is None or not FIRST <= found.year <= LAST:
            self.wrong(name, _("is not a date and time: %(value)s", value=value))
            return None
        return found

    def day(self, *names: str, needed: bool = False) -> date | None:
        """A day alone: 2024-06-12, or as American spreadsheets write it, 6/12/2024."""
        name = self.first(*names)
        value = self.text(name, most=40, needed=needed)
        if not value or value.startswith("0001-01-01"):
            return None
        try:
            found = read_day(value)
        except ValueError:
            self.wrong(name, _("is not a day: %(value)s", value=value))
            return None
        return found


def read_day(value: str) -> date:
    """2024-06-12, with or without a time behind, or 6/12/2024. Raises ValueError."""
    if american := US_DAY.fullmatch(value):
        month, day, year = map(int, american.groups())
        found = date(year, month, day)
    elif ISO_DAY.match(value) and (len(value) == 10 or value[10] in "T "):
        found = date.fromisoformat(value[:10])
    else:
        raise ValueError(value)
    if not FIRST <= found.year <= LAST:
        raise ValueError(value)
    return found


def objects(data: bytes) -> tuple[list[Look], list[str]]:
    """What a JSON file lists: in a list, in one under “data” or “value”, or itself one object.

    And notes on how it was read. The problems of all are one list. Raises Unreadable.
    """
    text, notes = text_of(data)
    root = load_json(text)
    top = Look(root if isinstance(root, Mapping) else Mapping(), 1)
    if isinstance(root, list):
        found = list(top.only_objects(_("The file"), root))
    elif isinstance(root, Mapping):
        lists = [name for name in ("data", "value") if isinstance(root.get(name), list)]
        found = top.entries(*lists) if lists else [top]
    else:
        raise Unreadable(_("This file holds no list of objects."))
    if not found and not top.problems:
        raise Unreadable(_("There is nothing in this file."))
    return found or [top], notes


def table_rows(data: bytes, *needed: str) -> tuple[list[Look], Table]:
    """The rows of a CSV file by the names of its columns. Raises TableError, Unreadable."""
    table = read_table(data, most_rows=MOST_ROWS)
    names = [name.strip().casefold().replace(" ", "_") for name in table.header]
    if missing := [name for name in needed if name not in names]:
        raise Unreadable(
            _(
                "The first row names the columns; these are missing: %(names)s.",
                names=", ".join(missing),
            )
        )
    problems = list(table.problems)
    rows = [
        Look(dict(zip(names, row.cells, strict=True)), row.line, problems) for row in table.rows
    ]
    if not rows and not problems:
        raise Unreadable(_("There is nothing below the names of the columns."))
    return rows, table


def is_json(data: bytes) -> bool:
    """Whether a file begins as JSON does."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")
