"""Errors that pile up in a batch: it is paused before the receiving servers refuse everything."""

from typing import Any

from sqlalchemy import Connection, func, select, update

from ..db import now
from .leases import table
from .models import Bounce, MailBatch

# Providers begin to refuse whoever writes to more than about one dead mailbox in ten. Twenty, so
# that some old addresses in a small list stop nothing.
FAILURES, AMONG = 20, 200


def pause_if_piled(connection: Connection, batch_id: int) -> bool:
    """Pause a running batch when 20 of its last 200 mails failed for good or came back."""
    running = (MailBatch.id == batch_id, MailBatch.state == "running")
    forgiven = connection.scalar(select(MailBatch.forgiven).where(*running))
    if forgiven is None:
        return False
    failed = last_failed(connection, batch_id, forgiven)
    if len(failed) < FAILURES or count_since(connection, batch_id, failed[-1]) > AMONG:
        return False
    paused = update(MailBatch).where(*running)
    values = {"state": "paused", "why": "errors", "changed_at": now()}
    return connection.execute(paused.values(values)).rowcount == 1


def last_failed(connection: Connection, batch_id: int, after: int) -> list[int]:
    """The newest of the mails that failed or came back, without those that were forgiven."""
    mine = (table.c.batch_id == batch_id, table.c.id > after)
    newest: Any = table.c.id.desc()
    refused = select(table.c.id).where(*mine, table.c.state == "failed")
    back = select(table.c.id).join(Bounce, Bounce.outgoing_email_id == table.c.id)
    back = back.where(*mine, Bounce.kind != "soft")
    found = {
        number
        for query in (refused, back)
        for number in connection.scalars(query.order_by(newest).limit(FAILURES))
    }
    return sorted(found, reverse=True)[:FAILURES]


def count_since(connection: Connection, batch_id: int, first: int) -> int:
    """How many mails from this one on were sent or failed, as far as it matters."""
    ended = (table.c.state.in_(("sent", "failed")), table.c.id >= first)
    some = select(table.c.id).where(table.c.batch_id == batch_id, *ended).limit(AMONG + 1)
    return connection.scalar(select(func.count()).select_from(some.subquery())) or 0


def forgive(connection: Connection, batch_id: int) -> None:
    """Count no failure so far: somebody looked, and resumes the batch."""
    newest = [
        connection.scalar(select(func.max(table.c.id)).filter_by(batch_id=batch_id, state=state))
        for state in ("sent", "failed")
    ]
    batch = update(MailBatch).where(MailBatch.id == batch_id)
    connection.execute(batch.values(forgiven=max(number or 0 for number in newest)))
