"""What was handed over to those whom a petition asks."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import User
from ...coalition.exports import Export
from ...coalition.models import Organization, one_of
from ...db import Model, Timestamp, now
from ..models import Petition

STATES = ("waiting", "making", "ready", "failed")
KEPT = timedelta(days=1)  # files; what was in them stays noted


class Delivery(Model):
    """A packet for the target: *waiting* to be made, *making*, *ready* or *failed*.

    The numbers are those of the files; `digests` their SHA-256, which stay when the files go
    after a day. `folder` is a random name. With `handed_on` the petition's page says so.
    """

    __table_args__ = (one_of("state", STATES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    export_id: Mapped[int] = mapped_column(ForeignKey("export.id"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    made_at: Mapped[Timestamp] = mapped_column(default=now)
    recipient: Mapped[str] = mapped_column(String(200))
    choices: Mapped[dict[str, Any]] = mapped_column(JSON)
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    begun_at: Mapped[Timestamp | None]
    confirmed: Mapped[int] = mapped_column(default=0)
    on_paper: Mapped[int] = mapped_column(default=0)
    comments: Mapped[int] = mapped_column(default=0)
    folder: Mapped[str] = mapped_column(String(43))
    digests: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    handed_on: Mapped[date | None]
    receipt: Mapped[str] = mapped_column(Text, default="")
    petition: Mapped[Petition] = relationship()
    organization: Mapped[Organization] = relationship()
    export: Mapped[Export] = relationship()
    made_by: Mapped[User | None] = relationship()

    @property
    def has_files(self) -> bool:
        return self.state == "ready" and now() - self.made_at < KEPT
