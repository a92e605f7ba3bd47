"""Measures, meetings, roll calls: what the body's record says."""

from datetime import date

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...coalition.models import one_of
from ...db import Model, Timestamp
from ..models import Body, Official, Sourced

VOTES = ("yea", "nay", "absent", "not voting", "abstain", "excused", "recused", "vacant")


class Measure(Sourced, Model):
    """An ordinance, order or resolution. `record` is its number as it is shown.

    `needs` is the number of votes in favour that it takes, where that is not the body's threshold.
    """

    __table_args__ = (UniqueConstraint("body_id", "record"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    record: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(40), default="")
    status: Mapped[str] = mapped_column(String(80), default="")
    introduced_on: Mapped[date | None]
    needs: Mapped[int | None]
    url: Mapped[str] = mapped_column(String(300), default="")
    body: Mapped[Body] = relationship()
    numbers: Mapped[list["RecordNumber"]] = relationship(
        back_populates="measure", order_by="RecordNumber.id", cascade="all, delete-orphan"
    )
    sponsors: Mapped[list["Sponsor"]] = relationship(
        back_populates="measure", order_by="Sponsor.id", cascade="all, delete-orphan"
    )
    roll_calls: Mapped[list["RollCall"]] = relationship(
        back_populates="measure", order_by="RollCall.on, RollCall.id", cascade="all, delete-orphan"
    )


class RecordNumber(Model):
    """A number that means this measure; `key` is the same for all spellings of one number."""

    __table_args__ = (UniqueConstraint("body_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"), index=True)
    key: Mapped[str] = mapped_column(String(40))
    written: Mapped[str] = mapped_column(String(40))
    measure: Mapped[Measure] = relationship(back_populates="numbers")


class Sponsor(Model):
    """An official who put their name to a measure: no vote, and no promise of one."""

    __table_args__ = (UniqueConstraint("measure_id", "official_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    official_id: Mapped[int] = mapped_column(ForeignKey("official.id"), index=True)
    is_chief: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(300), default="")
    measure: Mapped[Measure] = relationship(back_populates="sponsors")
    official: Mapped[Official] = relationship()


class Meeting(Sourced, Model):
    """A meeting of a body, as its calendar says; hearings are made from these.

    `external` is its number in the calendar that it came from. `comment` is the clerk's free text.
    """

    __table_args__ = (UniqueConstraint("body_id", "external"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    external: Mapped[str] = mapped_column(String(80))
    starts_at: Mapped[Timestamp] = mapped_column(index=True)
    status: Mapped[str] = mapped_column(String(40), default="")
    location: Mapped[str] = mapped_column(String(300), default="")
    comment: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(300), default="")
    body: Mapped[Body] = relationship()
    items: Mapped[list["AgendaItem"]] = relationship(
        back_populates="meeting", order_by="AgendaItem.position", cascade="all, delete-orphan"
    )


class AgendaItem(Model):
    """A line of a meeting's agenda, and the measure that it is about where that is known."""

    __table_args__ = (UniqueConstraint("meeting_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int]
    record: Mapped[str] = mapped_column(String(40), default="")
    title: Mapped[str] = mapped_column(Text)
    action: Mapped[str] = mapped_column(String(120), default="")
    measure_id: Mapped[int | None] = mapped_column(ForeignKey("measure.id"), index=True)
    meeting: Mapped[Meeting] = relationship(back_populates="items")
    measure: Mapped[Measure | None] = relationship()


class RollCall(Sourced, Model):
    """One vote by names on one measure, and how it came out."""

    __table_args__ = (UniqueConstraint("measure_id", "body_id", "on", "action"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    on: Mapped[date]
    action: Mapped[str] = mapped_column(String(120))
    result: Mapped[str] = mapped_column(String(80), default="")
    measure: Mapped[Measure] = relationship(back_populates="roll_calls")
    body: Mapped[Body] = relationship()
    votes: Mapped[list["Vote"]] = relationship(
        back_populates="roll_call", order_by="Vote.id", cascade="all, delete-orphan"
    )


class Vote(Sourced, Model):
    """What one official did in a roll call; `said` is the file's own word for it."""

    __table_args__ = (
        UniqueConstraint("roll_call_id", "official_id"),
        one_of("value", VOTES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    roll_call_id: Mapped[int] = mapped_column(ForeignKey("roll_call.id"))
    official_id: Mapped[int] = mapped_column(ForeignKey("official.id"), index=True)
    value: Mapped[str] = mapped_column(String(12))
    said: Mapped[str] = mapped_column(String(40), default="")
    roll_call: Mapped[RollCall] = relationship(back_populates="votes")
    official: Mapped[Official] = relationship()
