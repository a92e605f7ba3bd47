"""Which of the mails that a worker has leased may still go; asked again and again while it sends.

Who leaves a list, and who pauses or cancels a batch, must not wait for fifty mails.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Executable, bindparam, exists, select

from .leases import table
from .models import MailBatch, MailHold, Suppression

WAITS = (
    "held",
    "paused",
    "yields",
)  # what of a mail that goes back into the queue; others are dropped


# The mails of batches that the worker named by the parameter `worker` has leased, for whoever
# registers a gate. With `list_unsubscribe` their receivers can leave the list.
going = (
    select(table.c.id, table.c.mailbox, table.c.list_unsubscribe)
    .add_columns(MailBatch.organization_id, MailBatch.list_id)
    .join(MailBatch, MailBatch.id == table.c.batch_id)
    .where(table.c.leased_by == bindparam("worker"))
    .subquery("going")
)
_gates: list[Executable] = []


def register_gate(gate: Executable) -> None:
    """Let a room above say which mails of batches must not be sent.

    `gate` selects their ids among those of `going`; it is asked three times a second.
    """
    if gate not in _gates:
        _gates.append(gate)


_leased = (
    select(
        table.c.id,
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
    if any(row.state == "running" for row in rows):
        for gate in _gates:
            left = connection.execute(gate, {"worker": worker}).scalars()
            found |= {number: found[number] or "left" for number in left if number in found}
    return found


def obstacle(row: Any) -> str:
    if row.is_held:
        return "held"
    if row.state in ("paused", "cancelled"):
        return str(row.state)
    return "suppressed" if row.is_suppressed else ""
