"""Hearings: a meeting at which a body hears the public."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..accounts.models import User
from ..coalition.models import Campaign, one_of
from ..db import Model, Timestamp, Words, now
from ..officials.models import Body
from ..officials.record.models import Measure, Meeting
from .rules.models import SpeakingRule

STATUSES = ("scheduled", "recessed", "rescheduled", "cancelled")

hearing_body = Table(
    "hearing_body",
    Model.metadata,
    Column("hearing_id", ForeignKey("hearing.id"), primary_key=True),
    Column("body_id", ForeignKey("body.id"), primary_key=True, index=True),
)
hearing_measure = Table(
    "hearing_measure",
    Model.metadata,
    Column("hearing_id", ForeignKey("hearing.id"), primary_key=True),
    Column("measure_id", ForeignKey("measure.id"), primary_key=True, index=True),
)


class Hearing(Model):
    """A meeting of a body where the public is heard, as a campaign prepares for it.

    It is a draft until published. `rule` is its own copy. `period_ended_at` is when the time for
    the public was over, `cut_seconds` what the chair left to each on the day. `sequence` counts
    what calendars must learn (RFC 5545, 3.8.7.4); `series` is shared by hearings that repeat.
    """

    __table_args__ = (
        one_of("status", STATUSES),
        Index("ix_hearing_campaign_id_starts_at", "campaign_id", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("speaking_rule.id"), unique=True)
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("hearing.id"))
    coordinator_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    title: Mapped[Words]
    about: Mapped[Words] = mapped_column(default=dict)  # what it is about and what we ask
    starts_at: Mapped[Timestamp] = mapped_column(index=True)
    ends_at: Mapped[Timestamp | None]
    place: Mapped[str] = mapped_column(String(300), default="")
    access: Mapped[Words] = mapped_column(default=dict)  # ways in, interpreters, whom to ask
    remote: Mapped[str] = mapped_column(String(300), default="")  # where one watches or calls in
    status: Mapped[str] = mapped_column(String(12), default="scheduled")
    status_note: Mapped[Words] = mapped_column(default=dict)
    is_vote_expected: Mapped[bool] = mapped_column(default=False)
    series: Mapped[str] = mapped_column(String(40), default="", index=True)
    takes_sign_ups: Mapped[bool] = mapped_column(default=True)
    cut_seconds: Mapped[int | None]
    sequence: Mapped[int] = mapped_column(default=0)
    edition: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Timestamp] = mapped_column(default=now)
    changed_at: Mapped[Timestamp] = mapped_column(default=now)
    published_at: Mapped[Timestamp | None]
    period_began_at: Mapped[Timestamp | None]
    period_ended_at: Mapped[Timestamp | None]
    campaign: Mapped[Campaign] = relationship()
    body: Mapped[Body] = relationship()
    rule: Mapped[SpeakingRule] = relationship(cascade="all, delete-orphan", single_parent=True)
    meeting: Mapped[Meeting | None] = relationship()
    successor: Mapped["Hearing | None"] = relationship(remote_side="Hearing.id")
    coordinator: Mapped[User | None] = relationship()
    other_bodies: Mapped[list[Body]] = relationship(secondary=hearing_body, order_by=Body.id)
    measures: Mapped[list[Measure]] = relationship(secondary=hearing_measure, order_by=Measure.id)

    @property
    def zone(self) -> ZoneInfo:
        """Where the body meets: every deadline is computed and shown there."""
        return ZoneInfo(self.body.timezone)

    @property
    def local_start(self) -> datetime:
        return self.starts_at.astimezone(self.zone)

    @property
    def is_public(self) -> bool:
        return self.published_at is not None

    @property
    def is_on(self) -> bool:
        """Whether it takes place on its day, as far as anybody knows."""
        return self.status in ("scheduled", "recessed")

    @property
    def is_over(self) -> bool:
        """Whether the public's time has ended, or, where nobody said so, the day there."""
        if self.period_ended_at is not None:
            return self.period_ended_at <= now()
        last = (self.ends_at or self.starts_at).astimezone(self.zone)
        return last.date() < now().astimezone(self.zone).date()
