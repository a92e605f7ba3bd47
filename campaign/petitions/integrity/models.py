"""Decisions to take signatures out of a petition's count, kept so that each can be undone."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import User
from ...db import Model, Timestamp, now
from ..models import Petition


class Invalidation(Model):
    """One decision: these signatures do not count, because.

    `filter` is what was looked for, `counted` how many that was when somebody decided, `taken`
    how many were taken out, `restored` how many came back when it was undone. Large decisions
    are carried out in steps: `chosen` are the numbers of the signatures until all are done,
    `position` is how many of them have been looked at. `token` names the page it was decided
    on, so that pressing twice is once.
    """

    __table_args__ = (UniqueConstraint("petition_id", "token"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    token: Mapped[str] = mapped_column(String(32))
    filter: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    counted: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    restored: Mapped[int] = mapped_column(default=0)
    chosen: Mapped[list[int]] = mapped_column(JSON, default=list)
    position: Mapped[int] = mapped_column(default=0)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[Timestamp] = mapped_column(default=now)
    finished_at: Mapped[Timestamp | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    undone_at: Mapped[Timestamp | None]
    restored_at: Mapped[Timestamp | None]  # when undoing it was done
    petition: Mapped[Petition] = relationship()
    by: Mapped[User] = relationship(foreign_keys=by_id)
    undone_by: Mapped[User | None] = relationship(foreign_keys=undone_by_id)

    @property
    def is_working(self) -> bool:
        """Whether a part of it, or of undoing it, is still to be done."""
        return self.finished_at is None or (self.undone_at is not None and self.restored_at is None)
