"""How quickly a mailing is queued, beside a bare executemany of the same rows.

    python -m tests.load.mailing_rows [--rows 1000000] [--postgresql]

Chunks of 1,000 rows through `batches.queue_many`, each committed, and as many through the
driver's own executemany into a table with the same columns and indexes, in turn, chunk by chunk.
Then the batch is paused, and claims are counted; then it is cancelled, and what is left of it
dropped, and the longest of those transactions is what another writer would have had to wait.
"""

import argparse
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import insert

from campaign.db import db
from campaign.mail import MailBatch, OutgoingEmail, batches, leases
from tests.load.mailing import CHUNK, installation, make_app, make_batch, resident, row
from tests.mail import templates


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    with installation(25, options.postgresql) as given, make_app(given).app_context():
        batch = make_batch("mailing:1")
        queueing(batch, options.rows)
        standing_still(batch)
        cancelling(batch)
        db.engine.dispose()


def queueing(batch: MailBatch, rows: int) -> None:
    memory, ours, bare = resident(), 0.0, 0.0
    template = bare_rows(batch)
    for first in range(0, rows // 2, CHUNK):
        chunk = [row(at) for at in range(first, first + CHUNK)]
        ours += seconds(lambda chunk=chunk: batches.queue_many(batch, templates.NAME, chunk))
        others = [template | row(at) for at in range(rows + first, rows + first + CHUNK)]
        bare += seconds(lambda others=others: bare_insert(others))
    half = rows // 2
    print(f"queue_many       {half / ours:8,.0f} rows/s")
    print(f"bare executemany {half / bare:8,.0f} rows/s")
    print(f"ratio            {bare / ours:8.2f}")
    print(f"memory           {resident() - memory:8} MiB more than at the start")


def bare_rows(batch: MailBatch) -> dict[str, Any]:
    """What all rows have in common, as `queue_many` would fill it in."""
    batches.queue_many(batch, templates.NAME, [row(-1)])
    table = OutgoingEmail.__table__
    found = db.session.execute(table.select()).one()._mapping
    common = {name: value for name, value in found.items() if name != "id"}
    db.session.commit()
    return common


def bare_insert(rows: list[dict[str, Any]]) -> None:
    """The statement as SQLAlchemy compiles it, values as the driver takes them."""
    connection = db.session.connection()
    compiled = insert(OutgoingEmail).values(rows[0]).compile(connection)
    kinds = OutgoingEmail.__table__.columns
    casts = {
        name: kinds[name].type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
        for name in rows[0]
    }
    values = [
        {name: cast(one[name]) if (cast := casts[name]) else one[name] for name in one}
        for one in rows
    ]
    names = compiled.positiontup
    given = [tuple(one[name] for name in names) for one in values] if names else values
    connection.connection.cursor().executemany(str(compiled), given)


def standing_still(batch: MailBatch) -> None:
    """A claim with all those mails due, in a batch that is paused."""
    batches.pause(batch, "measuring")
    db.session.commit()
    for name, act in (("claim", leases.claim), ("look", leases.is_any_due)):
        arguments = ("nobody",) if name == "claim" else ()
        took = sorted(in_transaction(act, *arguments) for _ in range(100))[50]
        print(f"{name:16} {1_000 * took:8.2f} ms, with all of it paused")


def cancelling(batch: MailBatch) -> None:
    longest = seconds(lambda: batches.cancel(batch))
    start, many = time.perf_counter(), 0
    while True:
        took = in_transaction(leases.sweep)
        longest = max(longest, took)
        many += 1
        if not leases_left(batch):
            break
    print(f"cancelled        {time.perf_counter() - start:8.1f} s in {many} transactions")
    print(f"longest of them  {1_000 * longest:8.0f} ms")


def leases_left(batch: MailBatch) -> bool:
    open_mails = db.select(OutgoingEmail.id).where(
        OutgoingEmail.batch_id == batch.id, OutgoingEmail.due_at.is_not(None)
    )
    found = db.session.scalar(open_mails.limit(1))
    db.session.rollback()
    return found is not None


def seconds(act: Callable[[], object]) -> float:
    """How long this takes with its commit."""
    start = time.perf_counter()
    act()
    db.session.commit()
    return time.perf_counter() - start


def in_transaction(act: Callable[..., object], *arguments: Any) -> float:
    start = time.perf_counter()
    with db.engine.begin() as connection:
        act(connection, *arguments)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
