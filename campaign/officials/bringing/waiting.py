"""Files that wait until somebody decides, and the job that gives old ones up.

A file has a name that nobody can guess and goes when it is carried out, cancelled or a day old.
"""

import secrets
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import CursorResult

from ...config import settings
from ...db import db, now
from ...jobs import job
from .importers import Choices
from .models import RecordImport

LASTS = timedelta(days=1)
PREFIX = "records-"


class GoneError(LookupError):
    """The file of an import is not there any more."""


def folder() -> Path:
    return settings().instance / "uploads"


def keep(one: RecordImport, data: bytes) -> None:
    """Put a file where it waits; only this account of the machine may read it."""
    folder().mkdir(mode=0o700, exist_ok=True)
    one.file = f"{PREFIX}{secrets.token_urlsafe(24)}"
    path = folder() / one.file
    path.touch(mode=0o600)
    path.write_bytes(data)


def read(one: RecordImport) -> bytes:
    """The file of an import. Raises GoneError."""
    try:
        return (folder() / (one.file or "")).read_bytes()
    except (FileNotFoundError, IsADirectoryError):
        raise GoneError("the file is gone") from None


def choices_of(one: RecordImport) -> Choices:
    return Choices(one.columns, one.options, one.file_name)


def move(one: RecordImport, state: str) -> bool:
    """Take a waiting import to its end; False if somebody else has."""
    mine = db.update(RecordImport).where(RecordImport.id == one.id, RecordImport.state == "checked")
    values = mine.values(state=state, done_at=now())
    done: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        values.execution_options(synchronize_session=False)
    )
    db.session.expire(one)
    return done.rowcount == 1


def delete(file: str | None) -> None:
    """Delete a file that waited, if it is there."""
    if file:
        (folder() / file).unlink(missing_ok=True)


@job("officials.uploads", every_minutes=30)
def cancel_old() -> None:
    """Nobody decided for a day: the file goes."""
    old = db.select(RecordImport).where(
        RecordImport.state == "checked", RecordImport.at < now() - LASTS
    )
    for one in db.session.scalars(old):
        if move(one, "cancelled"):
            delete(one.file)
            one.file = None
    db.session.commit()
    oldest = time.time() - 2 * LASTS.total_seconds()
    for path in folder().glob(f"{PREFIX}*"):  # of an import that nobody stored
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)
