"""Maps of wards: boundaries in force from a day to a day."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, ForeignKey, LargeBinary, String, UniqueConstraint, event, update
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ...db import Model, Timestamp, now
from ..models import Body, Sourced, Ward


class WardMap(Sourced, Model):
    """The boundaries of a body's wards; `ends_on` is the last day, None for the map in force."""

    __table_args__ = (UniqueConstraint("body_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"))
    name: Mapped[str] = mapped_column(String(80))
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    changed_at: Mapped[Timestamp] = mapped_column(default=now)  # caches of shapes go by it
    body: Mapped[Body] = relationship()
    shapes: Mapped[list["WardShape"]] = relationship(
        back_populates="map", cascade="all, delete-orphan"
    )


class WardShape(Model):
    """One ward in one map: a valid (multi)polygon in WGS 84, longitude first, as WKB."""

    __table_args__ = (UniqueConstraint("map_id", "ward_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    map_id: Mapped[int] = mapped_column(ForeignKey("ward_map.id"))
    ward_id: Mapped[int] = mapped_column(ForeignKey("ward.id"))
    geometry: Mapped[bytes] = mapped_column(LargeBinary)
    map: Mapped[WardMap] = relationship(back_populates="shapes")
    ward: Mapped[Ward] = relationship()


@event.listens_for(WardShape, "after_insert")
@event.listens_for(WardShape, "after_update")
def note_change(mapper: Any, connection: Connection, shape: WardShape) -> None:
    """A map changes with its shapes."""
    mine = update(WardMap).where(WardMap.id == shape.map_id)
    connection.execute(mine.values(changed_at=now()))
