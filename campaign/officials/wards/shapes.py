"""The shapes of one map, ready to be asked whose a point is: plain geometry, no database.

Containment is asked in degrees, exactly as a plain test on the file would. Distances are metres on
a plane that is true at the middle of the map (equirectangular): within a city the error is below
one part in a hundred.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely import STRtree

from .lookup import NEAR
from .plane import in_metres, metres_per_degree

SPARE = 0.5  # metres that a shrunk outline may be off at its round corners
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spot:
    """Where a point lies: the ward's number (None outside), metres to the nearest line, and the
    numbers of the other wards that begin within reach.
    """

    ward: int | None
    meters: float
    neighbors: tuple[int, ...]


class MapShapes:
    """The wards of one map by number. Reads only, so threads may share it."""

    def __init__(self, shapes: Mapping[int, bytes]) -> None:
        """From polygons or multipolygons as WKB, longitude first. ValueError without any."""
        if not shapes:
            raise ValueError("a map without shapes")
        self.numbers = np.array(sorted(shapes), dtype=np.int64)
        self.wards = shapely.from_wkb([shapes[int(number)] for number in self.numbers])
        self.bounds = tuple(float(one) for one in shapely.total_bounds(self.wards))
        self.scale = metres_per_degree((self.bounds[1] + self.bounds[3]) / 2)
        self.plane = in_metres(self.wards, self.scale)
        self.lines = shapely.boundary(self.plane)
        self.inner = shapely.buffer(self.plane, -NEAR - SPARE, quad_segs=4)
        self.tree = STRtree(self.wards)
        for one in (self.wards, self.plane, self.lines, self.inner):
            shapely.prepare(one)

    def at(self, longitude: float, latitude: float, reach: float = NEAR) -> Spot:
        """Whose a point is; on a shared line the ward with the lowest number.

        Neighbors are looked for within `reach` metres.
        """
        point = shapely.Point(longitude * self.scale[0], latitude * self.scale[1])
        inside = np.flatnonzero(shapely.intersects_xy(self.wards, longitude, latitude))
        near = np.flatnonzero(shapely.dwithin(self.plane, point, reach))
        if not len(inside):
            return Spot(None, float(shapely.distance(self.plane, point).min()), self.named(near))
        own = inside[0]
        meters = shapely.distance(self.lines[own], point)
        return Spot(int(self.numbers[own]), float(meters), self.named(near[near != own]))

    def named(self, places: Any) -> tuple[int, ...]:
        return tuple(int(number) for number in np.sort(self.numbers[places]))

    def many(self, longitudes: Floats, latitudes: Floats) -> tuple[Numbers, Flags]:
        """Ward numbers (0 outside), and whether a line is within 30 m, of many points.

        What lies deep inside a ward needs no distance, and that is nearly everything.
        """
        count, nobody = len(longitudes), len(self.numbers)
        points, places = self.tree.query(shapely.points(longitudes, latitudes))
        inside = shapely.intersects_xy(self.wards[places], longitudes[points], latitudes[points])
        own = np.full(count, nobody)
        np.minimum.at(own, points[inside], places[inside])
        xs, ys = longitudes * self.scale[0], latitudes * self.scale[1]
        found = np.flatnonzero(own < nobody)
        is_deep = shapely.contains_xy(self.inner[own[found]], xs[found], ys[found])
        edge = found[~is_deep]
        unsure = np.zeros(count, dtype=np.bool_)
        unsure[edge] = shapely.dwithin(
            self.lines[own[edge]], shapely.points(xs[edge], ys[edge]), NEAR
        )
        return np.append(self.numbers, 0)[own], unsure

    def distances(self, found: Numbers, longitudes: Floats, latitudes: Floats) -> Floats:
        """Metres to the nearest line of each point in its ward; NaN outside (0)."""
        places = np.flatnonzero(found)
        own = np.searchsorted(self.numbers, found[places])
        points = shapely.points(
            longitudes[places] * self.scale[0], latitudes[places] * self.scale[1]
        )
        meters = np.full(len(found), np.nan)
        meters[places] = shapely.distance(self.lines[own], points)
        return meters
