"""A mail to an office came back: its address does not work, until somebody says that it does."""

from typing import Any

from ..db import db
from ..mail.outbox import mailbox_hash
from .contacts import mark_bounced
from .models import Contact


def note(email: Any, kind: str, code: str) -> None:
    """Mark the addresses of offices to which this mail went, in the session's transaction."""
    if kind != "hard":
        return
    working = db.select(Contact).filter_by(kind="email", bounced_at=None)
    for contact in db.session.scalars(working):
        if contact.value and mailbox_hash(contact.value) == email.mailbox:
            mark_bounced(contact, f"SMTP {code}".strip())
