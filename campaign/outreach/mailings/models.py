"""Mailings of an organization to its own people."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import User
from ...coalition.models import Campaign, Organization, one_of
from ...coalition.scope import Owned
from ...db import Model, Timestamp, Words, now
from ...mail.models import MailBatch

KIND = "mailing"  # what its citations in the fact sheet are filed under
STATES: dict[str, frozenset[str]] = {
    "draft": frozenset({"proposed", "scheduled", "cancelled"}),
    "proposed": frozenset({"draft", "scheduled", "cancelled"}),
    "scheduled": frozenset({"draft", "proposed", "queueing", "cancelled"}),
    "queueing": frozenset({"sending", "cancelled"}),
    "sending": frozenset({"done", "cancelled"}),
    "done": frozenset(),
    "cancelled": frozenset({"draft"}),  # only what never began comes back
}


class Mailing(Owned, Model):
    """One mail to a segment of an organization's people who allowed it.

    `subject`, `preheader` and `text` (Markdown with merge fields and facts) by language; who reads
    another language gets English, else the first there is. `segment` is what
    `segments.Segment.values` gives. Rows are written in the order of people's numbers up to
    `cursor`; `count` is how many there are. `numbers` holds who was left out and why, and when all
    is sent how it went by domain, which outlasts the addresses.
    """

    __table_args__ = (
        one_of("state", tuple(STATES)),
        Index("ix_mailing_due", "state", "scheduled_at"),
        Index("ix_mailing_place", "organization_id", "campaign_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    name: Mapped[str] = mapped_column(String(120))  # for organizers
    subject: Mapped[Words] = mapped_column(default=dict)
    preheader: Mapped[Words] = mapped_column(default=dict)
    text: Mapped[Words] = mapped_column(default=dict)
    sender_name: Mapped[str] = mapped_column(String(120), default="")
    reply_to: Mapped[str] = mapped_column(String(254), default="")
    segment: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    state: Mapped[str] = mapped_column(String(10), default="draft")
    edition: Mapped[int] = mapped_column(default=1)  # goes up with each edit
    cursor: Mapped[int] = mapped_column(default=0)
    count: Mapped[int] = mapped_column(default=0)
    numbers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("mail_batch.id"))
    created_at: Mapped[Timestamp] = mapped_column(default=now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approved_edition: Mapped[int | None]
    scheduled_at: Mapped[Timestamp | None]
    begun_at: Mapped[Timestamp | None]
    ended_at: Mapped[Timestamp | None]
    campaign: Mapped[Campaign] = relationship()
    organization: Mapped[Organization] = relationship()
    batch: Mapped[MailBatch | None] = relationship()
    created_by: Mapped[User | None] = relationship(foreign_keys=[created_by_id])
    proposed_by: Mapped[User | None] = relationship(foreign_keys=[proposed_by_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])

    @property
    def topic(self) -> str:
        """Of its mail batch."""
        return f"mailing:{self.id}"

    @property
    def is_written_on(self) -> bool:
        """Whether its words and its segment may still change."""
        return self.state in ("draft", "proposed", "scheduled")

    @property
    def codes(self) -> list[str]:
        """The languages that have a subject and a text."""
        return [code for code, text in self.text.items() if text and self.subject.get(code)]

    @property
    def standing(self) -> str:
        """Its state, or *paused* while its batch is."""
        is_out = self.state in ("queueing", "sending") and self.batch is not None
        return "paused" if is_out and self.batch.state == "paused" else self.state  # type: ignore[union-attr]


class OutreachSettings(Owned, Model):
    """How an organization signs its mailings, and above how many receivers a second one approves.

    `footer` stands under each mailing: who sends it and where they are reached by post.
    """

    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), primary_key=True)
    approval_above: Mapped[int | None] = mapped_column(default=500)
    sender_name: Mapped[str] = mapped_column(String(120), default="")
    reply_to: Mapped[str] = mapped_column(String(254), default="")
    footer: Mapped[Words] = mapped_column(default=dict)
    edition: Mapped[int] = mapped_column(default=1)
