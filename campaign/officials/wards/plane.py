"""Metres around a place: a plane that is true along one latitude (equirectangular)."""

import math
from typing import Any


def metres_per_degree(latitude: float) -> tuple[float, float]:
    """Metres of one degree of longitude and of latitude there (series for WGS 84)."""
    at = math.radians(latitude)
    east = 111_412.84 * math.cos(at) - 93.5 * math.cos(3 * at) + 0.118 * math.cos(5 * at)
    north = 111_132.92 - 559.82 * math.cos(2 * at) + 1.175 * math.cos(4 * at)
    return east, north


def in_metres(shapes: Any, scale: tuple[float, float]) -> Any:
    """A shape, or an array of shapes, in degrees → on the plane."""
    import shapely

    return shapely.transform(shapes, lambda points: points * scale)
