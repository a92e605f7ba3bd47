"""Comparing what a file says with what the tables hold, and writing the difference.

A wanter gives `Wanted` rows in an order in which each comes after those that it refers to. A row
is found by its key; a field that differs becomes a change, unless a person has corrected it: then
it stays and the plan says so. Nothing is deleted: what the file leaves out is reported.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from flask_babel import gettext as _

from ...db import Model, db
from ...tables import Problem

Row = TypeVar("Row", bound=Model)


@dataclass(eq=False)
class Wanted(Generic[Row]):
    """A row as a file wants it.

    `key` finds it, `values` are the other columns; both may hold other Wanted, by the name of the
    relationship. `along` are columns that are written only with a new row or together with a
    change, and are no reason for one: the source, or that nobody has verified the new address.
    `row` is the row where the wanter has found it already. `label` is what people call it.
    `is_quiet` leaves it out of the shown differences: a part of something that is shown. Of two
    with one key, the second is the `same_as` the first.
    """

    model: type[Row]
    label: str
    line: int
    key: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    along: dict[str, Any] = field(default_factory=dict)
    row: Row | None = None
    is_quiet: bool = False
    same_as: "Wanted[Row] | None" = None

    @property
    def first(self) -> "Wanted[Row]":
        return self.same_as or self

    @property
    def identity(self) -> tuple[Any, ...]:
        """The same for two that want one row."""
        if self.row is not None:
            return (self.row,)
        pairs = sorted(self.key.items(), key=lambda pair: pair[0])
        parts = [part.first if isinstance(part, Wanted) else part for _name, part in pairs]
        return self.model, *parts


@dataclass(frozen=True)
class Change:
    """One difference. `kind` is new, changed or kept: a person’s correction, against the file."""

    kind: str
    label: str
    line: int
    field: str = ""
    before: Any = None
    after: Any = None


@dataclass
class Plan:
    """What an import will do, and what it cannot do.

    With `problems` nothing is carried out. `vanished` are labels of what the file leaves out,
    `notes` sentences on how the file was understood.
    """

    wanted: list[Wanted[Any]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    same: int = 0
    vanished: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    todo: list[tuple[Wanted[Any], dict[str, Any]]] = field(default_factory=list)

    def of(self, kind: str) -> list[Change]:
        return [one for one in self.changes if one.kind == kind]

    @property
    def is_nothing(self) -> bool:
        """Whether carrying it out would change nothing."""
        return not self.todo

    @property
    def numbers(self) -> dict[str, int]:
        counted = {kind: len(self.of(kind)) for kind in ("new", "changed", "kept")}
        rest = {"same": self.same, "vanished": len(self.vanished), "problems": len(self.problems)}
        return counted | rest

    @property
    def as_json(self) -> dict[str, Any]:
        """The same for machines: numbers, each difference, what is left out, problems by line."""
        return {
            "numbers": self.numbers,
            "changes": [asdict(one) for one in self.changes],
            "vanished": self.vanished,
            "notes": self.notes,
            "problems": [{"line": line, "sentence": said} for line, said in self.problems],
        }

    @property
    def mark(self) -> str:
        """The same for two plans that would write the same; in no language."""
        todo = [
            (one.model.__name__, one.label, {name: shown(value) for name, value in values.items()})
            for one, values in self.todo
        ]
        told = [todo, len(self.problems)]
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()

    def carry_out(self, progress: Callable[[int], object] = lambda _: None) -> None:
        """Write all of it in the open transaction; the caller commits.

        ValueError while there are problems: all of a file or nothing.
        """
        if self.problems:
            raise ValueError("a file with problems is not carried out")
        for done, (one, values) in enumerate(self.todo, 1):
            write(one, {name: resolved(value) for name, value in values.items()})
            progress(done)
        db.session.flush()


def make(
    wanted: Iterable[Wanted[Any]],
    *,
    vanished: Iterable[str] = (),
    notes: Iterable[str] = (),
    problems: Iterable[Problem] = (),
) -> Plan:
    """Compare; reads, writes nothing."""
    plan = Plan(vanished=list(vanished), notes=list(notes), problems=list(problems))
    seen: dict[tuple[Any, ...], Wanted[Any]] = {}
    with db.session.no_autoflush:
        for one in wanted:
            first = seen.setdefault(one.identity, one)
            if first is one:
                plan.wanted.append(one)
                compare(plan, one)
            else:
                one.same_as = first
                if one.values != first.values:
                    plan.problems.append(contradiction(one, first))
    plan.problems.sort()
    return plan


def contradiction(one: Wanted[Any], first: Wanted[Any]) -> Problem:
    """A file may say a thing twice, but not two different things."""
    words = _("Says something else about %(label)s than line %(line)s does.")
    return Problem(one.line, words % {"label": first.label, "line": first.line})


def compare(plan: Plan, one: Wanted[Any]) -> None:
    if one.row is None:
        one.row = find(one)
    if one.row is None:
        plan.todo.append((one, one.key | one.values | one.along))
        if not one.is_quiet:
            plan.changes.append(Change("new", one.label, one.line))
        return
    differing = list(differences(one))
    taken = {change.field: one.values[change.field] for change in differing if is_taken(change)}
    if taken:
        plan.todo.append((one, taken | allowed(one)))
    if differing and not one.is_quiet:
        plan.changes += differing
    elif not differing:
        plan.same += 1


def allowed(one: Wanted[Any]) -> dict[str, Any]:
    """What is written along with a change; not over a correction."""
    return {name: value for name, value in one.along.items() if name not in corrected(one.row)}


def write(one: Wanted[Any], values: dict[str, Any]) -> None:
    if one.row is None:
        one.row = one.model(**values)
        db.session.add(one.row)
        return
    for name, value in values.items():
        setattr(one.row, name, value)


def is_taken(change: Change) -> bool:
    return change.kind == "changed"


def find(one: Wanted[Any]) -> Any:
    """The row with this key, or None; a key that refers to a new row has none yet."""
    if any(is_new(value) for value in one.key.values()):
        return None
    key = {name: resolved(value) for name, value in one.key.items()}
    return db.session.scalar(db.select(one.model).filter_by(**key))


def resolved(value: Any) -> Any:
    return value.first.row if isinstance(value, Wanted) else value


def is_new(value: Any) -> bool:
    return isinstance(value, Wanted) and value.first.row is None


def corrected(row: Any) -> list[str]:
    return getattr(row, "by_hand", None) or []


def differences(one: Wanted[Any]) -> Iterator[Change]:
    """Fields that the row has otherwise."""
    for name, value in one.values.items():
        before, after = getattr(one.row, name), resolved(value)
        if is_new(value) or before != after:
            kind = "kept" if name in corrected(one.row) else "changed"
            yield Change(kind, one.label, one.line, name, shown(before), shown(value))


def shown(value: Any) -> Any:
    """A value as a page or JSON can show it."""
    if isinstance(value, Wanted):
        return value.label
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Model):
        return str(getattr(value, "name", None) or getattr(value, "label", value))
    return value
