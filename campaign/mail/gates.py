"""Which of the mails that a worker has leased may still go; asked again and again while it sends.

Who leaves a list, and who pauses or cancels a batch, must not wait for fifty mails.
"""

from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, exists, select

from .leases import table
from .models import MailBatch, MailHold, Suppression

WAITS = (
    "held",
    "paused",
    "yields",
)  # what of a mail that goes back into the queue; others are dropped


class Going(NamedTuple):
    """A mail of a batch about which the rooms above are asked.

    `mailbox` is the receiver's keyed hash; with `list_unsubscribe` they can leave the list.
    """

    id: int
    mailbox: str
    organization_id: int
    batch_id: int
    topic: str
    list_id: str
    list_unsubscribe: str | None


Gate = Callable[[Connection, Sequence[Going]], Collection[int]]
_gates: list[Gate] = []


def register_gate(gate: Gate) -> None:
    """Let a room above say which mails of batches must not be sent: it returns their ids.

    It gets the connection of delivery, in a transaction that only reads, at most 200 mails, and
    the question three times a second: one query, no commit.
    """
    if gate not in _gates:
        _gates.append(gate)


_leased = (
    select(
        *(table.c.id, table.c.mailbox, MailBatch.organization_id, table.c.batch_id),
        *(MailBatch.topic, MailBatch.list_id, table.c.list_unsubscribe),  # so far as in Going
        MailBatch.state,
        exists().where(Suppression.mailbox == table.c.mailbox).label("is_suppressed"),
        exists(select(MailHold.id)).label("is_held"),
    )
    .select_from(table)
    .outerjoin(MailBatch, MailBatch.id == table.c.batch_id)
    .where(table.c.leased_by == bindparam("worker"))
)


def look(connection: Connection, worker: str) -> dict[int, str]:
    """What keeps each mail of this worker from going: "" where nothing does.

    *held* or *paused*: it waits. *cancelled*, *suppressed* or *left*: it is never sent.
    """
    rows: Sequence[Any] = connection.execute(_leased, {"worker": worker}).all()
    found = {row.id: obstacle(row) for row in rows}
    asked = [Going(*row[:7]) for row in rows if row.batch_id is not None and not found[row.id]]
    for gate in _gates if asked else ():
        found |= dict.fromkeys(gate(connection, asked), "left")
    return found


def obstacle(row: Any) -> str:
    if row.is_held:
        return "held"
    if row.state in ("paused", "cancelled"):
        return str(row.state)
    return "suppressed" if row.is_suppressed else ""
