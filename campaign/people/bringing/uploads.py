"""Files of people that wait to be imported, and the job that works on them.

A file has a name that nobody can guess and goes when it is carried out, cancelled or a day old.
"""

import secrets
import time
from datetime import timedelta
from pathlib import Path

from flask_babel import force_locale
from sqlalchemy import select, update

from ...accounts.models import User
from ...coalition import scope
from ...config import settings
from ...db import db, now
from ...jobs import job
from ...tables import TableError, read_table
from ..models import Import
from ..tagging import run
from . import carrying_out as importing
from .files import make_findable
from .rows import MOST_ROWS

LASTS = timedelta(days=1)
LEASE = timedelta(minutes=10)  # for which a worker that died keeps an import from the others
BEGINNING = 2**16  # bytes that are looked at for a sample; even, for UTF-16
WORKING = ("checking", "running", "indexing")
JOB = "people.import"


def folder() -> Path:
    return settings().instance / "uploads"


def keep(one: Import, data: bytes) -> None:
    """Put a file where it waits."""
    folder().mkdir(mode=0o700, exist_ok=True)
    one.file = f"people-{secrets.token_urlsafe(24)}.csv"
    path = folder() / one.file
    path.touch(mode=0o600)
    path.write_bytes(data)


def read(one: Import) -> bytes:
    """The file of an import. Raises OutdatedImportError when it is gone."""
    try:
        return (folder() / (one.file or "")).read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        raise importing.OutdatedImportError("the file is gone") from None


def sample(one: Import) -> list[str]:
    """The cells of one row near the file's beginning, for eyes: one with an accent if any has.

    Nothing where no such row can be read.
    """
    try:
        with (folder() / (one.file or "")).open("rb") as file:
            data = file.read(BEGINNING)
        table = read_table(data, most_rows=MOST_ROWS)
    except (OSError, TableError):
        return []
    accented = (row.cells for row in table.rows if not "".join(row.cells).isascii())
    return next(accented, table.rows[0].cells if table.rows else [])


def drop(one: Import) -> None:
    """Delete the file of an import, if it is there."""
    if one.file:
        (folder() / one.file).unlink(missing_ok=True)
        one.file = None


def cancel(one: Import) -> bool:
    """Give an import up before it is carried out."""
    for state in ("checking", "checked"):
        if importing.move(one, state, "cancelled"):
            drop(one)
            return True
    return False


@job(JOB, every_minutes=1)
def work() -> None:
    """Look at, carry out and index what waits; cancel what nobody decided about for a day."""
    with scope.everyones():
        query = select(Import.id, Import.organization_id).where(Import.state.in_(WORKING))
        waiting = db.session.execute(query.order_by(Import.id)).all()
        db.session.rollback()
    for number, organization_id in waiting:
        with scope.of(organization_id):
            if claim(number):
                advance(db.session.get_one(Import, number))
    cancel_old()


def claim(number: int) -> bool:
    """Take an import that nobody works on."""
    free = Import.claimed_at.is_(None) | (Import.claimed_at < now() - LEASE)
    mine = update(Import).where(Import.id == number, Import.state.in_(WORKING), free)
    taken = bool(run(mine.values(claimed_at=now())))
    db.session.commit()
    return taken


def advance(one: Import) -> None:
    """Take one import to where it waits for a person, or to its end."""
    try:
        with force_locale(locale_of(one)):
            if one.state in ("checking", "running"):
                examine(one)
            if one.state == "indexing":
                drop(one)
                make_findable(one)
    except (TableError, importing.OutdatedImportError) as fault:
        db.session.rollback()
        db.session.refresh(one)
        one.state, one.found = "cancelled", {"fault": str(fault)}
        drop(one)
    one.claimed_at = None
    db.session.commit()


def examine(one: Import) -> None:
    """Read the file again, for a look or to carry it out; nobody waits meanwhile."""
    data, number, columns = read(one), one.id, dict(one.columns)
    db.session.rollback()
    file = importing.read(columns, data, lambda done: show_progress(number, done))
    if one.state == "running":
        importing.carry_out(one, file)
    elif importing.move(one, "checking", "checked"):
        importing.look(one, file)
    one.done = 0
    db.session.commit()


def show_progress(number: int, done: int) -> None:
    """Say how far the reading is, in a transaction of its own; not too often."""
    if done % 5000:
        return
    run(update(Import).where(Import.id == number).values(done=done))
    db.session.commit()


def locale_of(one: Import) -> str:
    user = db.session.get(User, one.user_id) if one.user_id else None
    return user.locale if user else settings().language_codes[0]


def cancel_old() -> None:
    """Nobody decided for a day: the file goes."""
    with scope.everyones():
        query = select(Import).where(
            Import.state.in_(("checking", "checked")), Import.created_at < now() - LASTS
        )
        for one in db.session.scalars(query):
            cancel(one)
        db.session.commit()
    oldest = time.time() - 2 * LASTS.total_seconds()
    for path in folder().glob("people-*.csv"):  # of an import that was deleted
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
