"""Reading a file of boundaries: GeoJSON (RFC 7946), as city portals and map programs write it.

What is wrong with the whole file is Unreadable, what is wrong with one shape a ShapeError; both say
it in a sentence for whoever brought the file.
"""

import json
import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from flask_babel import gettext as _

from ..bringing.texts import Unreadable, load_json, text_of

if TYPE_CHECKING:
    from shapely import MultiPolygon, Polygon

FEATURE = re.compile(r'"type"\s*:\s*"Feature"')
WGS84 = re.compile(r"CRS:?:?84|(EPSG|epsg):.*\b4326", re.IGNORECASE)
DIVISION = re.compile(r"ocd-division/\S+:(\d{1,4})")
NUMBER = re.compile(r"\D{0,40}?(\d{1,4})(?:\.0+)?\D{0,20}")
NAMES = (  # of the property that holds a ward's number, the likeliest first
    *("ward", "wardid", "wardno", "wardnum", "wardnumber", "wardname"),
    *("district", "districtid", "districtno", "districtnumber", "councildistrict", "coundist"),
    *("councildist", "dist", "distnum", "divisionid", "ocdid", "ocddivision", "name", "label"),
)


class ShapeError(Exception):
    """One shape cannot be read."""


@dataclass(frozen=True)
class Feature:
    """One thing of the file: which it is, the line where it begins, and what the file says."""

    number: int
    line: int
    properties: dict[str, Any]
    geometry: Any


def read_features(data: bytes) -> list[Feature]:
    """The features of a file. Raises Unreadable."""
    text, _notes = text_of(data)
    if text.lstrip()[:1] == "<":
        raise Unreadable(_("This is a web page or XML. Look for the GeoJSON download."))
    found = load_json(text, lines=False)
    check_kind(found)
    features = found["features"]
    if not isinstance(features, list) or not features:
        raise Unreadable(_("There is no feature in this file."))
    lines = lines_of(text, len(features))
    return [
        Feature(number, line, *parts(one, line))
        for number, (one, line) in enumerate(zip(features, lines, strict=True), 1)
    ]


def check_kind(found: Any) -> None:
    """Refuse what other programs call a map."""
    if not isinstance(found, dict):
        raise Unreadable(_("This is JSON, but no GeoJSON FeatureCollection."))
    kind = found.get("type")
    if kind == "Topology":
        raise Unreadable(_("This is TopoJSON. Export it as GeoJSON."))
    if "geometryType" in found or "spatialReference" in found:
        raise Unreadable(_("This is Esri JSON. Ask the server for f=geojson."))
    if kind != "FeatureCollection" or "features" not in found:
        raise Unreadable(_("This is JSON, but no GeoJSON FeatureCollection."))
    crs = found.get("crs")
    if isinstance(crs, dict) and not WGS84.search(json.dumps(crs)):
        refuse_projection(json.dumps(crs.get("properties"))[:80])


def refuse_projection(what: str) -> NoReturn:
    """Raise Unreadable: the numbers are no degrees."""
    words = _(
        "“%(what)s” is not longitude and latitude: this looks like another projection"
        " (State Plane feet, for example). Export it as WGS 84 / EPSG:4326.",
        what=what,
    )
    raise Unreadable(words)


def lines_of(text: str, count: int) -> list[int]:
    """The line on which each feature begins; 1 where that cannot be told."""
    starts = [one.start() for one in FEATURE.finditer(text)]
    if len(starts) != count:
        return [1] * count
    lines, line, last = [], 1, 0
    for start in starts:
        line += text.count("\n", last, start)
        lines.append(line)
        last = start
    return lines


def parts(feature: Any, line: int) -> tuple[dict[str, Any], Any]:
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        raise Unreadable(_("Something in this list is no GeoJSON feature."), line)
    properties = feature.get("properties")
    return properties if isinstance(properties, dict) else {}, feature.get("geometry")


# Which ward


def ward_number(value: Any) -> int | None:
    """35 of 35, "35", "35.0", "Ward 35", "35th Ward" or a division's id; None for “OUT”."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    text = str(value).strip()
    if text.startswith("-"):
        return None
    found = DIVISION.fullmatch(text) or NUMBER.fullmatch(text)
    return int(found[1]) or None if found else None


def find_property(features: list[Feature], asked: str = "") -> str:
    """The property that holds the wards' numbers. Raises Unreadable where none does."""
    names = list(dict.fromkeys(name for one in features for name in one.properties))
    by_name = {re.sub(r"[^a-z]", "", name.lower()): name for name in reversed(names)}
    wanted = [asked] if asked else [by_name[name] for name in NAMES if name in by_name]
    for name in wanted:
        known = [ward_number(one.properties.get(name)) for one in features]
        if 2 * sum(number is not None for number in known) >= len(features):
            return name
    there = ", ".join(names[:12]) or _("none")
    if asked:
        words = _("“%(name)s” holds no ward numbers. There is: %(there)s.", name=asked, there=there)
    else:
        words = _("Say which property holds the ward’s number. There is: %(there)s.", there=there)
    raise Unreadable(words)


# Which shape


def read_shape(geometry: Any) -> "Polygon | MultiPolygon | None":
    """The area of a feature, flat; None where it has none: a point, a line, nothing.

    Raises ShapeError where the numbers make no shape, Unreadable where they are no degrees.
    """
    import shapely

    polygons = [polygon(rings) for rings in areas(geometry)]
    if len(polygons) > 1:
        return shapely.MultiPolygon(polygons)
    return polygons[0] if polygons else None


def areas(geometry: Any) -> list[Any]:
    """The lists of rings of a geometry: one for each polygon in it."""
    if not isinstance(geometry, dict):
        return []
    kind, given = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection" and isinstance(geometry.get("geometries"), list):
        return [rings for one in geometry["geometries"] for rings in areas(one)]
    if kind not in ("Polygon", "MultiPolygon"):
        return []
    if not isinstance(given, list):
        raise ShapeError(_("its coordinates are no list"))
    return [rings for rings in ([given] if kind == "Polygon" else given) if rings]


def polygon(rings: Any) -> "Polygon":
    import shapely

    if not isinstance(rings, list):
        raise ShapeError(_("its coordinates are no list"))
    shell, *holes = [ring(points) for points in rings]
    return shapely.Polygon(shell, holes)


def ring(points: Any) -> list[tuple[float, float]]:
    if not isinstance(points, list):
        raise ShapeError(_("its coordinates are no list"))
    found = [position(one) for one in points]
    if len(set(found)) < 3:
        raise ShapeError(_("one of its rings has fewer than three points"))
    return found


def position(point: Any) -> tuple[float, float]:
    """Longitude and latitude; a height is left out."""
    if not isinstance(point, list) or len(point) < 2:
        raise ShapeError(_("one of its points is no pair of numbers"))
    x, y = point[:2]
    if type(x) not in (int, float) or type(y) not in (int, float):
        raise ShapeError(_("one of its points is no pair of numbers"))
    if abs(x) > 180 or abs(y) > 90 or math.isnan(x) or math.isnan(y):
        refuse_projection(f"{x:.10g}, {y:.10g}")
    return float(x), float(y)
