"""Where an address or a corner is, if this installation has a server to ask; it begins with none.

`CAMPAIGN_GEOCODER=nominatim:https://geocoder.example.org` asks a server that speaks Nominatim’s
JSON (nominatim.org, “Search”): one’s own, so that what residents type goes nowhere else.
"""

import http.client
import json
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

from ...config import settings
from .boxes import Box, is_place

SECONDS = 6  # that a server may take
LARGEST = 3_000_000  # bytes of an answer
AGENT = "campaign wards find"
OFF = {"exact": 0.0, "street": 100.0}  # metres that a place may be off, by its quality
CORNER = re.compile(r"(.+?)\s+(?:and|y|at|&)\s+(.+)|([^/]+)/([^/]+)", re.IGNORECASE)
AREAS = frozenset(
    "city town village suburb neighbourhood quarter borough county state country postcode".split()
)
STREETS = 40  # pieces of a street that are asked for


class GeocoderError(Exception):
    """The server does not answer, or not in its own words."""


@dataclass(frozen=True)
class Place:
    """A place with this name. `quality`: exact, street, or area where no more was found."""

    longitude: float
    latitude: float
    label: str
    quality: str

    @property
    def off(self) -> float:
        return OFF[self.quality]


class Geocoder(Protocol):
    """Whoever can say where an address is."""

    host: str

    def find(self, text: str, box: Box) -> list[Place]:
        """The places that somebody may mean, in or near this box. Raises GeocoderError."""


def geocoder() -> Geocoder | None:
    """The one of this installation, None where nothing is set."""
    kind, _colon, address = settings().geocoder.partition(":")
    return Nominatim(address) if kind == "nominatim" else None


class Nominatim:
    """A server with Nominatim’s JSON; one that answers alike will do."""

    def __init__(self, address: str) -> None:
        self.address, self.host = address.rstrip("/"), urlsplit(address).hostname or ""

    def find(self, text: str, box: Box) -> list[Place]:
        places = [one for row in self.ask(text, box, limit=5) if (one := place(row))]
        corner = CORNER.fullmatch(text)
        if corner and not any(one.quality == "exact" for one in places):
            first, second = (part.strip() for part in corner.groups() if part)
            return self.corner(first, second, box) or places
        return places

    def corner(self, first: str, second: str, box: Box) -> list[Place]:
        """Where two streets meet: Nominatim knows streets, in pieces, but no corners."""
        from shapely import get_coordinates, intersection, union_all

        one, other = (union_all(self.street(name, box)) for name in (first, second))
        points = get_coordinates(intersection(one, other)).tolist()
        label = f"{first} / {second}"
        return [Place(x, y, label, "exact") for x, y in points[:5]]

    def street(self, name: str, box: Box) -> list[Any]:
        from shapely import from_geojson

        rows = self.ask(name, box, limit=STREETS, polygon_geojson=1, dedupe=0)
        lines = [json.dumps(row.get("geojson")) for row in rows if row.get("category") == "highway"]
        return [one for one in from_geojson(lines, on_invalid="ignore") if one is not None]

    def ask(self, text: str, box: Box, **more: int) -> list[dict[str, Any]]:
        """What the server knows by these words in this box."""
        grown = box.grown
        near = f"{grown.west:.5f},{grown.north:.5f},{grown.east:.5f},{grown.south:.5f}"
        words = {"q": text, "format": "jsonv2", "viewbox": near, "bounded": 1} | more
        url = f"{self.address}/search?{urlencode(words)}"
        asked = urllib.request.Request(url, headers={"User-Agent": AGENT})  # noqa: S310
        try:
            with urllib.request.urlopen(asked, timeout=SECONDS) as answer:  # noqa: S310
                found = json.loads(answer.read(LARGEST))
        except urllib.error.HTTPError as error:
            error.close()
            raise GeocoderError(f"answers {error.code}") from None
        except (OSError, http.client.HTTPException, ValueError, RecursionError) as error:
            raise GeocoderError(type(error).__name__) from None
        if not isinstance(found, list):
            raise GeocoderError("answers something else")
        return [row for row in found if isinstance(row, dict)]


def place(row: dict[str, Any]) -> Place | None:
    """A place of the answer, None where it is none."""
    try:
        longitude, latitude = float(row["lon"]), float(row["lat"])
    except (KeyError, TypeError, ValueError):
        return None
    if not is_place(longitude, latitude):
        return None
    label = str(row.get("display_name", ""))[:200]
    return Place(longitude, latitude, label, quality_of(row))


def quality_of(row: dict[str, Any]) -> str:
    """How exactly Nominatim means it: a building or number, a street, or a whole area."""
    category, kind = str(row.get("category")), str(row.get("addresstype"))
    if category == "highway" or kind == "road":
        return "street"
    return "area" if category in ("boundary", "landuse") or kind in AREAS else "exact"
