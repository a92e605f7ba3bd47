"""One writer at a time on SQLite, each woken as soon as the one before is done.

SQLite lets one transaction write at a time, and makes the others sleep and look again, up to
a tenth of a second each time: the database stands idle while people wait. Here writers queue
on a lock of their process and on a lock file between processes, which wake the next at once.
SQLite's own locks stay what keeps the data safe.

A second lock file, held shared for as long as an app stands on the database, lets whoever wants
to replace the database see that it is in use, and lets apps that start meanwhile wait.
"""

import fcntl
import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE = 10.0  # seconds, as SQLite's busy timeout


class Gate:
    """The way to write to one database file, for this process."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.open()
        mine = weakref.ref(self)
        os.register_at_fork(after_in_child=lambda: reopen(mine()))

    def open(self) -> None:
        """Make locks of this process's own; a child must not share its parent's."""
        self.lock = threading.Lock()
        self.file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        self.presence = open_presence(self.path.removesuffix("-writing"))
        fcntl.flock(self.presence, fcntl.LOCK_SH)

    def enter(self) -> None:
        """Wait for the turn. Raises OperationalError when it does not come."""
        if not self.lock.acquire(timeout=PATIENCE):
            raise sqlite3.OperationalError(
                "database is locked: a transaction of this process keeps writing"
            )
        fcntl.flock(self.file, fcntl.LOCK_EX)

    def leave(self) -> None:
        fcntl.flock(self.file, fcntl.LOCK_UN)
        self.lock.release()

    def __del__(self) -> None:
        os.close(self.file)
        os.close(self.presence)


def reopen(gate: Gate | None) -> None:
    if gate is not None:
        gate.open()


def open_presence(database: str) -> int:
    return os.open(f"{database}-open", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


@contextmanager
def alone_with(database: Path) -> Iterator[None]:
    """Keep every app away from this database. Raises BlockingIOError while one stands on it."""
    file = open_presence(str(database))
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(file)


def users_of(database: Path) -> list[int]:
    """The processes in which an app stands on this database, as Linux lists them."""
    number = Path(f"{database}-open").stat().st_ino
    try:
        lines = Path("/proc/locks").read_text(encoding="ascii").splitlines()
    except OSError:
        return []
    locks = [line.split() for line in lines if " FLOCK " in line and "->" not in line]
    return sorted({int(one[4]) for one in locks if one[5].endswith(f":{number}")})


class GatedConnection(sqlite3.Connection):
    """A connection whose writing transactions go through the gate."""

    gate: Gate | None = None
    is_inside = False

    def begin(self, writing: bool) -> None:
        """Begin a transaction, a writing one when it is this connection's turn."""
        if not writing:
            self.execute("BEGIN")
            return
        if self.gate is not None:
            self.gate.enter()
            self.is_inside = True
        try:
            self.execute("BEGIN IMMEDIATE")
        except BaseException:
            self.leave()
            raise

    def leave(self) -> None:
        if self.is_inside and self.gate is not None:
            self.is_inside = False
            self.gate.leave()

    def commit(self) -> None:
        try:
            super().commit()
        finally:
            if not self.in_transaction:
                self.leave()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self.leave()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self.leave()
