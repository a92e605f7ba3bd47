"""How the outbox stands, for operators."""

from typing import Any

from sqlalchemy import func, select, text

from ..db import db, now
from .models import OPEN, TROUBLED, MailHold, OutgoingEmail


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
    due = select(func.count()).where(OutgoingEmail.due_at <= now())
    held = select(MailHold.reason)
    found = counts | {"due": db.session.scalar(due), "held": db.session.scalar(held)}
    db.session.rollback()
    return found
