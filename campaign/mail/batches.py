"""Mails that belong together: made once for a topic, counted, paused, resumed and cancelled.

Everything here works in the caller's transaction.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from ..db import db, is_postgresql, now
from . import leases, piling
from .addresses import sendable
from .models import MailBatch, OutgoingEmail
from .outbox import GIVEN

LIST_ID = re.compile(r"(?=.{1,200}\Z)[A-Za-z0-9]+(?:[.-]+[A-Za-z0-9]+)*")


def of(organization_id: int, topic: str, title: Mapping[str, str], list_id: str = "") -> MailBatch:
    """The batch of this topic, made if there is none; two who make it at once get the same.

    Raises ValueError for a `list_id` that is none of RFC 2919: letters, digits, dots, hyphens.
    """
    if list_id and not LIST_ID.fullmatch(list_id):
        raise ValueError("not a name of a list")
    into: Any = postgresql.insert if is_postgresql() else sqlite.insert
    values = {"organization_id": organization_id, "topic": topic, "title": dict(title)}
    made = into(MailBatch).values(
        **values,
        shared={},
        list_id=list_id,
        state="running",
        why="",
        forgiven=0,
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
    """How many of its mails are in each state.

    What waits in a cancelled batch counts as dropped: that is carried out bit by bit.
    """
    query = select(OutgoingEmail.state, func.count()).filter_by(batch_id=batch.id)
    found = db.session.execute(query.group_by(OutgoingEmail.state))
    by_state = Counter({row[0]: row[1] for row in found})
    if batch.state == "cancelled":
        by_state["dropped"] += by_state.pop("queued", 0)
    return by_state


def pause(batch: MailBatch, why: str = "") -> bool:
    """Send none of it until `resume`; False if it did not run."""
    return _turn(batch, "running", "paused", why)


def resume(batch: MailBatch) -> bool:
    """Send again what is left of a paused batch; failures so far pause it no more."""
    piling.forgive(db.session.connection(), batch.id)
    return _turn(batch, "paused", "running", "")


def cancel(batch: MailBatch, why: str = "") -> bool:
    """Never send what is left of it; False if that was decided before.

    The state decides. Of many mails most are dropped later, by delivery, so that nobody else has
    to wait before they may write.
    """
    is_new = _turn(batch, "running", "cancelled", why) or _turn(batch, "paused", "cancelled", why)
    leases.drop_some(db.session.connection(), batch.id)
    return is_new


def _turn(batch: MailBatch, before: str, after: str, why: str) -> bool:
    turned = update(MailBatch).where(MailBatch.id == batch.id, MailBatch.state == before)
    found = db.session.execute(turned.values(state=after, why=why[:120], changed_at=now()))
    db.session.refresh(batch)
    return bool(found.rowcount)  # type: ignore[attr-defined]
