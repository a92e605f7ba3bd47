"""What an organization said to an official, and what came back."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import User
from ...coalition.models import Campaign, Organization, one_of
from ...coalition.scope import Owned
from ...db import Model, Timestamp, now
from ..models import Official
from ..record.models import Measure

WAYS = ("visit", "call", "letter", "email", "event", "reply")


class Interaction(Owned, Model):
    """An organization's own note; `is_shared` lets the campaign's lead read it too."""

    __table_args__ = (one_of("way", WAYS),)

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    official_id: Mapped[int] = mapped_column(ForeignKey("official.id"), index=True)
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"))
    way: Mapped[str] = mapped_column(String(12))
    on: Mapped[date]
    who: Mapped[str] = mapped_column(String(120), default="")  # of us
    with_whom: Mapped[str] = mapped_column(String(120), default="")  # of them: “chief of staff”
    asked: Mapped[str] = mapped_column(Text, default="")
    answered: Mapped[str] = mapped_column(Text, default="")  # and what they promised
    next_step: Mapped[str] = mapped_column(String(200), default="")
    next_on: Mapped[date | None] = mapped_column(index=True)
    next_done_at: Mapped[Timestamp | None]
    is_shared: Mapped[bool] = mapped_column(default=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    at: Mapped[Timestamp] = mapped_column(default=now)
    edition: Mapped[int] = mapped_column(default=1)
    organization: Mapped[Organization] = relationship()
    campaign: Mapped[Campaign] = relationship()
    official: Mapped[Official] = relationship()
    measure: Mapped[Measure | None] = relationship()
    user: Mapped[User | None] = relationship()
