"""Who is working on which mails, so that none is lost and none is sent by two.

A worker leases some mails and sends them. A worker that was killed leaves its leases behind:
they are given back as soon as another worker on the same instance folder sees that it has ended
(see `identity`), and after LEASE elsewhere.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    ARRAY,
    Connection,
    Integer,
    Row,
    Table,
    any_,
    bindparam,
    or_,
    select,
    update,
)

from ..db import Prepared, Straight, now
from .models import STATES, MailBatch, MailHold, OutgoingEmail

BATCH, OF_BATCH = 50, 200  # mails leased at once: of those that people wait for, of a batch
SWEPT = 1_000  # mails dropped in one transaction
LEASE = timedelta(minutes=10)
table = cast("Table", OutgoingEmail.__table__)
_moment = bindparam("moment", type_=table.c.due_at.type)


class Leased(NamedTuple):
    """What sending needs to know of a mail; its fields are read ten times as quickly as a Row's."""

    id: int
    key: str
    template: str
    locale: str
    to: str
    mailbox: str
    reply_to: str | None
    list_unsubscribe: str | None
    calendar: str | None
    shared: dict[str, Any]
    merge: dict[str, Any]
    at_most_once: bool
    batch_id: int | None
    sender_name: str | None
    attempts: int
    queued_at: datetime


_needed = [table.c[name] for name in Leased._fields]


def take_back(connection: Connection, worker: str, sent: Collection[int]) -> list[Leased]:
    """Put the mails of a worker that has ended, but for those it `sent`, back into the queue.

    What it began to send at most once and never finished is uncertain: that is returned.
    """
    mine = table.c.leased_by == worker
    finish_sent(connection, worker, sent)
    settled = settle(connection, mine)
    connection.execute(give_back().where(mine))
    return settled


def give_back() -> Any:
    return update(table).values(state="queued", leased_by=None, due_at=table.c.queued_at)


def give_some_back(connection: Connection, worker: str, numbers: Sequence[int]) -> None:
    """Put these leased mails back where they were in the queue."""
    mine = (table.c.leased_by == worker, table.c.id.in_(numbers))
    connection.execute(give_back().where(*mine))


def expired(connection: Connection) -> Sequence[str]:
    """Workers whose leases have ended, on this machine or another."""
    over = (table.c.leased_by.is_not(None), table.c.due_at <= now())
    return connection.scalars(select(table.c.leased_by).where(*over).distinct()).all()


def settle(connection: Connection, *whose: Any) -> list[Leased]:
    begun = (table.c.at_most_once, table.c.started_at.is_not(None), table.c.state == "sending")
    settled = (
        update(table)
        .where(*whose, *begun)
        .values(state="uncertain", due_at=None, leased_by=None, error="stopped while sending")
        .returning(*_needed)
    )
    return [Leased(*row) for row in connection.execute(settled)]


def claim(connection: Connection, worker: str, after: int = 0) -> Sequence[Leased]:
    """Lease mails that are due: those a person waits for, or else those of one batch.

    Batches take turns: first comes the next above the number `after`.
    """
    rows = lease(connection, worker)
    if rows:
        return rows
    numbers = ready(connection)
    for number in sorted(numbers, key=lambda each: (each <= after, each)):
        if rows := lease(connection, worker, number):
            break
    return rows


def batch_of(connection: Connection, number: int) -> Row[Any]:
    """A batch, with the words that its mails share."""
    return connection.execute(_batch, {"number": number}).one()


def changed_at(connection: Connection, number: int) -> datetime:
    """When a batch, or what its mails say, changed last."""
    return connection.execute(_changed_at, {"number": number}).scalar_one()


def ready(connection: Connection) -> Sequence[int]:
    """Running batches of which a mail is due; those that are paused cost nothing."""
    return connection.scalars(_ready, {"moment": now()}).all()


def open_since() -> Any:
    """When the first open mail of a batch is due: one look into the index for each batch."""
    mails = select(table.c.due_at).where(
        table.c.batch_id == MailBatch.id, table.c.due_at.is_not(None)
    )
    return mails.order_by(table.c.due_at).limit(1).correlate(MailBatch).scalar_subquery()


_ready = select(MailBatch.id).where(
    MailBatch.state == "running",
    open_since() <= _moment,
)
_batch = select(MailBatch.__table__).where(MailBatch.id == bindparam("number"))
_changed_at = select(MailBatch.changed_at).where(MailBatch.id == bindparam("number"))
_awaited = select(table.c.id).where(table.c.batch_id.is_(None), table.c.due_at <= _moment).limit(1)
_unswept = select(MailBatch.id).where(MailBatch.state == "cancelled", open_since().is_not(None))


def is_any_due(connection: Connection) -> bool:
    """Whether a claim would find something; takes no turn at writing."""
    return is_awaited(connection) or bool(ready(connection))


def is_awaited(connection: Connection) -> bool:
    """Whether a mail is due for which a person waits."""
    return connection.scalar(_awaited, {"moment": now()}) is not None


def sweep(connection: Connection) -> int:
    """Drop some mails of cancelled batches; how many. What a worker has leased it drops itself."""
    for number in connection.scalars(_unswept).all():
        if dropped := drop_some(connection, number):
            return dropped
    return 0


def drop_some(connection: Connection, batch_id: int) -> int:
    """Drop up to SWEPT mails of a batch, so that other writers soon have their turn."""
    of_batch = (table.c.batch_id == batch_id, table.c.due_at.is_not(None))
    nobodys = or_(table.c.leased_by.is_(None), table.c.due_at <= now())
    some = select(table.c.id).where(*of_batch, nobodys).limit(SWEPT)
    dropped = update(table).where(table.c.id.in_(some.scalar_subquery()))
    ended = {"state": "dropped", "due_at": None, "leased_by": None, "error": "cancelled"}
    return connection.execute(dropped.values(ended)).rowcount


def taking(which: Any) -> Any:
    """Lease those of these mails that are due; what another has is taken back first."""
    due = (
        select(table.c.id)
        .where(which, table.c.due_at <= _moment, table.c.leased_by.is_(None))
        .where(~select(MailHold.id).exists())
        .where(or_(~table.c.at_most_once, table.c.started_at.is_(None)))
        .order_by(table.c.due_at, table.c.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )
    until = bindparam("until", type_=table.c.due_at.type)
    return (
        update(table)
        .where(table.c.id.in_(due.scalar_subquery()))
        .values(state="sending", leased_by=bindparam("worker"), due_at=until)
        .returning(*_needed)
    )


_take_alone = taking(table.c.batch_id.is_(None))
_take_of_batch = taking(table.c.batch_id == bindparam("number"))


def lease(connection: Connection, worker: str, number: int | None = None) -> Sequence[Leased]:
    """Lease mails of this batch, or of none; in the order in which they were queued."""
    moment = now()
    given = {"moment": moment, "until": moment + LEASE, "worker": worker}
    if number is None:
        taken = connection.execute(_take_alone, given | {"most": BATCH})
    else:
        taken = connection.execute(_take_of_batch, given | {"number": number, "most": OF_BATCH})
    return sorted(Leased(*row) for row in taken)


def renew(connection: Connection, worker: str) -> None:
    """Hold on to what is still leased for longer."""
    connection.execute(
        update(table).where(table.c.leased_by == worker).values(due_at=now() + LEASE)
    )


def _one(**values: Any) -> Prepared:
    """A statement on one leased mail; it changes nothing once the lease has gone to another."""
    which = (table.c.id == bindparam("number"), table.c.leased_by == bindparam("worker"))
    return Prepared(lambda _: update(table).where(*which).values(**values))


_finish = _one(
    state=bindparam("next"), sent_at=_moment, error=bindparam("why"), due_at=None, leased_by=None
)
_sent = (
    update(table)
    .where(table.c.leased_by == bindparam("worker"))
    .values(state="sent", sent_at=_moment, error=None, due_at=None, leased_by=None)
)
# As one value where the driver can: two hundred cost more to read than the mails to change.
_are_sent = {
    "postgresql": _sent.where(table.c.id == any_(bindparam("numbers", type_=ARRAY(Integer)))),
    "sqlite": _sent.where(table.c.id.in_(bindparam("numbers", expanding=True))),
}
_start = _one(started_at=_moment)
_postpone = _one(
    state="queued",
    due_at=_moment,
    attempts=bindparam("tries"),
    error=bindparam("why"),
    leased_by=None,
    started_at=None,
)
_put_off = _one(state="queued", due_at=_moment, leased_by=None)


def put_off(connection: Connection, worker: str, number: int, moment: datetime) -> None:
    """Let a leased mail wait until its turn; that is no try."""
    _put_off(connection, number=number, worker=worker, moment=moment)


def start(connection: Connection | Straight, worker: str, number: int) -> bool:
    """Note that a mail that may go out once is about to; False if it is no longer ours."""
    return _start(connection, number=number, worker=worker, moment=now()).rowcount == 1


def finish(
    connection: Connection | Straight,
    worker: str,
    number: int,
    state: str,
    error: str | None = None,
) -> bool:
    """End a leased mail in one of the states that follow on sending."""
    assert state in STATES["sending"], state
    sent_at = now() if state == "sent" else None
    values = {"number": number, "worker": worker, "next": state, "why": error, "moment": sent_at}
    return _finish(connection, **values).rowcount == 1


def finish_sent(connection: Connection, worker: str, numbers: Collection[int]) -> None:
    """The same for many that were sent."""
    if numbers:
        given = {"worker": worker, "numbers": [*numbers], "moment": now()}
        connection.execute(_are_sent[connection.dialect.name], given)


def postpone(
    connection: Connection, worker: str, number: int, *, wait: timedelta, error: str, tries: int
) -> None:
    values = {"number": number, "worker": worker, "moment": now() + wait}
    _postpone(connection, **values, why=error, tries=tries)
