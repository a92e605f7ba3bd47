"""After an erasure: what is deleted is also gone from the bytes of SQLite's files.

`secure_delete` overwrites a row where it lies. It does not overwrite copies that lie in the free
parts of pages since the tree was balanced and the row moved to another page: of many erased
people about one in two hundred was still found in the file. So the file is rewritten, and the
log beside it emptied. On PostgreSQL deleted rows lie in the files until VACUUM has gone over them.
"""

from pathlib import Path
from typing import Any

from ...config import settings
from ...db import db, is_postgresql
from ...jobs import job

SMALL = 64_000_000  # bytes; rewriting takes about a second, for which others wait to write
DUE = "rewrite-due"


def wipe(at_once: bool = False) -> bool:
    """Rewrite a small database now, a large one in the night or `at_once`; True if it is done."""
    if is_postgresql():
        return True
    db.session.rollback()
    due().touch()
    if size() > SMALL and not at_once:
        return empty_log() and False
    rewrite()
    return not due().exists()


def due() -> Path:
    """A mark in the instance folder that there is something to overwrite."""
    return settings().instance / DUE


def size() -> int:
    with db.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        return int(pages * connection.exec_driver_sql("PRAGMA page_size").scalar_one())


def rewrite() -> None:
    """Write every row into fresh pages and empty the log; the mark goes when both succeeded."""
    connection = db.engine.raw_connection()
    driver: Any = connection.dbapi_connection
    try:
        if driver.gate is not None:
            driver.gate.enter()
        try:
            driver.execute("PRAGMA temp_store=FILE")  # not all of it in memory
            driver.execute("VACUUM")
        finally:
            driver.execute("PRAGMA temp_store=MEMORY")
            if driver.gate is not None:
                driver.gate.leave()
    finally:
        connection.close()
    if empty_log():
        due().unlink(missing_ok=True)


def empty_log() -> bool:
    """Empty SQLite's log, in which pages lie as they were; False while somebody reads old ones."""
    connection = db.engine.raw_connection()
    driver: Any = connection.dbapi_connection
    try:
        busy = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    finally:
        connection.close()
    return not busy


@job("people.wipe", every_minutes=5)
def wipe_again() -> None:
    """What somebody's reading kept from being done the first time."""
    if due().exists() and not is_postgresql():
        wipe()


@job("people.rewrite", every_minutes=1440)
def rewrite_nightly() -> None:
    """Rewrite a large database in the night after an erasure."""
    if due().exists() and not is_postgresql():
        db.session.rollback()
        rewrite()
