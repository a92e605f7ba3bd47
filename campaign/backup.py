"""One file with all that an installation is: its database, its secret key, its configuration.

The database is copied by SQLite's own backup, inside a read transaction that lasts from the
first page to the last: writers go on beside it, and the copy is the database of one moment.
`VACUUM INTO` would do as well and be smaller; but it writes every row anew, cannot say how far
it is, and would hide a damaged page that a copy carries to the check. The key goes along since
marks of mailboxes, links and second factors depend on it. Jobs, locks and the development
mailbox need no backup.
"""

import fcntl
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import make_url

from .archive import CONFIG, DATABASE, ERASURES, KEY, Backup, BackupError, manifest, read, write
from .config import Settings
from .db import now

LAST = "last_backup"  # a file of the instance: when the last one was made
PAGES = 2_000  # copied between two looks at the progress: 8 MB
Note = Callable[[int, int], None]


def database_of(loaded: Settings) -> Path | None:
    """The file of the database, or None where it is not SQLite."""
    url = make_url(loaded.database)
    is_file = url.get_backend_name() == "sqlite" and url.database
    return Path(str(url.database)).absolute() if is_file else None


def take(
    loaded: Settings, file: Path, *, force: bool = False, note: Note = lambda *_: None
) -> Backup:
    """Write a backup of this installation to `file`, read it again, and only then name it so.

    `note` hears how many pages of how many are copied. Raises BackupError.
    """
    database = database_of(loaded)
    if database is None or not database.is_file():
        raise BackupError(f"There is no database at {database}: nothing to back up.")
    if file.exists() and not force:
        raise BackupError(f"{file} is there already: choose another name, or replace it: --force")
    part, copy = (file.with_name(f".{file.name}.{ending}") for ending in ("part", "part.db"))
    with alone_on(part) as out:
        try:
            made_at = now()
            copy_database(database, copy, note)
            write(out, manifest(made_at, copy), contents(loaded, copy))
            found = read(part, copy)
            copy.unlink()
            publish(part, file, force)
        except BaseException:
            for left in (part, copy):
                left.unlink(missing_ok=True)
            raise
    (loaded.instance / LAST).write_text(made_at.isoformat(), encoding="ascii")
    return found


@contextmanager
def alone_on(part: Path) -> Iterator[IO[bytes]]:
    """The file to write to under a name of its own; what a killed backup left is overwritten."""
    try:
        out = os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), "r+b")
    except OSError as error:
        raise BackupError(f"{part.parent} cannot be written ({error.strerror}).") from None
    with out:
        try:
            fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise BackupError("Another backup to this file is under way.") from None
        out.truncate()
        yield out


def copy_database(database: Path, copy: Path, note: Note) -> None:
    """Copy the database as it is at one moment into a file of its own, without a log beside."""
    copy.unlink(missing_ok=True)
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    with closing(sqlite3.connect(database, timeout=10)) as source:
        source.isolation_level = None
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()  # the moment of the copy
        with closing(sqlite3.connect(copy)) as target:
            source.backup(
                target, pages=PAGES, progress=lambda _, left, total: note(total - left, total)
            )
            target.execute("PRAGMA journal_mode=DELETE")


def contents(loaded: Settings, copy: Path) -> dict[str, bytes | Path]:
    """What goes into the file, by its name there."""
    found: dict[str, bytes | Path] = {DATABASE: copy, KEY: loaded.secret_key.encode()}
    for name in (CONFIG, ERASURES):
        if (loaded.instance / name).is_file():
            found[name] = (loaded.instance / name).read_bytes()
    return found


def publish(part: Path, file: Path, force: bool) -> None:
    """Give a finished file its name."""
    if file.exists() and not force:
        raise BackupError(f"{file} has come there in the meantime: choose another name.")
    part.replace(file)
    sync_folder(file.parent)


def sync_folder(folder: Path) -> None:
    """Wait until the disk has the names in this folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
