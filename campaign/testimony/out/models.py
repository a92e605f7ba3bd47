"""Packets of testimony that somebody had made."""

from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...accounts.models import User
from ...coalition.exports import Export
from ...coalition.models import Organization, one_of
from ...db import Model
from ...hearings.models import Hearing
from ...making import STATES, Made


class HearingPacket(Made, Model):
    """The testimony of a hearing in files: as PDF, for Word and as a table.

    `choices` are the states and languages that go in, and the `language` of the cover. `count` is
    how many letters are in it; `too_long` the pages of those that are longer than the body takes,
    by the number of their version. What was made of a hearing that is gone stays noted.
    """

    __table_args__ = (one_of("state", STATES),)

    hearing_id: Mapped[int | None] = mapped_column(
        ForeignKey("hearing.id", ondelete="SET NULL"), index=True
    )
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    export_id: Mapped[int] = mapped_column(ForeignKey("export.id"))
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    choices: Mapped[dict[str, Any]] = mapped_column(JSON)
    count: Mapped[int]
    too_long: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    hearing: Mapped[Hearing | None] = relationship()
    organization: Mapped[Organization] = relationship()
    export: Mapped[Export] = relationship()
    made_by: Mapped[User | None] = relationship()
