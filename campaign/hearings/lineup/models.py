"""Points worth saying, and to whom each is dealt."""

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...coalition.models import Campaign
from ...db import Model
from ..models import Hearing
from ..speaking.models import Speaker


class Point(Model):
    """A thing worth saying in a campaign; `{fact:key}` in its text is what stands behind it.

    `wanted` is how many speakers should make it. A must-say point is dealt before all others.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign_id: Mapped[int] = mapped_column(ForeignKey("campaign.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text, default="")
    wanted: Mapped[int] = mapped_column(default=1)
    is_must: Mapped[bool] = mapped_column(default=False)
    is_retired: Mapped[bool] = mapped_column(default=False)
    edition: Mapped[int] = mapped_column(default=1)
    campaign: Mapped[Campaign] = relationship()


class Deal(Model):
    """A point that a speaker of a hearing is to make.

    `why` is a key of `dealing.REASONS`; `is_fixed` was dealt by hand and survives dealing anew;
    `is_made` is what the record says afterwards.
    """

    __table_args__ = (UniqueConstraint("speaker_id", "point_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    hearing_id: Mapped[int] = mapped_column(ForeignKey("hearing.id"), index=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("speaker.id", ondelete="CASCADE"))
    point_id: Mapped[int] = mapped_column(ForeignKey("point.id"), index=True)
    why: Mapped[str] = mapped_column(String(20))
    is_fixed: Mapped[bool] = mapped_column(default=False)
    is_made: Mapped[bool] = mapped_column(default=False)
    hearing: Mapped[Hearing] = relationship()
    speaker: Mapped[Speaker] = relationship()
    point: Mapped[Point] = relationship()
