"""Petitions and their signatures."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from ..accounts.models import User
from ..append_only import close_table
from ..coalition.models import Campaign, Organization, one_of
from ..db import Model, Timestamp, Words, db, now
from ..officials.models import Body, Ward

DRAFT, COMING, OPEN, STOPPED, CLOSED = "draft", "coming", "open", "stopped", "closed"
GRACE = timedelta(days=1)  # for those who signed in time and read their mail later
APPROVED, HIDDEN = "approved", "hidden"  # what organizers said of a comment; "" is nothing yet
STANDING = ("withdrawn_at", "invalidated_at")  # both empty
WAITS = ("signed_at", "petition_id", *STANDING, "confirmed_at")  # so that an index has it all
WITH_COMMENT = "comment <> '' AND confirmed_at IS NOT NULL"
KIND = "petition"  # what its citations in the fact sheet are filed under
ACTS = ("published", "unpublished", "closed", "reopened", "stopped", "resumed")


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
    targets: Mapped[str] = mapped_column(Text, default="")  # who is asked, one a line
    goal: Mapped[int | None]
    reviews_comments: Mapped[bool] = mapped_column(default=False)  # none shows before review
    revision_number: Mapped[int] = mapped_column(default=0)  # of the last PetitionRevision
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
    def target_lines(self) -> list[str]:
        return self.targets.splitlines()

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


class PetitionRevision(Model):
    """What a petition said from one save to the next. Never edited, never deleted.

    `content` is what `revisions.content_of` gives; `versions` the version shown of each fact.
    """

    __table_args__ = (UniqueConstraint("petition_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"))
    number: Mapped[int]  # 1, 2, 3 … in each petition
    slug: Mapped[str] = mapped_column(String(80), index=True)  # old links of editors lead on
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    versions: Mapped[dict[str, int]] = mapped_column(JSON)
    was_public: Mapped[bool]  # people may have signed the words before
    why: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))  # None: command line, demo
    made_at: Mapped[Timestamp] = mapped_column(default=now)
    petition: Mapped[Petition] = relationship()
    by: Mapped[User | None] = relationship()


class PetitionDecision(Model):
    """Somebody published, closed or stopped a petition, or took that back, and why."""

    __table_args__ = (one_of("act", ACTS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    act: Mapped[str] = mapped_column(String(12))
    why: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[Timestamp] = mapped_column(default=now)
    by: Mapped[User | None] = relationship()


close_table(PetitionRevision, "a revision of a petition is never edited or deleted")
close_table(PetitionDecision, "a decision about a petition is never edited or deleted")


def domain_of(email: str) -> str:
    return email.rpartition("@")[2].lower()


def part_index(name: str, condition: str, *columns: str) -> Index:
    """An index over those signatures alone that fulfil a condition."""
    where = db.text(condition)
    return Index(f"ix_signature_{name}", *columns, sqlite_where=where, postgresql_where=where)


class Signature(Model):
    """One mailbox's name under a petition; it counts once its owner confirms.

    `mailbox` is the keyed hash of the address's canonical form. `member` is 0, and counts up
    for those whom an organizer lets share a mailbox. `wanted` holds the consent sentences that
    were ticked, by organization id, until the mailbox is proven. `domain` is what follows the @.
    """

    __table_args__ = (
        UniqueConstraint("petition_id", "mailbox", "member"),
        Index("ix_signature_time", "petition_id", "signed_at"),
        part_index("waiting", "confirmed_at IS NULL", *WAITS),
        part_index("shown", "is_shown", "petition_id", "confirmed_at"),
        part_index("comment", WITH_COMMENT, "petition_id", "comment_review", "id"),
        part_index("invalidation", "invalidation_id IS NOT NULL", "invalidation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"))
    mailbox: Mapped[str] = mapped_column(String(32))
    member: Mapped[int] = mapped_column(default=0, server_default="0")
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    domain: Mapped[str] = mapped_column(String(253), default="", server_default="")
    ward_id: Mapped[int | None] = mapped_column(ForeignKey("ward.id"))
    comment: Mapped[str] = mapped_column(Text)
    comment_review: Mapped[str] = mapped_column(String(8), default="", server_default="")
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
    invalidation_id: Mapped[int | None] = mapped_column(ForeignKey("invalidation.id"))
    reminded_at: Mapped[Timestamp | None]
    petition: Mapped[Petition] = relationship()
    ward: Mapped[Ward | None] = relationship()
    organization: Mapped[Organization | None] = relationship()

    @validates("email")
    def keep_domain(self, key: str, email: str) -> str:
        """Organizers see the domain of an address, and nothing else of it."""
        self.domain = domain_of(email)
        return email

    @property
    def counts(self) -> bool:
        return (
            self.confirmed_at is not None
            and self.withdrawn_at is None
            and self.invalidated_at is None
        )

    @property
    def shown_comment(self) -> str:
        """The comment as everyone may read it: reviewed, where the petition asks for that."""
        is_fine = self.comment_review == APPROVED or (
            not self.comment_review and not self.petition.reviews_comments
        )
        return self.comment if self.is_shown and is_fine else ""


class Tally(Model):
    """Confirmed signatures by ward and recruiting organization; 0 stands for none."""

    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    ward_id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(primary_key=True)
    counted: Mapped[int]


class TallyHour(Model):
    """The same by the hour in which they were confirmed (hours since 1970, UTC) and language."""

    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), primary_key=True)
    hour: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(8), primary_key=True)
    counted: Mapped[int]


class TallyChange(Model):
    """Some signatures of one kind more or less, not yet in the Tally and the TallyHour."""

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    ward_id: Mapped[int]
    organization_id: Mapped[int]
    hour: Mapped[int]
    language: Mapped[str] = mapped_column(String(8))
    change: Mapped[int]
