"""The outbox: one row per mail and recipient, and whom never to mail again."""

from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from ..db import Model, Timestamp, Words, now

STATES: dict[str, frozenset[str]] = {
    "queued": frozenset({"sending", "dropped"}),
    "sending": frozenset({"queued", "sent", "failed", "uncertain", "dropped"}),
    "sent": frozenset(),
    "failed": frozenset({"queued"}),  # a person tries again
    "uncertain": frozenset({"queued", "sent"}),  # a person decides
    "dropped": frozenset(),
}
TROUBLED = "state IN ('failed', 'uncertain')"
# How a mail came back, from the least to what counts most
BOUNCES = ("policy", "soft", "hard", "complaint")
OPEN = "due_at IS NOT NULL"
BATCH_STATES = ("running", "paused", "cancelled")
LEASED = "leased_by IS NOT NULL"
IN_BATCH = "batch_id IS NOT NULL"


def partial(name: str, *columns: str, where: str) -> Index:
    """An index of the few rows for which `where` holds, however many are finished."""
    return Index(name, *columns, sqlite_where=text(where), postgresql_where=text(where))


class MailBatch(Model):
    """Mails of one kind that an organization sends: seen, paused and cancelled together.

    `topic` says what they are and never changes: `mailing:7`, `petition-reminders:3`. `title` is
    for people, by language. `shared` is what all its mails have in common, by language, so that
    a hundred thousand rows need not repeat it. `list_id` is the name of the list (RFC 2919) if
    its receivers can leave it. `why` says who or what paused it. Who changes `shared` later sets
    `changed_at`, too. Failures up to the mail `forgiven` were looked at before it was resumed.
    """

    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(map(repr, BATCH_STATES))})", name="state"),
        UniqueConstraint("organization_id", "topic"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    topic: Mapped[str] = mapped_column(String(60))
    title: Mapped[Words] = mapped_column(default=dict)
    shared: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    list_id: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(10), default="running")
    why: Mapped[str] = mapped_column(String(120), default="")
    forgiven: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[Timestamp] = mapped_column(default=now)
    changed_at: Mapped[Timestamp] = mapped_column(default=now)


class OutgoingEmail(Model):
    """One mail to one recipient, written in the transaction of the change that causes it.

    `due_at` says when a worker may take the row: now, after a back-off, or when the lease of
    another worker ends; it is null once the mail is finished. `started_at` is set only for
    mails that may go out at most once, just before sending. Mails of a `batch` let others pass.
    """

    __table_args__ = (
        CheckConstraint(f"state IN ({', '.join(map(repr, STATES))})", name="state"),
        partial("ix_outgoing_email_due", "batch_id", "due_at", "id", where=OPEN),
        partial("ix_outgoing_email_batch", "batch_id", "state", "id", where=IN_BATCH),
        partial("ix_outgoing_email_leased", "leased_by", where=LEASED),
        partial("ix_outgoing_email_troubled", "state", where=TROUBLED),
        Index("ix_outgoing_email_mailbox", "mailbox", "budgeted", "queued_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    template: Mapped[str] = mapped_column(String(100))
    locale: Mapped[str] = mapped_column(String(20))
    to: Mapped[str] = mapped_column(String(320))
    mailbox: Mapped[str] = mapped_column(String(32))  # keyed hash of the canonical form
    reply_to: Mapped[str | None] = mapped_column(String(320))
    list_unsubscribe: Mapped[str | None] = mapped_column(Text)
    calendar: Mapped[str | None] = mapped_column(Text)  # an iCalendar part (RFC 5545), if any
    shared: Mapped[dict[str, Any]] = mapped_column(JSON)
    merge: Mapped[dict[str, Any]] = mapped_column(JSON)
    budgeted: Mapped[bool]
    at_most_once: Mapped[bool]
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("mail_batch.id"))
    sender_name: Mapped[str | None] = mapped_column(String(120))  # beside our own address
    state: Mapped[str] = mapped_column(String(10), default="queued")
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[Timestamp | None]
    leased_by: Mapped[str | None] = mapped_column(String(120))
    queued_at: Mapped[Timestamp] = mapped_column(default=now)
    started_at: Mapped[Timestamp | None]
    sent_at: Mapped[Timestamp | None]
    error: Mapped[str | None] = mapped_column(String(80))  # a class or code, never a text


class Bounce(Model):
    """A mail that came back, or was complained about; of the report nothing else is kept.

    *hard*: there is no such mailbox. *soft*: the mailbox was full, or its server away for too
    long. *policy*: the server did not want this mail. *complaint*: its receiver did not.
    """

    __table_args__ = (CheckConstraint(f"kind IN ({', '.join(map(repr, BOUNCES))})", name="kind"),)

    outgoing_email_id: Mapped[int] = mapped_column(
        ForeignKey("outgoing_email.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    kind: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(12))  # of RFC 3463, such as 5.1.1; often none
    at: Mapped[Timestamp] = mapped_column(index=True)


class Suppression(Model):
    """A mailbox that is never mailed again, kept as a hash so that it survives an erasure."""

    mailbox: Mapped[str] = mapped_column(String(32), primary_key=True)
    reason: Mapped[str] = mapped_column(String(40))  # bounced, complained, unsubscribed, asked
    at: Mapped[Timestamp] = mapped_column(default=now)


class MailDomain(Model):
    """How quickly mails go to one receiving domain, for all workers together.

    `free_at` is when the next may go. Until `slow_until` they go slowly, because its server asked
    for that.
    """

    domain: Mapped[str] = mapped_column(String(255), primary_key=True)
    free_at: Mapped[Timestamp]
    slow_until: Mapped[Timestamp | None]


class MailHold(Model):
    """While this one row is there, nothing is delivered; a restored backup begins so."""

    __table_args__ = (CheckConstraint("id = 1", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reason: Mapped[str] = mapped_column(String(200))
    since: Mapped[Timestamp] = mapped_column(default=now)
