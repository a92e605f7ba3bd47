"""Who wants to be heard at a hearing, and how far each of them has come."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import User
from ...coalition.models import Organization, one_of
from ...db import Model, Timestamp, now
from ...officials.models import Ward
from ..models import Hearing

MODES = ("in_person", "remote", "written")
INTERPRETERS = ("none", "consecutive", "simultaneous")
STATES = (
    *("interested", "ready", "applied", "drawn", "not_drawn", "confirmed", "present"),
    *("spoke", "forfeited", "out_of_time", "filed", "waiting", "offered", "lapsed", "withdrawn"),
)


class Speaker(Model):
    """A person in a hearing's pool, who speaks or writes; counted once the mailbox is proven.

    `mailbox` is the keyed hash of the address's canonical form: one mailbox is in a pool once.
    `seat` is 1, 2, 3 … where the organizers own the seats, held from the offer on; the unique key
    lets no two hold one. `queued_at` orders the waiting list. `drawn` is the number in the clerk's
    list, `position` the place in our line-up. `wishes` are ids of points that they ticked.
    """

    __table_args__ = (
        one_of("mode", MODES),
        one_of("interpreter", INTERPRETERS),
        one_of("state", STATES),
        UniqueConstraint("hearing_id", "mailbox"),
        UniqueConstraint("hearing_id", "seat"),
        Index("ix_speaker_hearing_id_state", "hearing_id", "state"),
        Index("ix_speaker_mailbox", "mailbox"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    hearing_id: Mapped[int] = mapped_column(ForeignKey("hearing.id"))
    mailbox: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")  # only where the body calls back
    address: Mapped[str] = mapped_column(String(200), default="")  # only where the body demands it
    ward_id: Mapped[int | None] = mapped_column(ForeignKey("ward.id"))
    mode: Mapped[str] = mapped_column(String(10))
    language: Mapped[str] = mapped_column(String(8))  # of mails to them
    speaks: Mapped[str] = mapped_column(String(40), default="")  # at the hearing, if not the body's
    interpreter: Mapped[str] = mapped_column(String(12), default="none")
    is_extended: Mapped[bool] = mapped_column(default=False)  # more time because of a disability
    access: Mapped[str] = mapped_column(Text, default="")
    says: Mapped[str] = mapped_column(Text, default="")
    wishes: Mapped[list[int]] = mapped_column(JSON, default=list)
    state: Mapped[str] = mapped_column(String(12), default="interested")
    seat: Mapped[int | None]
    queued_at: Mapped[Timestamp | None]
    offered_until: Mapped[Timestamp | None]
    drawn: Mapped[int | None]
    position: Mapped[int | None]
    receipt: Mapped[str] = mapped_column(String(300), default="")  # of what was filed
    seconds_used: Mapped[int | None]
    organization_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    wanted: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    network: Mapped[str] = mapped_column(String(32), default="")
    asks: Mapped[int] = mapped_column(default=1)
    asked_at: Mapped[Timestamp] = mapped_column(default=now)
    signed_up_at: Mapped[Timestamp] = mapped_column(default=now)
    proven_at: Mapped[Timestamp | None]  # the mailbox answered, or an organizer vouches
    edition: Mapped[int] = mapped_column(default=1)
    hearing: Mapped[Hearing] = relationship()
    ward: Mapped[Ward | None] = relationship()
    organization: Mapped[Organization | None] = relationship()
    added_by: Mapped[User | None] = relationship()
    changes: Mapped[list["SpeakerChange"]] = relationship(
        back_populates="speaker",
        order_by="SpeakerChange.id",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )

    @property
    def is_in(self) -> bool:
        """Whether organizers see them: proven and not withdrawn."""
        return self.proven_at is not None and self.state != "withdrawn"

    @property
    def is_offered(self) -> bool:
        return self.state == "offered" and not self.is_late(now())

    def is_late(self, moment: datetime) -> bool:
        return self.offered_until is not None and self.offered_until <= moment


class SpeakerChange(Model):
    """One step of a speaker: from which state to which, who says so, and when.

    Steps that were made together share a `batch`, by which they are undone; `key` is what a phone
    calls the step, so that it counts once however often it is sent.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    speaker_id: Mapped[int] = mapped_column(
        ForeignKey("speaker.id", ondelete="CASCADE"), index=True
    )
    before: Mapped[str] = mapped_column(String(12))
    after: Mapped[str] = mapped_column(String(12))
    why: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))  # None: the speaker, a job
    at: Mapped[Timestamp] = mapped_column(default=now)
    batch: Mapped[str] = mapped_column(String(32), default="", index=True)
    key: Mapped[str | None] = mapped_column(String(64), unique=True)
    speaker: Mapped[Speaker] = relationship(back_populates="changes")
    by: Mapped[User | None] = relationship()
