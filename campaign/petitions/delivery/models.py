"""What was handed over to those whom a petition asks."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import User
from ...coalition.exports import Export
from ...coalition.models import Organization, one_of
from ...db import Model
from ...making import STATES, Made
from ..models import Petition


class Delivery(Made, Model):
    """A packet for the target; the numbers are those of its files.

    With `handed_on` the petition's page says so.
    """

    __table_args__ = (one_of("state", STATES),)

    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    export_id: Mapped[int] = mapped_column(ForeignKey("export.id"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    recipient: Mapped[str] = mapped_column(String(200))
    choices: Mapped[dict[str, Any]] = mapped_column(JSON)
    confirmed: Mapped[int] = mapped_column(default=0)
    on_paper: Mapped[int] = mapped_column(default=0)
    comments: Mapped[int] = mapped_column(default=0)
    handed_on: Mapped[date | None]
    receipt: Mapped[str] = mapped_column(Text, default="")
    petition: Mapped[Petition] = relationship()
    organization: Mapped[Organization] = relationship()
    export: Mapped[Export] = relationship()
    made_by: Mapped[User | None] = relationship()
