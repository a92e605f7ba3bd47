"""In which ward a point lies on a day, and how near it is to a line.

Shapes are read from the database once for each map and process, and again when the map has
changed. shapely is imported only then: starting must stay quick.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from ...db import db
from ..bodies import find_council
from ..listing import today
from ..models import Body, Ward
from . import maps
from .models import WardMap, WardShape

if TYPE_CHECKING:
    from .shapes import Flags, Floats, MapShapes, Numbers

Points = Sequence[tuple[float, float]]
NEAR = 30.0  # metres to a line within which one is asked to confirm
MOST = 8  # maps kept in a process, some 2 MB each
_kept: OrderedDict[int, tuple[datetime, "MapShapes"]] = OrderedDict()
_reading = threading.Lock()


@dataclass(frozen=True)
class WardHit:
    """The ward a point lies in, by which map, and how far it is to the nearest line.

    Lines are all that bounds the ward, the city’s edge too. `neighbors` begin within `reach`:
    30 m, and by how much the point itself may be off.
    """

    ward: Ward
    map: WardMap
    meters: float
    neighbors: list[Ward] = field(default_factory=list)
    reach: float = NEAR

    @property
    def needs_confirmation(self) -> bool:
        return self.meters < self.reach


@dataclass(frozen=True)
class Outside:
    """How far a point in no ward is from the nearest one, and those that begin within reach."""

    map: WardMap
    meters: float
    neighbors: list[Ward] = field(default_factory=list)

    @property
    def needs_confirmation(self) -> bool:
        return bool(self.neighbors)


def ward_at(
    longitude: float, latitude: float, on: date | None = None, body: Body | None = None
) -> WardHit | None:
    """The ward of a point in degrees (WGS 84) on a day, by default today in the first council.

    On a shared line it is the ward with the lowest number, and needs to be confirmed. None outside
    every ward, and where there is no map of that day: never the nearest ward.
    """
    found = place_of(longitude, latitude, on, body)
    return found if isinstance(found, WardHit) else None


def place_of(
    longitude: float,
    latitude: float,
    on: date | None = None,
    body: Body | None = None,
    off: float = 0,
) -> WardHit | Outside | None:
    """The same, with how far outside; None only where there is no map of that day.

    `off` are metres by which the point itself may be wrong.
    """
    found = find_map(on, body)
    if found is None:
        return None
    spot = shapes_of(found).at(longitude, latitude, NEAR + off)
    by_number = {one.number: one for one in wards_of(found, spot.ward, *spot.neighbors)}
    neighbors = [by_number[number] for number in spot.neighbors]
    if spot.ward is None:
        return Outside(found, spot.meters, neighbors)
    return WardHit(by_number[spot.ward], found, spot.meters, neighbors, NEAR + off)


def wards_at(
    points: Points, on: date | None = None, body: Body | None = None
) -> tuple["Numbers", "Flags"]:
    """The wards of many points (longitude, latitude): numbers, 0 outside, and whether a line is
    within 30 m. LookupError where there is no map of that day.
    """
    shapes, longitudes, latitudes = many(points, on, body)
    return shapes.many(longitudes, latitudes)


def located(
    points: Points, on: date | None = None, body: Body | None = None
) -> tuple["Numbers", "Flags", "Floats"]:
    """The same with the metres to the nearest line, NaN outside."""
    shapes, longitudes, latitudes = many(points, on, body)
    numbers, flags = shapes.many(longitudes, latitudes)
    return numbers, flags, shapes.distances(numbers, longitudes, latitudes)


def many(
    points: Points, on: date | None, body: Body | None
) -> tuple["MapShapes", "Floats", "Floats"]:
    import numpy as np

    found = find_map(on, body)
    if found is None:
        raise LookupError("no map of that day")
    columns = np.asarray(points, dtype=float).reshape(-1, 2)
    return shapes_of(found), columns[:, 0], columns[:, 1]


def find_map(on: date | None, body: Body | None) -> WardMap | None:
    body = body or find_council()
    return maps.map_on(body, on or today(body)) if body else None


def wards_of(found: WardMap, *numbers: int | None) -> Sequence[Ward]:
    wanted = [number for number in numbers if number is not None]
    mine = db.select(Ward).where(Ward.body_id == found.body_id, Ward.number.in_(wanted))
    return db.session.scalars(mine).all()


def shapes_of(found: WardMap) -> "MapShapes":
    """The shapes of a map as they are now, kept in this process."""
    kept = _kept.get(found.id)
    if kept and kept[0] == found.changed_at:
        return kept[1]
    with _reading:
        kept = _kept.get(found.id)
        if kept is None or kept[0] != found.changed_at:
            kept = _kept[found.id] = (found.changed_at, read_shapes(found))
            _kept.move_to_end(found.id)
            while len(_kept) > MOST:
                _kept.popitem(last=False)
    return kept[1]


def read_shapes(found: WardMap) -> "MapShapes":
    from .shapes import MapShapes

    mine = db.select(Ward.number, WardShape.geometry).join(WardShape.ward)
    rows = db.session.execute(mine.where(WardShape.map_id == found.id))
    return MapShapes({row.number: row.geometry for row in rows})
