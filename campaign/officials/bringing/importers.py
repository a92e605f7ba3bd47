"""What can be brought in: one Importer a kind, and the way that command and page go with it.

A part of the house registers its Importer in `bringing.init_app`; the pages and
`campaign/cli/importing.py` need nothing else.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import gettext as _

from ...db import db
from ...tables import LARGEST, Problem, TableError
from ..models import Body
from .plan import Plan

MB = 1_000_000


@dataclass(frozen=True)
class Option:
    """What a file of a kind does not say itself, and whoever brings it must or may.

    `kind`: text or day (ISO 8601). `name` is also the command's option: `--as-of`.
    """

    name: str
    label: Any
    hint: Any = ""
    kind: str = "text"
    is_needed: bool = False
    longest: int = 200

    def fault(self, value: str) -> str:
        """What is wrong with an answer, as a sentence, or nothing."""
        if not value:
            return _("Fill this in: the file does not say it.") if self.is_needed else ""
        if len(value) > self.longest:
            return _("Use at most %(most)s letters.", most=self.longest)
        if self.kind == "day" and day_of(value) is None:
            return _("Write a day as year-month-day, like 2026-11-29.")
        return ""


def day_of(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


@dataclass(frozen=True)
class Choices:
    """What whoever brings a file says about it.

    `columns` is the field by the column's number (as text), empty for the reader's own guess;
    `options` are answers by the name of the Option.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    file_name: str = ""

    def said(self, name: str) -> str:
        return (self.options.get(name) or "").strip()

    def day(self, name: str) -> date | None:
        return day_of(self.said(name))


@dataclass
class Reading:
    """A file that was read: what it says, what is wrong by line, how it was understood.

    A table has a `header`, `columns` (the field that each column was taken for) and a `sample`
    row.
    """

    items: list[Any] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    header: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    sample: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Importer:
    """A kind of file: how it is read, and what the tables should then hold.

    `read` asks the database nothing; TableError (or `texts.Unreadable`, with a line) refuses the
    whole file. `want` ends in `plan.make`. `fields` are what columns of a table may mean, `words`
    how a column of our own tables is called in a difference. `fetch` gets the bytes from an
    address, where a kind can be fetched.
    """

    kind: str
    label: Any
    formats: Any
    read: Callable[[bytes, Choices], Reading]
    want: Callable[[Reading, Body, Choices], Plan]
    options: tuple[Option, ...] = ()
    fields: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Any] = field(default_factory=dict)
    fetch: Callable[[str], bytes] | None = None

    def faults(self, choices: Choices) -> dict[str, str]:
        """What is wrong with the answers, by the name of the option."""
        faults = {one.name: one.fault(choices.said(one.name)) for one in self.options}
        return {name: fault for name, fault in faults.items() if fault}


IMPORTERS: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    IMPORTERS[importer.kind] = importer


def examine(kind: str, data: bytes, body: Body, choices: Choices) -> Plan:
    """What bringing this file in would do; nothing is written."""
    from .columns import understand

    reading, choices = understand(IMPORTERS[kind], data, choices)
    return plan_for(IMPORTERS[kind], reading, body, choices)


def read(importer: Importer, data: bytes, choices: Choices) -> Reading:
    """The file as it was understood; one that cannot be read at all has one problem."""
    if fault := too_large(len(data)):
        return Reading(problems=[Problem(1, fault)])
    try:
        return importer.read(data, choices)
    except TableError as error:
        return Reading(problems=[Problem(getattr(error, "line", 1), str(error))])


def plan_for(importer: Importer, reading: Reading, body: Body, choices: Choices) -> Plan:
    """Compare what was read; with lines that cannot be read, nothing counts as left out."""
    plan = importer.want(reading, body, choices)
    plan.notes = [*reading.notes, *plan.notes]
    if reading.problems:
        plan.problems, plan.vanished = sorted({*reading.problems, *plan.problems}), []
    return plan


def too_large(size: int) -> str:
    """The sentence about a file of so many bytes, or nothing."""
    if size <= LARGEST:
        return ""
    return _(
        "The file has %(size)s MB; at most %(most)s MB can be read. Split it.",
        size=round(size / MB),
        most=LARGEST // MB,
    )


def lock(body: Body) -> None:
    """Let nobody else import about this council before our commit."""
    council = body.parent_id or body.id
    db.session.execute(db.select(Body.id).where(Body.id == council).with_for_update())
