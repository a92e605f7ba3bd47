"""A campaign's count on a measure, its entries, and who else may read them."""

from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import User
from ...coalition.models import Campaign, one_of
from ...db import Model, Timestamp, now
from ..models import Official
from ..record.models import Measure

STANCES = ("strong yes", "lean yes", "undecided", "lean no", "strong no", "unknown")
EVIDENCE = ("vote", "statement", "meeting", "staff", "other")


class Whip(Model):
    """A campaign's count on one measure: which vote it wants, and how many make it."""

    __table_args__ = (
        UniqueConstraint("campaign_id", "measure_id"),
        one_of("wanted", ("yes", "no")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), index=True)
    wanted: Mapped[str] = mapped_column(String(3), default="yes")
    needed: Mapped[int]  # votes in favour that pass the measure
    begun_at: Mapped[Timestamp] = mapped_column(default=now)
    closed_at: Mapped[Timestamp | None]
    campaign: Mapped[Campaign] = relationship()
    measure: Mapped[Measure] = relationship()


class Stance(Model):
    """One entry: what somebody learned about one official's vote on one measure.

    `on` is the day of the evidence, not of the entry. Entries are not edited: a wrong one is
    withdrawn, and a new one written.
    """

    __table_args__ = (
        one_of("value", STANCES),
        one_of("evidence", EVIDENCE),
        Index("ix_stance_whip_official", "whip_id", "official_id", "on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    whip_id: Mapped[int] = mapped_column(ForeignKey("whip.id"))
    official_id: Mapped[int] = mapped_column(ForeignKey("official.id"), index=True)
    value: Mapped[str] = mapped_column(String(12))
    evidence: Mapped[str] = mapped_column(String(12))
    source: Mapped[str] = mapped_column(String(300), default="")  # who said so, or an address
    note: Mapped[str] = mapped_column(Text, default="")
    on: Mapped[date]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[Timestamp] = mapped_column(default=now)
    withdrawn_at: Mapped[Timestamp | None]
    whip: Mapped[Whip] = relationship()
    official: Mapped[Official] = relationship()
    user: Mapped[User | None] = relationship()


class WhipReader(Model):
    """An account outside the lead's organizers that they let read a campaign's counts."""

    __table_args__ = (UniqueConstraint("campaign_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    named_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[Timestamp] = mapped_column(default=now)
    campaign: Mapped[Campaign] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
