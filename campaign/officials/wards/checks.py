"""What is wrong with the shapes of a map: crossing lines, overlaps, gaps, turned coordinates."""

import re
from collections.abc import Mapping
from importlib import resources
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon
    from shapely.geometry.base import BaseGeometry

    Area = Polygon | MultiPolygon

MOST_OVERLAP = 50.0  # square metres that two wards may share: files are rounded
LEAST_SHOWN = 1.0  # square metres
SPOT = re.compile(r"\[(-?[\d.e+-]+) (-?[\d.e+-]+)\]")
ZONE_PLACE = re.compile(r"([+-])(\d{2})(\d{2})(?:\d{2})?([+-])(\d{3})(\d{2})(?:\d{2})?")
FAR = 25  # degrees that the places of one zone lie from its city, at most


def where(longitude: float, latitude: float) -> str:
    """A place as map programs take it: latitude first."""
    return f"{latitude:.5f}, {longitude:.5f}"


def square_metres(area: float) -> str:
    from ...filters import number

    if area >= 100_000:
        return _("%(area)s km²", area=number(round(area / 1_000_000, 2)))
    return _("%(area)s m²", area=number(round(area, 1 if area < 100 else None)))


def mended(shape: "Area") -> "Area":
    """A valid shape with the same area. ValueError, with where, if its lines cross.

    A line that touches itself in a point is drawn otherwise than the standard asks, and no more.
    """
    import shapely

    if shape.is_valid:
        return shape
    reason = shapely.is_valid_reason(shape)
    whole = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    if reason.startswith("Ring Self-intersection") and same_area(shape, whole):
        return whole  # type: ignore[return-value]
    raise ValueError(explained(reason))


def same_area(one: "BaseGeometry", other: "BaseGeometry") -> bool:
    is_area = other.geom_type in ("Polygon", "MultiPolygon")
    return is_area and abs(one.area - other.area) <= 1e-9 * other.area


def explained(reason: str) -> str:
    found = SPOT.search(reason)
    at = where(float(found[1]), float(found[2])) if found else "?"
    kind = reason.partition("[")[0].strip().lower()
    if "self-intersection" in kind:
        return _("its lines cross at %(where)s", where=at)
    if "outside shell" in kind or "nested" in kind or "hole" in kind:
        return _("a hole or part lies where it cannot, at %(where)s", where=at)
    return _("it is no proper area at %(where)s (%(what)s)", where=at, what=kind)


def overlaps(plane: Mapping[int, "Area"], scale: tuple[float, float]) -> list[tuple[Any, ...]]:
    """Pairs of wards that share ground: (one, other, square metres, where), in order."""
    import shapely

    numbers, shapes = list(plane), list(plane.values())
    tree, found = shapely.STRtree(shapes), []
    for one, other in sorted(zip(*tree.query(shapes), strict=True)):
        shared = shapely.intersection(shapes[one], shapes[other]) if one < other else None
        if shared is not None and shared.area >= LEAST_SHOWN:
            found.append((numbers[one], numbers[other], shared.area, spot_in(shared, scale)))
    return found


def gaps(plane: Mapping[int, "Area"], scale: tuple[float, float]) -> list[tuple[float, str]]:
    """Ground in no ward with wards all around: (square metres, where), the largest first."""
    import shapely

    whole = shapely.get_parts(shapely.union_all(list(plane.values())))
    holes = [shapely.Polygon(ring) for part in whole for ring in part.interiors]
    open_ones = [hole.difference(shapely.union_all(whole)) for hole in holes]
    found = [(one.area, spot_in(one, scale)) for one in open_ones if one.area >= LEAST_SHOWN]
    return sorted(found, reverse=True)


def spot_in(shape: "BaseGeometry", scale: tuple[float, float]) -> str:
    point = shape.representative_point()
    return where(point.x / scale[0], point.y / scale[1])


def is_turned(longitude: float, latitude: float, zone: str) -> bool:
    """Whether latitude stands where longitude should, judged by where the body's zone lies."""
    place = place_of_zone(zone)
    if place is None:
        return False
    turned = abs(latitude - place[0]) <= FAR and abs(longitude - place[1]) <= FAR
    as_given = abs(longitude - place[0]) <= FAR and abs(latitude - place[1]) <= FAR
    return turned and not as_given


def place_of_zone(zone: str) -> tuple[float, float] | None:
    """Longitude and latitude of the city that a time zone is named for, where tzdata knows it."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab")
    for line in table.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) > 2 and cells[2] == zone and (found := ZONE_PLACE.fullmatch(cells[1])):
            south, degrees, minutes, west, east, more = found.groups()
            latitude, longitude = int(degrees) + int(minutes) / 60, int(east) + int(more) / 60
            return (-longitude if west == "-" else longitude), (
                -latitude if south == "-" else latitude
            )
    return None
