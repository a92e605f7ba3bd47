"""How the outbox stands, for operators."""

from typing import Any

from sqlalchemy import func, or_, select, text

from ..db import db, now
from .models import OPEN, TROUBLED, MailBatch, MailHold, OutgoingEmail


def figures() -> dict[str, Any]:
    """Mails by state; `due` are those that could leave now, `held` why nothing does.

    Ends the session's transaction: a command that waits must not keep the database.
    """
    is_open = select(OutgoingEmail.state, func.count()).where(text(OPEN))
    troubled = select(OutgoingEmail.state, func.count()).where(text(TROUBLED))
    counts = dict.fromkeys(("queued", "sending", "failed", "uncertain"), 0)
    for query in (is_open, troubled):
        for state, count in db.session.execute(query.group_by(OutgoingEmail.state)):
            counts[state] = count
    running = select(MailBatch.id).where(MailBatch.state == "running")
    may_leave = or_(OutgoingEmail.batch_id.is_(None), OutgoingEmail.batch_id.in_(running))
    due = select(func.count()).where(OutgoingEmail.due_at <= now(), may_leave)
    held = select(MailHold.reason)
    found = counts | {"due": db.session.scalar(due), "held": db.session.scalar(held)}
    db.session.rollback()
    return found


def batches() -> list[dict[str, Any]]:
    """Batches that have mails to send: whose, what, their state and how many wait.

    Ends the session's transaction, as `figures`.
    """
    waiting = select(OutgoingEmail.batch_id, func.count().label("waiting"))
    waiting = waiting.where(text(OPEN), OutgoingEmail.batch_id.is_not(None))
    counted = waiting.group_by(OutgoingEmail.batch_id).subquery()
    shown = (MailBatch.organization_id, MailBatch.topic, MailBatch.state, MailBatch.why)
    query = select(*shown, counted.c.waiting).join(counted, counted.c.batch_id == MailBatch.id)
    found = [dict(row._mapping) for row in db.session.execute(query.order_by(MailBatch.id))]
    db.session.rollback()
    return found
