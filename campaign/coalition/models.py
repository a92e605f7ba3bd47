"""Campaigns, organizations, and who belongs to what."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import User
from ..db import Model, Timestamp, Words, db, now

ROLES = ("viewer", "writer", "organizer", "owner")  # each may do what those before it may
PART_ROLES = ("lead", "partner", "endorser")
INVITATION_LASTS = timedelta(days=7)


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class Campaign(Model):
    """An effort with one ask, run by several organizations together."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[Words]
    ask: Mapped[Words]
    summary: Mapped[Words]
    edition: Mapped[int] = mapped_column(default=1)  # goes up with each edit of the texts
    created_at: Mapped[Timestamp] = mapped_column(default=now)
    published_at: Mapped[Timestamp | None]
    closed_at: Mapped[Timestamp | None]
    key_dates: Mapped[list["KeyDate"]] = relationship(
        back_populates="campaign",
        order_by="KeyDate.on, KeyDate.position",
        cascade="all, delete-orphan",
    )
    partnerships: Mapped[list["Partnership"]] = relationship(
        back_populates="campaign", order_by="Partnership.id", cascade="all, delete-orphan"
    )

    @property
    def is_public(self) -> bool:
        return self.published_at is not None

    def partners(self, role: str) -> list["Organization"]:
        """The organizations that are in this campaign now in one role, first to join first."""
        return [
            one.organization for one in self.partnerships if one.role == role and one.is_current
        ]


class KeyDate(Model):
    """Something that happened or will happen on the way to the ask."""

    __table_args__ = (UniqueConstraint("campaign_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    position: Mapped[int]
    on: Mapped[str] = mapped_column(
        String(10)
    )  # ISO 8601: a day, or a month where the day is unknown
    what: Mapped[Words]
    record: Mapped[str] = mapped_column(String(60), default="")  # number of the council's record
    result: Mapped[Words | None]
    source: Mapped[str] = mapped_column(String(500), default="")  # where one can read it
    edition: Mapped[int] = mapped_column(default=1)
    campaign: Mapped[Campaign] = relationship(back_populates="key_dates")


class Organization(Model):
    """A group in the coalition, with people of its own that no other group sees."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    blurb: Mapped[Words] = mapped_column(default=dict)
    website: Mapped[str] = mapped_column(String(300), default="")  # what it calls its own
    is_demo: Mapped[bool] = mapped_column(default=False)
    edition: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Timestamp] = mapped_column(default=now)
    closed_at: Mapped[Timestamp | None]
    partnerships: Mapped[list["Partnership"]] = relationship(back_populates="organization")
    memberships: Mapped[list["Membership"]] = relationship(
        back_populates="organization", order_by="Membership.id"
    )
    invitations: Mapped[list["Invitation"]] = relationship(
        back_populates="organization", order_by="Invitation.id"
    )

    def add_member(self, user: User, role: str) -> "Membership":
        """Let a user in, or in again, with this role."""
        mine = db.select(Membership).filter_by(user=user, organization=self)
        membership = db.session.scalar(mine)
        if membership is None:
            membership = Membership(user=user, organization=self)
            db.session.add(membership)
        elif membership.ended_at is not None:
            membership.joined_at, membership.ended_at = now(), None
        membership.role = role
        return membership

    def join(self, campaign: Campaign, role: str) -> "Partnership":
        """Take part in a campaign, or again, in this role."""
        mine = db.select(Partnership).filter_by(campaign=campaign, organization=self)
        partnership = db.session.scalar(mine)
        if partnership is None:
            partnership = Partnership(campaign=campaign, organization=self)
            db.session.add(partnership)
        elif partnership.ended_at is not None:
            partnership.joined_at, partnership.ended_at = now(), None
        partnership.role = role
        return partnership


class Partnership(Model):
    """An organization's part in a campaign."""

    __table_args__ = (
        UniqueConstraint("campaign_id", "organization_id"),
        one_of("role", PART_ROLES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    role: Mapped[str] = mapped_column(String(12))
    joined_at: Mapped[Timestamp] = mapped_column(default=now)
    ended_at: Mapped[Timestamp | None]
    campaign: Mapped[Campaign] = relationship(back_populates="partnerships")
    organization: Mapped[Organization] = relationship(back_populates="partnerships")

    @property
    def is_current(self) -> bool:
        return self.ended_at is None


class Membership(Model):
    """A user in an organization, with a role."""

    __table_args__ = (UniqueConstraint("user_id", "organization_id"), one_of("role", ROLES))

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    role: Mapped[str] = mapped_column(String(12))
    joined_at: Mapped[Timestamp] = mapped_column(default=now)
    ended_at: Mapped[Timestamp | None]
    user: Mapped[User] = relationship()
    organization: Mapped[Organization] = relationship(back_populates="memberships")

    @property
    def is_current(self) -> bool:
        return self.ended_at is None

    def is_at_least(self, role: str) -> bool:
        """Whether this membership lets its user do what `role` may do."""
        return self.is_current and ROLES.index(self.role) >= ROLES.index(role)


def in_seven_days() -> datetime:
    return now() + INVITATION_LASTS


class Invitation(Model):
    """An offer of a membership to whoever reads a mailbox: one person, within 7 days."""

    __table_args__ = (one_of("role", ROLES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    name: Mapped[str] = mapped_column(String(120), default="")
    role: Mapped[str] = mapped_column(String(12))
    locale: Mapped[str] = mapped_column(String(12), default="en")  # of the mail
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))  # None: command line
    created_at: Mapped[Timestamp] = mapped_column(default=now)
    expires_at: Mapped[Timestamp] = mapped_column(default=in_seven_days)
    accepted_at: Mapped[Timestamp | None]
    withdrawn_at: Mapped[Timestamp | None]
    organization: Mapped[Organization] = relationship(back_populates="invitations")
    invited_by: Mapped[User | None] = relationship()

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and now() < self.expires_at

    def accept(self, user: User) -> Membership:
        """Use this invitation up: its user belongs to the organization from now on.

        It never takes a role away: whoever has a higher one meanwhile keeps it.
        """
        self.accepted_at = now()
        mine = db.select(Membership).filter_by(user=user, organization=self.organization)
        membership = db.session.scalar(mine)
        if membership is not None and membership.is_at_least(self.role):
            return membership
        return self.organization.add_member(user, self.role)
