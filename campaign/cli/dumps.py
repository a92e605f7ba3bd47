"""Backups of PostgreSQL: its own tools make and restore them; here are their commands."""

import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from ..archive import BackupError
from ..config import Settings
from . import make_app
from .database import head

MARK = b"PGDMP"  # how a dump in pg_dump's custom format begins
CREATED = "Archive created at "
INSTALL = "pg_restore is not here: apt-get install postgresql-client (of the server's version)."


def how_to_dump(loaded: Settings, file: Path) -> str:
    """The command that backs this database up; a password stays where PostgreSQL looks for it."""
    return (
        "The database is PostgreSQL; its own tool makes the backup, while people go on writing"
        " (it asks for the password, or reads ~/.pgpass):\n"
        f"  pg_dump --format=custom --no-owner --file={shlex.quote(str(file))} {where(loaded)}\n"
        f"  campaign backup --check {shlex.quote(str(file))}\n"
        f"Keep these with it: {loaded.instance}/secret_key (or CAMPAIGN_SECRET_KEY), config.toml,"
        " erasures.\nIf pg_dump is missing: apt-get install postgresql-client"
    )


def how_to_restore(loaded: Settings, file: Path) -> str:
    """The commands that bring a dump back, and hold its mail before anything starts."""
    name = shlex.quote(make_url(loaded.database).database or "campaign")
    return (
        "The database is PostgreSQL; with the web server and the workers stopped:\n"
        f"  campaign backup --check {shlex.quote(str(file))}\n"
        f"  dropdb {name} && createdb {name}    # or into a new database\n"
        f"  pg_restore --exit-on-error --single-transaction --no-owner {where(loaded)}"
        f" {shlex.quote(str(file))}\n"
        '  campaign mail hold --reason "restored from a backup"\n'
        "  campaign db upgrade\n"
        "  campaign erase --again     # people who were erased after the backup\n"
        "Then start, look at `campaign mail status`, and `campaign mail release`.\n"
        "If pg_restore is missing: apt-get install postgresql-client"
    )


def where(loaded: Settings) -> str:
    """The address of the database for PostgreSQL's tools, without its password."""
    url = make_url(loaded.database).set(drivername="postgresql")._replace(password=None)
    return "--dbname=" + shlex.quote(url.render_as_string())


def is_dump(file: Path) -> bool:
    try:
        with file.open("rb") as content:
            return content.read(len(MARK)) == MARK
    except OSError as error:
        raise BackupError(f"{file} cannot be read ({error.strerror}).") from None


def look_through(file: Path) -> dict[str, Any]:
    """Read a whole dump as pg_restore would, and count the rows of its tables.

    Raises BackupError when a part is missing, a table of ours is not in it, or the tool fails.
    """
    tool = shutil.which("pg_restore")
    if tool is None:
        raise BackupError(INSTALL)
    listed = subprocess.run(  # noqa: S603 - a tool of this machine, on a file that was named
        [tool, "--list", str(file)], capture_output=True, text=True, check=False
    )
    if listed.returncode:
        raise BackupError(f"{file} cannot be read: {last_line(listed.stderr)}")
    made_at = next((line for line in listed.stdout.splitlines() if CREATED in line), CREATED)
    rows, version = count(tool, file)
    missing = sorted(our_tables() - {*rows}) if version in ("", head()) else []
    if missing:
        raise BackupError(f"{file} is whole, but holds no rows of {', '.join(missing[:5])}.")
    return {"made_at": made_at.partition(CREATED)[2], "version": version, "rows": rows}


def our_tables() -> set[str]:
    from ..db import db

    make_app()  # its rooms bring the tables
    return {table.name for table in db.metadata.sorted_tables} | {"alembic_version"}


def count(tool: str, file: Path) -> tuple[dict[str, int], str]:
    """The rows of each table, and the version of the tables, from the dump's own COPY lines."""
    rows: dict[str, int] = {}
    table, version = "", ""
    with subprocess.Popen(  # noqa: S603
        [tool, "--data-only", "--file=-", str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        for line in process.stdout:
            if table:
                if line == b"\\.\n":
                    table = ""
                    continue
                rows[table] += 1
                if table == "alembic_version":
                    version = line.decode().strip()
            elif line.startswith(b"COPY "):
                table = line.split()[1].decode().rpartition(".")[2].strip('"')
                rows[table] = 0
        trouble = process.stderr.read().decode(errors="replace")
    if process.returncode:
        raise BackupError(f"{file} is damaged: {last_line(trouble)}")
    return rows, version


def last_line(text: str) -> str:
    return (text.strip().splitlines() or ["no word of why"])[-1]
