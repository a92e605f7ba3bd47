"""What became of a mail is committed before the next one is handed over.

A process that is killed, however, has lost nothing that it committed. What a power cut takes is
another question: to wait for the disk takes longer than sending the mail. So mails of batches
are on the disk a moment later, many at once; a mail for which a person waits, and one that may
go only once, waits for the disk.
"""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from ..db import PRAGMAS, Straight

LATEST = 0.3  # seconds until a lazy commit is on the disk


class Saver:
    """Short transactions on the connection of one round."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        driver: Any = connection.connection.dbapi_connection
        self.driver = driver
        self.straight = Straight(connection.connection, connection.dialect)
        self.is_sqlite = connection.dialect.name == "sqlite"
        self.is_lazy = False  # the mode in which PostgreSQL commits now
        self.log: int | None = None
        self.flush_at: float | None = None  # of what was committed lazily
        if self.is_sqlite:
            self.driver.execute("PRAGMA synchronous=NORMAL")

    def close(self) -> None:
        self.flush()
        if self.log is not None:
            os.close(self.log)
        if self.is_sqlite:
            self.driver.execute(f"PRAGMA synchronous={PRAGMAS['synchronous']}")
        else:
            self.commit_lazily(False)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction of SQLAlchemy's."""
        with self.connection.begin():
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """The same, that takes no turn at writing."""
        self.connection.execution_options(looks=True)
        try:
            with self.writing():
                yield
        finally:
            self.connection.execution_options(looks=False)

    def save(self, act: Callable[[Straight], object], is_lazy: bool = False) -> None:
        """Do this in one transaction; on the disk when this returns, or soon if it `is_lazy`."""
        if not self.is_sqlite:
            self.commit_lazily(is_lazy)
        with self.transaction():
            act(self.straight)
        if not is_lazy:
            self.flush(is_due=True)
        elif self.flush_at is None:
            self.flush_at = time.monotonic() + LATEST
        elif time.monotonic() > self.flush_at:
            self.flush()

    def flush(self, is_due: bool = False) -> None:
        """Wait until SQLite's log is on the disk; it is one file while this connection is open.

        PostgreSQL brings what was committed lazily to the disk by itself, within 0.6 s.
        """
        if self.is_sqlite and (is_due or self.flush_at is not None):
            if self.log is None:
                path = f"{self.connection.engine.url.database}-wal"
                self.log = os.open(path, os.O_RDWR | os.O_CLOEXEC)
            os.fdatasync(self.log)
        self.flush_at = None

    def commit_lazily(self, is_lazy: bool) -> None:
        if self.is_lazy != is_lazy:
            self.driver.execute(f"SET synchronous_commit TO {'off' if is_lazy else 'on'}")
            self.driver.commit()
            self.is_lazy = is_lazy

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
