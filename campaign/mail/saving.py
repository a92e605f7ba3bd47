"""What became of a mail is on the disk before the next one is handed over, and nobody waits long.

The commit runs in a thread of its own, while the next mail is filled in and the server hears for
whom it is. On SQLite the disk is waited for after the transaction and not within it, so that
other workers and web processes write meanwhile. It is as safe: the log is flushed before the next
mail leaves, as `synchronous=FULL` would have done.
"""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection

from ..db import PRAGMAS, Straight


class Saver:
    """Short transactions on the connection of one round.

    Whoever uses that connection otherwise does so in `writing` or `reading`.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        driver: Any = connection.connection.dbapi_connection
        self.driver = driver
        self.straight = Straight(connection.connection, connection.dialect)
        self.is_sqlite = connection.dialect.name == "sqlite"
        self.log: int | None = None
        if self.is_sqlite:
            self.driver.execute("PRAGMA synchronous=NORMAL")
        self.thread = ThreadPoolExecutor(1, "mail")
        self.running: Future[None] | None = None

    def close(self) -> None:
        self.thread.shutdown()
        if self.log is not None:
            os.close(self.log)
        if self.is_sqlite:
            self.driver.execute(f"PRAGMA synchronous={PRAGMAS['synchronous']}")

    def begin(self, act: Callable[[Straight], object]) -> None:
        """Do this in a transaction, beside the caller."""
        self.wait()
        self.running = self.thread.submit(self.save, act)

    def wait(self) -> None:
        """Return once what was begun is on the disk; raises what went wrong."""
        running, self.running = self.running, None
        if running is not None:
            running.result()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction of SQLAlchemy's, after what was begun."""
        self.wait()
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

    def save(self, act: Callable[[Straight], object]) -> None:
        with self.transaction():
            act(self.straight)
        if self.is_sqlite:
            self.flush()

    def flush(self) -> None:
        """Wait until SQLite's log is on the disk; it is one file while this connection is open."""
        if self.log is None:
            path = f"{self.connection.engine.url.database}-wal"
            self.log = os.open(path, os.O_RDWR | os.O_CLOEXEC)
        os.fdatasync(self.log)

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
