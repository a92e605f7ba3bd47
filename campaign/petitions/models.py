"""Petitions and their signatures."""

from datetime import datetime, timedelta

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..coalition.models import Campaign, Organization
from ..db import Model, Timestamp, Words, db, now
from ..officials.models import Body, Ward

DRAFT, COMING, OPEN, STOPPED, CLOSED = "draft", "coming", "open", "stopped", "closed"
GRACE = timedelta(days=1)  # for those who signed in time and read their mail later
KIND = "petition"  # what its citations in the fact sheet are filed under


class Petition(Model):
    """A demand put to a body, open from publication until it closes."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    title: Mapped[Words]
    ask: Mapped[Words]
    text: Mapped[Words]
    share: Mapped[Words] = mapped_column(default=dict)
    goal: Mapped[int | None]
    created_at: Mapped[Timestamp] = mapped_column(default=now)
    published_at: Mapped[Timestamp | None]
    opens_at: Mapped[Timestamp | None]
    closes_at: Mapped[Timestamp | None]
    closed_at: Mapped[Timestamp | None]
    stopped_at: Mapped[Timestamp | None]
    campaign: Mapped[Campaign] = relationship()
    body: Mapped[Body] = relationship()

    @property
    def state(self) -> str:
        """Where the petition stands now; see the glossary of this package."""
        return state_at(self, now())

    @property
    def is_open(self) -> bool:
        return self.state == OPEN

    @property
    def ended_at(self) -> datetime | None:
        """When signing ended or will end."""
        return self.closed_at or self.closes_at

    @property
    def takes_confirmations(self) -> bool:
        """Whether a signature made in time may still be confirmed."""
        if self.state == CLOSED and self.ended_at is not None:
            return now() < self.ended_at + GRACE
        return self.state == OPEN


def state_at(petition: Petition, moment: datetime) -> str:
    """The petition's state at a moment, latest decision first."""
    if petition.published_at is None or petition.published_at > moment:
        return DRAFT
    if petition.closed_at is not None and petition.closed_at <= moment:
        return CLOSED
    if petition.closes_at is not None and petition.closes_at <= moment:
        return CLOSED
    if petition.stopped_at is not None:
        return STOPPED
    if petition.opens_at is not None and petition.opens_at > moment:
        return COMING
    return OPEN


class Signature(Model):
    """One mailbox's name under a petition; it counts once its owner confirms.

    `mailbox` is the keyed hash of the address's canonical form. `wanted` holds the consent
    sentences that were ticked, by organization id, until the mailbox is proven.
    """

    __table_args__ = (
        UniqueConstraint("petition_id", "mailbox"),
        Index(
            "ix_signature_waiting",
            "signed_at",
            sqlite_where=db.text("confirmed_at IS NULL"),
            postgresql_where=db.text("confirmed_at IS NULL"),
        ),
        Index(
            "ix_signature_shown",
            "petition_id",
            "confirmed_at",
            sqlite_where=db.text("is_shown"),
            postgresql_where=db.text("is_shown"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"))
    mailbox: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    ward_id: Mapped[int | None] = mapped_column(ForeignKey("ward.id"))
    comment: Mapped[str] = mapped_column(Text)
    is_public: Mapped[bool]
    is_shown: Mapped[bool] = mapped_column(default=False)  # public, confirmed and standing
    language: Mapped[str] = mapped_column(String(8))
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    wanted: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    network: Mapped[str] = mapped_column(String(32))
    asks: Mapped[int]
    asked_at: Mapped[Timestamp]
    signed_at: Mapped[Timestamp]
    confirmed_at: Mapped[Timestamp | None]
    withdrawn_at: Mapped[Timestamp | None]
    invalidated_at: Mapped[Timestamp | None]
    reminded_at: Mapped[Timestamp | None]
    petition: Mapped[Petition] = relationship()
    ward: Mapped[Ward | None] = relationship()
    organization: Mapped[Organization | None] = relationship()

    @property
    def counts(self) -> bool:
        return (
            self.confirmed_at is not None
            and self.withdrawn_at is None
            and self.invalidated_at is None
        )


class Tally(Model):
    """Confirmed signatures by ward and recruiting organization; 0 stands for none."""

    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    ward_id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(primary_key=True)
    counted: Mapped[int]


class TallyChange(Model):
    """One signature more or less, not yet in the Tally."""

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    ward_id: Mapped[int]
    organization_id: Mapped[int]
    change: Mapped[int]
