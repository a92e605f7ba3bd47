"""Mails that belong together: made once for a topic, counted, paused, resumed and cancelled.

Everything here works in the caller's transaction.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ..db import db, is_postgresql, now
from .addresses import sendable
from .models import MailBatch, OutgoingEmail
from .outbox import GIVEN


def of(organization_id: int, topic: str, title: Mapping[str, str], list_id: str = "") -> MailBatch:
    """The batch of this topic, made if there is none; two who make it at once get the same."""
    into: Any = postgresql.insert if is_postgresql() else sqlite.insert
    values = {"organization_id": organization_id, "topic": topic, "title": dict(title)}
    made = into(MailBatch).values(
        **values,
        shared={},
        list_id=list_id,
        state="running",
        why="",
        created_at=now(),
        changed_at=now(),
    )
    db.session.execute(made.on_conflict_do_nothing(index_elements=["organization_id", "topic"]))
    query = select(MailBatch).filter_by(organization_id=organization_id, topic=topic)
    return db.session.scalars(query).one()


def queue_many(batch: MailBatch, template: str, rows: Sequence[Mapping[str, Any]]) -> int:
    """Write mails of one batch at once; how many were new.

    Each of `rows` has key, to, mailbox, locale and merge, maybe list_unsubscribe, reply_to and
    sender_name. They count in no budget. Whose key is there already is left out.
    """
    if not rows:
        return 0
    into: Any = postgresql.insert if is_postgresql() else sqlite.insert
    moment = now()
    common = dict.fromkeys(GIVEN) | {
        "template": template,
        "shared": {},
        "budgeted": False,
        "at_most_once": False,
        "batch_id": batch.id,
        "queued_at": moment,
        "due_at": moment,
        "state": "queued",
        "attempts": 0,
    }
    values = [common | dict(row) | {"to": sendable(row["to"])} for row in rows]
    statement = into(OutgoingEmail).on_conflict_do_nothing(index_elements=["key"])
    return db.session.connection().execute(statement, values).rowcount


def counts(batch: MailBatch) -> Counter[str]:
    """How many of its mails are in each state."""
    query = select(OutgoingEmail.state, func.count()).filter_by(batch_id=batch.id)
    found = db.session.execute(query.group_by(OutgoingEmail.state))
    return Counter({row[0]: row[1] for row in found})


def pause(batch: MailBatch, why: str = "") -> bool:
    """Send none of it until `resume`; False if it did not run."""
    return _turn(batch, "running", "paused", why)


def resume(batch: MailBatch) -> bool:
    return _turn(batch, "paused", "running", "")


def cancel(batch: MailBatch, why: str = "") -> bool:
    """Never send what is left of it; False if that was decided before."""
    is_new = _turn(batch, "running", "cancelled", why) or _turn(batch, "paused", "cancelled", why)
    left = (OutgoingEmail.batch_id == batch.id, OutgoingEmail.due_at.is_not(None))
    ended = {"state": "dropped", "due_at": None, "leased_by": None, "error": "cancelled"}
    db.session.execute(update(OutgoingEmail).where(*left).values(**ended))
    return is_new


def _turn(batch: MailBatch, before: str, after: str, why: str) -> bool:
    turned = update(MailBatch).where(MailBatch.id == batch.id, MailBatch.state == before)
    found = db.session.execute(turned.values(state=after, why=why[:120], changed_at=now()))
    db.session.refresh(batch)
    return bool(found.rowcount)  # type: ignore[attr-defined]
