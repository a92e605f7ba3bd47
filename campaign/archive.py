"""The tar that a backup is: written with a manifest, and read back with every byte looked at.

`manifest.json` holds when it was made, the version of the tables, their numbers of rows, and
size and SHA-256 of each of the others: `campaign.db`, `secret_key`, and `config.toml` and
`erasures` where there are any.
"""

import hashlib
import io
import json
import os
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

DATABASE, KEY, CONFIG, ERASURES = "campaign.db", "secret_key", "config.toml", "erasures"
MANIFEST = "manifest.json"
PIECE = 1 << 20  # bytes
LARGEST = 50_000_000  # bytes of everything but the database
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_'"


class BackupError(Exception):
    """A backup cannot be made, read or used; the text says why, and what to do."""


@dataclass(frozen=True)
class Backup:
    """What a backup says of itself, and its small files by name."""

    made_at: datetime
    version: str
    rows: dict[str, int]
    files: dict[str, dict[str, Any]]
    small: dict[str, bytes]

    @property
    def key(self) -> str:
        return self.small[KEY].decode().strip()


def manifest(made_at: datetime, copy: Path) -> dict[str, Any]:
    with closing(sqlite3.connect(copy)) as connection:
        rows = count_rows(connection)
        version = version_in(connection)
    return {"format": 1, "made_at": made_at.isoformat(), "version": version, "rows": rows}


def write(out: IO[bytes], head: dict[str, Any], files: dict[str, bytes | Path]) -> None:
    """Write the tar and wait until the disk has it."""
    listed = {name: sizes(source) for name, source in files.items()}
    text = json.dumps(head | {"files": listed}, indent=1).encode()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, source in {MANIFEST: text, **files}.items():
            entry = tarfile.TarInfo(name)
            entry.mode, entry.mtime = (
                0o600,
                int(datetime.fromisoformat(head["made_at"]).timestamp()),
            )
            with opened(source) as content:
                entry.size = content.seek(0, os.SEEK_END)
                content.seek(0)
                tar.addfile(entry, content)
    out.flush()
    os.fsync(out.fileno())


def sizes(source: bytes | Path) -> dict[str, Any]:
    with opened(source) as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()  # type: ignore[arg-type]
        return {"bytes": content.tell(), "sha256": digest}


def opened(source: bytes | Path) -> IO[bytes]:
    return source.open("rb") if isinstance(source, Path) else io.BytesIO(source)


def read(file: Path, copy: Path | None = None) -> Backup:
    """Look through a backup: every byte against the manifest, and the database as a database.

    With `copy` the database is written there, mode 0600, and checked row by row. Raises
    BackupError for what is no backup, or not as it was written.
    """
    try:
        with tarfile.open(file, "r:") as tar:
            found = take_apart(tar, copy)
    except FileNotFoundError:
        raise BackupError(f"There is no file {file}.") from None
    except (tarfile.TarError, EOFError, KeyError, TypeError, ValueError) as error:
        raise BackupError(
            f"{file} is no backup of this program, or is damaged ({error}): nothing was changed."
        ) from None
    if copy is not None:
        check_database(copy, found.rows)
    return found


def take_apart(tar: tarfile.TarFile, copy: Path | None) -> Backup:
    first = tar.next()
    if first is None or first.name != MANIFEST:
        raise ValueError("it does not begin with a manifest")
    head = json.loads(small_file(tar, first))
    if head["format"] != 1:
        raise ValueError("it is of a newer kind")
    small: dict[str, bytes] = {}
    seen = {}
    while entry := tar.next():
        if entry.name == DATABASE:
            seen[entry.name] = database_file(tar, entry, copy)
        elif entry.name in (KEY, CONFIG, ERASURES):
            small[entry.name] = small_file(tar, entry)
            seen[entry.name] = sizes(small[entry.name])
    if seen != head["files"] or not {DATABASE, KEY} <= {*seen}:
        wrong = sorted(
            name for name in {*seen, *head["files"]} if seen.get(name) != head["files"].get(name)
        )
        raise ValueError(f"not as the manifest says: {', '.join(wrong) or 'the files'}")
    made_at = datetime.fromisoformat(head["made_at"])
    return Backup(made_at, str(head["version"]), dict(head["rows"]), seen, small)


def small_file(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    content = tar.extractfile(entry) if entry.isreg() and entry.size <= LARGEST else None
    if content is None:
        raise ValueError(f"{entry.name} is no file of a backup")
    return content.read()


def database_file(
    tar: tarfile.TarFile, entry: tarfile.TarInfo, copy: Path | None
) -> dict[str, Any]:
    """Size and digest of the database; written to `copy` on the way."""
    content = tar.extractfile(entry) if entry.isreg() else None
    if content is None:
        raise ValueError("the database is no file")
    digest, size = hashlib.sha256(), 0
    target = copy or Path(os.devnull)
    if copy is not None:
        copy.unlink(missing_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC
    with os.fdopen(os.open(target, flags, 0o600), "wb") as out:
        while piece := content.read(PIECE):
            digest.update(piece)
            size += out.write(piece)
        if copy is not None:
            out.flush()
            os.fsync(out.fileno())
    return {"bytes": size, "sha256": digest.hexdigest()}


def check_database(copy: Path, rows: dict[str, int] | None = None) -> None:
    """Raise BackupError unless SQLite finds this database whole, with so many rows a table."""
    try:
        with closing(sqlite3.connect(copy)) as connection:
            found = connection.execute("PRAGMA integrity_check").fetchall()
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
            counted = count_rows(connection)
    except sqlite3.DatabaseError as error:
        raise BackupError(f"The database in it cannot be read ({error}).") from None
    if found != [("ok",)]:
        raise BackupError(f"The database in it is damaged: {found[0][0]}")
    if orphans:
        raise BackupError(f"Rows of {orphans[0][0]} belong to rows that are not there.")
    if rows is not None and counted != rows:
        raise BackupError("The database in it has other numbers of rows than were written down.")


def count_rows(connection: sqlite3.Connection) -> dict[str, int]:
    names = [name for (name,) in connection.execute(TABLES)]
    counts = {name: f'SELECT count(*) FROM "{name}"' for name in names}  # noqa: S608 - our tables
    return {name: connection.execute(query).fetchone()[0] for name, query in counts.items()}


def version_in(connection: sqlite3.Connection) -> str:
    """The version of the tables, empty where they have none."""
    try:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError:
        return ""
    return str(row[0]) if row else ""
