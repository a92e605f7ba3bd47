"""Who is working on which mails, so that none is lost and none is sent by two.

A worker leases some mails, sends them, and commits after each. A worker that was killed leaves
its leases behind: they are given back as soon as another worker on the same instance folder
sees that its lock is free (the system frees it when the process ends, however it ends), and
after LEASE elsewhere.
"""

import fcntl
import os
import socket
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, Row, Table, bindparam, or_, select, update

from ..db import Prepared, now
from .models import STATES, MailHold, OutgoingEmail, Suppression

BATCH = 50
LEASE = timedelta(minutes=10)
table = cast("Table", OutgoingEmail.__table__)


class Identity:
    """The name of one worker (host, process, start), proven alive by a lock on a file."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.name = f"{socket.gethostname()[:60]}-{os.getpid()}-{time.time_ns():x}"
        unborn = folder / f".{self.name}"
        # Open for as long as this process lives; others see it once it is locked.
        self.file = os.open(unborn, os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        unborn.rename(folder / self.name)

    def dead(self) -> Iterator[str]:
        """Names of the workers of this folder that have ended; forgotten once dealt with."""
        for path in self.folder.iterdir():
            if path.name != self.name and path.name[0] != "." and is_free(path):
                yield path.name
                path.unlink(missing_ok=True)


def is_free(path: Path) -> bool:
    try:
        with path.open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def take_back(connection: Connection, worker: str) -> int:
    """Put the mails of a worker that has ended back where they were in the queue; how many."""
    mine = table.c.leased_by == worker
    settle(connection, mine)
    back = (
        update(table).where(mine).values(state="queued", leased_by=None, due_at=table.c.queued_at)
    )
    return connection.execute(back).rowcount


def settle_expired(connection: Connection) -> None:
    """What another machine began to send at most once and never finished is uncertain."""
    settle(connection, table.c.due_at <= now())


def settle(connection: Connection, whose: Any) -> None:
    begun = (table.c.at_most_once, table.c.started_at.is_not(None), table.c.state == "sending")
    connection.execute(
        update(table)
        .where(whose, *begun)
        .values(state="uncertain", due_at=None, leased_by=None, error="stopped while sending")
    )


def claim(connection: Connection, worker: str, most: int = BATCH) -> Sequence[Row[Any]]:
    """Lease the mails that are due, those a person waits for before those of batches."""
    return lease(connection, worker, most, table.c.batch_id.is_(None)) or lease(
        connection, worker, most, table.c.batch_id.is_not(None)
    )


def lease(connection: Connection, worker: str, most: int, which: Any) -> Sequence[Row[Any]]:
    moment = now()
    due = (
        select(table.c.id)
        .where(which, table.c.due_at <= moment)
        .where(~select(MailHold.id).exists())
        .where(or_(~table.c.at_most_once, table.c.started_at.is_(None)))
        .order_by(table.c.due_at, table.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(table)
        .where(table.c.id.in_(due.scalar_subquery()))
        .values(state="sending", leased_by=worker, due_at=moment + LEASE)
        .returning(*table.c)
    )
    return sorted(connection.execute(taken).all(), key=lambda row: row.id)


def renew(connection: Connection, worker: str) -> frozenset[int]:
    """Hold on to what is still leased for longer; the ids of it."""
    mine = table.c.leased_by == worker
    longer = update(table).where(mine).values(due_at=now() + LEASE).returning(table.c.id)
    return frozenset(connection.scalars(longer))


def suppressed(connection: Connection, rows: Sequence[Row[Any]]) -> frozenset[str]:
    """Those mailboxes among these mails that must not be mailed any more."""
    asked = select(Suppression.mailbox).where(
        Suppression.mailbox.in_([row.mailbox for row in rows])
    )
    return frozenset(connection.scalars(asked))


def _one(**values: Any) -> Prepared:
    """A statement on one leased mail; it changes nothing once the lease has gone to another."""
    which = (table.c.id == bindparam("number"), table.c.leased_by == bindparam("worker"))
    return Prepared(lambda _: update(table).where(*which).values(**values))


_moment = bindparam("moment", type_=table.c.due_at.type)
_finish = _one(
    state=bindparam("next"), sent_at=_moment, error=bindparam("why"), due_at=None, leased_by=None
)
_start = _one(started_at=_moment)
_postpone = _one(
    state="queued",
    due_at=_moment,
    attempts=bindparam("tries"),
    error=bindparam("why"),
    leased_by=None,
    started_at=None,
)


def start(connection: Connection, worker: str, number: int) -> bool:
    """Note that a mail that may go out once is about to; False if it is no longer ours."""
    return _start(connection, number=number, worker=worker, moment=now()).rowcount == 1


def finish(
    connection: Connection, worker: str, number: int, state: str, error: str | None = None
) -> bool:
    """End a leased mail in one of the states that follow on sending."""
    assert state in STATES["sending"], state
    sent_at = now() if state == "sent" else None
    values = {"number": number, "worker": worker, "next": state, "why": error, "moment": sent_at}
    return _finish(connection, **values).rowcount == 1


def postpone(
    connection: Connection, worker: str, number: int, *, wait: timedelta, error: str, tries: int
) -> None:
    values = {"number": number, "worker": worker, "moment": now() + wait}
    _postpone(connection, **values, why=error, tries=tries)
