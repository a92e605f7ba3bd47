"""What residents are asked to write about, and their letters."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...coalition.models import Campaign, Organization, one_of
from ...db import Model, Timestamp, Words, now
from ...mail.models import OutgoingEmail
from ...officials.models import Body, Contact, Official, Ward
from ...officials.record.models import Measure

KIND = "letter_action"  # what its citations in the fact sheet are filed under
DRAFT, OPEN, PAUSED, CLOSED = "draft", "open", "paused", "closed"
ON_BOUNCE = ("wait", "next")  # for a person, or the office's next verified address
STATES: dict[str, frozenset[str]] = {
    "unconfirmed": frozenset({"waiting", "held", "withdrawn"}),
    "held": frozenset({"waiting", "withdrawn"}),
    "waiting": frozenset({"leaving", "held", "withdrawn"}),
    "leaving": frozenset({"sent", "uncertain", "failed", "bounced"}),
    "sent": frozenset({"bounced", "withdrawn"}),
    "uncertain": frozenset({"waiting", "sent", "withdrawn"}),  # a person decides
    "failed": frozenset({"waiting", "withdrawn"}),
    "bounced": frozenset({"waiting", "withdrawn"}),
    "withdrawn": frozenset(),
}


class LetterAction(Model):
    """“Write to your alderperson”: open from publication until it closes.

    Residents may quote `facts` (keys of the campaign's sheet), which this document cites with the
    `text`: their letters say the versions that it pins. `points` are numbers of the campaign's
    points that are dealt to writers, all of them where it is empty. `per_hour` and `per_day` are
    how many letters one office gets.
    """

    __table_args__ = (one_of("on_bounce", ON_BOUNCE),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"))
    title: Mapped[Words]
    text: Mapped[Words]  # why, Markdown
    subject: Mapped[Words]  # proposed to writers
    prompts: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)  # questions
    facts: Mapped[list[str]] = mapped_column(JSON, default=list)
    points: Mapped[list[int]] = mapped_column(JSON, default=list)
    per_hour: Mapped[int] = mapped_column(default=6)
    per_day: Mapped[int] = mapped_column(default=40)
    on_bounce: Mapped[str] = mapped_column(String(8), default="wait")
    edition: Mapped[int] = mapped_column(default=1)  # goes up with each edit
    created_at: Mapped[Timestamp] = mapped_column(default=now)
    published_at: Mapped[Timestamp | None]
    paused_at: Mapped[Timestamp | None]  # no letter leaves; writing goes on
    closes_at: Mapped[Timestamp | None]
    closed_at: Mapped[Timestamp | None]
    campaign: Mapped[Campaign] = relationship()
    body: Mapped[Body] = relationship()
    measure: Mapped[Measure | None] = relationship()

    @property
    def state(self) -> str:
        """*draft*, *open*, *paused* or *closed*; what is paused still takes letters."""
        if self.published_at is None:
            return DRAFT
        if self.closed_at is not None or (self.closes_at is not None and self.closes_at <= now()):
            return CLOSED
        return PAUSED if self.paused_at is not None else OPEN

    @property
    def takes_letters(self) -> bool:
        return self.state in (OPEN, PAUSED)


class Letter(Model):
    """What one resident writes to the official of their ward.

    `mailbox` is the keyed hash of the address's canonical form. `street` is empty unless its
    writer ticked it. `wanted` holds the consent sentences that were ticked, by organization id,
    until the mailbox is proven. `held_for` says why a person looks first: *similar*, *disowned*.
    `versions` are those of the facts as it was sent.
    """

    __table_args__ = (
        UniqueConstraint("action_id", "mailbox", "official_id"),
        one_of("state", tuple(STATES)),
        Index("ix_letter_office", "action_id", "official_id", "state", "confirmed_at"),
        Index("ix_letter_state", "action_id", "state", "id"),
        Index("ix_letter_mailbox", "mailbox"),
        Index("ix_letter_outgoing_email_id", "outgoing_email_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    action_id: Mapped[int] = mapped_column(ForeignKey("letter_action.id"))
    official_id: Mapped[int] = mapped_column(ForeignKey("official.id"))
    ward_id: Mapped[int] = mapped_column(ForeignKey("ward.id"))
    mailbox: Mapped[str] = mapped_column(String(32))
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120))
    street: Mapped[str] = mapped_column(String(200), default="")
    language: Mapped[str] = mapped_column(String(8))
    subject: Mapped[str] = mapped_column(String(150))
    text: Mapped[str] = mapped_column(Text)
    points: Mapped[list[int]] = mapped_column(JSON, default=list)  # dealt to this writer
    is_private: Mapped[bool] = mapped_column(default=False)
    wanted: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    recruited_by_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    network: Mapped[str] = mapped_column(String(32), default="")
    state: Mapped[str] = mapped_column(String(12), default="unconfirmed")
    held_for: Mapped[str] = mapped_column(String(12), default="")
    asks: Mapped[int] = mapped_column(default=1)  # mails that asked to confirm
    asked_at: Mapped[Timestamp] = mapped_column(default=now)
    written_at: Mapped[Timestamp] = mapped_column(default=now)
    confirmed_at: Mapped[Timestamp | None]
    left_at: Mapped[Timestamp | None]  # into the outbox
    sent_at: Mapped[Timestamp | None]
    withdrawn_at: Mapped[Timestamp | None]
    disowned_at: Mapped[Timestamp | None]  # “someone wrote as me”
    tries: Mapped[int] = mapped_column(default=0)  # one more each time that a person sends it again
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="SET NULL"))
    outgoing_email_id: Mapped[int | None] = mapped_column(ForeignKey("outgoing_email.id"))
    versions: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    reply_asked_at: Mapped[Timestamp | None]
    action: Mapped[LetterAction] = relationship()
    official: Mapped[Official] = relationship()
    ward: Mapped[Ward] = relationship()
    contact: Mapped[Contact | None] = relationship()
    recruited_by: Mapped[Organization | None] = relationship()
    outgoing_email: Mapped[OutgoingEmail | None] = relationship()


class LetterRun(Model):
    """A run of words of a confirmed letter, by which letters that may be alike are found."""

    __table_args__ = (Index("ix_letter_run_run", "action_id", "language", "run"),)

    letter_id: Mapped[int] = mapped_column(
        ForeignKey("letter.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    run: Mapped[str] = mapped_column(String(16), primary_key=True)
    action_id: Mapped[int]
    language: Mapped[str] = mapped_column(String(8))
