"""What is committed at once, and what is on the disk a moment later.

A process that is killed has lost nothing that it committed or wrote into a file. What a power
cut takes is another question: to wait for the disk takes longer than sending the mail. So what
is said of mails of batches is on the disk a moment later; a mail for which a person waits, and
one that may go only once, waits for the disk.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from ..db import PRAGMAS, Straight

LATEST = 1.0  # seconds until a lazy commit is on the disk
# PostgreSQL: the outbox is read in the order of its indexes. Without that, before its statistics
# catch up with a new mailing, each claim would collect and sort all that waits.
AT_WORK = "SET synchronous_commit TO off; SET enable_bitmapscan TO off"
AT_REST = "SET synchronous_commit TO DEFAULT; SET enable_bitmapscan TO DEFAULT"


class Saver:
    """Short transactions on the connection of one round."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        driver: Any = connection.connection.dbapi_connection
        self.driver = driver
        self.straight = Straight(connection.connection, connection.dialect)
        self.is_sqlite = connection.dialect.name == "sqlite"
        self.log: int | None = None
        self.flush_at: float | None = None  # of what was committed lazily
        self.set("PRAGMA synchronous=NORMAL" if self.is_sqlite else AT_WORK)

    def close(self) -> None:
        if self.flush_at is not None:
            self.flush()
        if self.log is not None:
            os.close(self.log)
        self.set(f"PRAGMA synchronous={PRAGMAS['synchronous']}" if self.is_sqlite else AT_REST)

    def set(self, statements: str) -> None:
        self.driver.execute(statements)
        self.driver.commit()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction of SQLAlchemy's, soon on the disk."""
        with self.connection.begin():
            yield
        self.flush_soon()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A transaction that takes no turn at writing."""
        self.connection.execution_options(looks=True)
        try:
            with self.connection.begin():
                yield
        finally:
            self.connection.execution_options(looks=False)

    def save(self, act: Callable[[Straight], object], is_lazy: bool = False) -> None:
        """Do this in one transaction; on the disk when this returns, or soon if it `is_lazy`."""
        with self.transaction():
            act(self.straight)
            if not is_lazy and not self.is_sqlite:
                self.driver.execute("SET LOCAL synchronous_commit TO on")
        if is_lazy:
            self.flush_soon()
        else:
            self.flush()

    def flush_soon(self) -> None:
        if self.flush_at is None:
            self.flush_at = time.monotonic() + LATEST
        elif time.monotonic() > self.flush_at:
            self.flush()

    def flush(self) -> None:
        """Wait until SQLite's log is on the disk; it is one file while this connection is open.

        PostgreSQL brings what was committed lazily to the disk by itself, within 0.6 s.
        """
        if self.is_sqlite:
            if self.log is None:
                path = f"{self.connection.engine.url.database}-wal"
                self.log = os.open(path, os.O_RDWR | os.O_CLOEXEC)
            os.fdatasync(self.log)
        self.flush_at = None

    @contextmanager
    def transaction(self) -> Iterator[None]:
        try:
            if self.is_sqlite:
                self.driver.begin(writing=True)
            yield
            self.driver.commit()
        except BaseException:
            self.driver.rollback()
            raise
