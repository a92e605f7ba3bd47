"""Bodies that decide, and the wards their seats stand for."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ..db import Model, Words


class Body(Model):
    """A council, committee or board. Nothing about a city is built in: it is all here."""

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[Words]
    place: Mapped[Words]
    seat_title: Mapped[Words]
    timezone: Mapped[str] = mapped_column(String(40))
    threshold: Mapped[int]
    override: Mapped[int]
    wards: Mapped[list["Ward"]] = relationship(back_populates="body", order_by="Ward.number")


class Ward(Model):
    """A division of a body's place; `column` and `row` are its cell in the tile map."""

    __table_args__ = (UniqueConstraint("body_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    number: Mapped[int]
    division: Mapped[str] = mapped_column(String(120))
    column: Mapped[int]
    row: Mapped[int]
    body: Mapped[Body] = relationship(back_populates="wards")
