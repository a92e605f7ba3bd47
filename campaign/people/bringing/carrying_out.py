"""Bringing people in from a file: look first, then all of them or nobody, and a week to undo."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

from flask_babel import gettext as _
from sqlalchemy import delete, exists, select, update

from ...coalition import audit
from ...coalition.models import Organization
from ...db import db, now
from ...tables import Problem, read_table
from ..consents import wording_id
from ..models import Consent, Import, OtherMailbox, Person
from ..tagging import run
from .files import bring, source_of
from .planning import Plan, make_plan
from .rows import MOST_ROWS, Incoming, fault_in_columns, guess_columns, read_rows

UNDO = timedelta(days=7)
PIECE = 1000  # rows between two words about how far it is
Progress = Callable[[int], object]


class OutdatedImportError(Exception):
    """Somebody carried this out, cancelled or undid it before."""


class Reading(NamedTuple):
    """A file as far as it can be read without looking at anybody's records."""

    rows: list[Incoming]
    problems: list[Problem]
    lines: int
    notes: list[str]
    fault: str  # in the choice of columns


def begin(organization: Organization, data: bytes, by: int | None, **said: str) -> Import:
    """An import that has been read as far as its header; `said` are file_name, source, wording.

    Raises TableError.
    """
    table = read_table(data, most_rows=MOST_ROWS)
    one = Import(
        organization_id=organization.id,
        file_name=said["file_name"][-120:],
        header=table.header,
        columns=guess_columns(table.header),
        source=said["source"],
        wording_id=wording_id(db.session.connection(), said["wording"]),
        user_id=by,
        found={"rows": len(table.rows) + len(table.problems)},
        rejects=[],
    )
    db.session.add(one)
    db.session.flush()
    return one


def source_name(number: int) -> str:
    """How a consent that came by this import reads; its own organization's words."""
    return db.session.scalar(select(Import.source).where(Import.id == number)) or ""


def read(columns: dict[str, str], data: bytes, progress: Progress = lambda done: None) -> Reading:
    """The people of a file. Touches no rows, so that nobody waits. Raises TableError."""
    table = read_table(data, most_rows=MOST_ROWS)
    problems, rows = list(table.problems), list[Incoming]()
    fault = fault_in_columns(columns)
    if not fault:
        for done, row in enumerate(read_rows(table, columns, problems), 1):
            if row is not None:
                rows.append(row)
            if done % PIECE == 0:
                progress(done)
    lines = len(table.rows) + len(table.problems)
    return Reading(rows, problems, lines, table.notes, fault)


def look(one: Import, file: Reading) -> Plan | None:
    """See what the file would do, and keep the numbers and the rejects; the caller commits."""
    if file.fault:
        one.found, one.rejects = {"fault": file.fault}, []
        return None
    plan = make_plan(one.organization_id, file.rows)
    problems = file.problems + [Problem(row.line, same_person()) for row in plan.twice]
    one.rejects = [list(problem) for problem in sorted(problems)]
    counted = {"rows": file.lines, "rejected": len(problems)}
    one.found = plan.numbers | counted | {"notes": file.notes}
    return plan


def same_person() -> str:
    return _("An earlier line is the same person.")


def carry_out(one: Import, file: Reading) -> None:
    """Bring everybody in, in the open transaction; the caller commits.

    Raises OutdatedImportError unless the import is *running*: of two workers one carries it out.
    """
    if not move(one, "running", "indexing"):
        raise OutdatedImportError("not running")
    plan = look(one, file)
    if plan is None:
        raise OutdatedImportError(file.fault)
    bring(one, plan)
    audit.note(
        "people.imported",
        organization=one.organization,
        about=f"imports/{one.id}",
        user_id=one.user_id,
        **{name: one.found[name] for name in (*plan.numbers, "rejected")},
    )


def move(one: Import, before: str, after: str, **values: Any) -> bool:
    """Bring an import from one state into another; False when it was not in it."""
    mine = update(Import).where(
        Import.id == one.id, Import.organization_id == one.organization_id, Import.state == before
    )
    moved = bool(run(mine.values(state=after, **values)))
    db.session.refresh(one)
    return moved


def undo(one: Import) -> int:
    """Delete those whom only this import brought, and its consents; the caller commits.

    Whoever has ticked, was corrected or joined with another record since then stays. Raises
    OutdatedImportError when it was undone before or a week is over.
    """
    if one.finished_at is None or now() - one.finished_at > UNDO or not move(one, "done", "undone"):
        raise OutdatedImportError("not to be undone")
    mine = Person.organization_id == one.organization_id
    others = exists().where(Consent.person_id == Person.id, Consent.source != source_of(one))
    joined = exists().where(OtherMailbox.person_id == Person.id)
    only = (mine, Person.import_id == one.id, Person.version == 1, ~others, ~joined)
    count = run(delete(Person).where(*only))
    theirs = (Consent.organization_id == one.organization_id, Consent.source == source_of(one))
    run(delete(Consent).where(*theirs, Consent.withdrawn_at.is_(None)))
    audit.note(
        "people.import-undone",
        organization=one.organization,
        about=f"imports/{one.id}",
        count=count,
    )
    return count
