"""The part of a map that a picture shows, and which place a press on the picture means."""

import math
from dataclasses import dataclass
from typing import Self

from .plane import metres_per_degree

NARROW, WIDE = 280, 560  # pixels; the narrow one fits a screen of 320
CLOSER = 6  # times, with each press
LEAST = 600.0  # metres across the closest picture
SLIP = 2  # pixels that a press may be off
MARGIN = 0.02


@dataclass(frozen=True)
class Box:
    """Degrees that a picture spans, north up."""

    west: float
    south: float
    east: float
    north: float

    @classmethod
    def around(cls, bounds: tuple[float, ...]) -> Self:
        """A whole map with a margin; neither very high nor very wide, so that it fits a screen."""
        west, south, east, north = bounds
        per_east, per_north = metres_per_degree((south + north) / 2)
        width, height = (east - west) * per_east, (north - south) * per_north
        width, height = max(width, height / 1.6), max(height, width / 1.6)
        center = (west + east) / 2, (south + north) / 2
        grown = 0.5 + MARGIN
        return cls.at(center, grown * width / per_east, grown * height / per_north)

    @classmethod
    def at(cls, center: tuple[float, float], half_width: float, half_height: float) -> Self:
        x, y = center
        return cls(x - half_width, y - half_height, x + half_width, y + half_height)

    @classmethod
    def from_text(cls, text: str) -> Self | None:
        """What a form sends back, None where it is no box."""
        try:
            west, south, east, north = (float(one) for one in text.split(","))
        except ValueError:
            return None
        is_one = -180 <= west < east <= 180 and -90 <= south < north <= 90
        return cls(west, south, east, north) if is_one else None

    @property
    def text(self) -> str:
        return f"{self.west:.6f},{self.south:.6f},{self.east:.6f},{self.north:.6f}"

    @property
    def scale(self) -> tuple[float, float]:
        return metres_per_degree((self.south + self.north) / 2)

    @property
    def meters(self) -> float:
        """Metres from west to east."""
        return (self.east - self.west) * self.scale[0]

    @property
    def shape(self) -> float:
        """How much higher than wide a picture of it is."""
        return (self.north - self.south) * self.scale[1] / self.meters

    @property
    def grown(self) -> "Box":
        """The same with a tenth more on each side."""
        x, y = (self.east - self.west) / 10, (self.north - self.south) / 10
        return Box(self.west - x, self.south - y, self.east + x, self.north + y)

    def height(self, width: int) -> int:
        return round(width * self.shape)

    def off(self, width: int) -> float:
        """Metres by which a press on a picture of this width may be off."""
        return SLIP * self.meters / width

    def place(self, x: int, y: int, width: int) -> tuple[float, float]:
        """Longitude and latitude of the middle of a pixel, counted from the upper left."""
        across, down = (x + 0.5) / width, (y + 0.5) / self.height(width)
        return (
            self.west + across * (self.east - self.west),
            self.north - down * (self.north - self.south),
        )

    def holds(self, longitude: float, latitude: float) -> bool:
        return self.west <= longitude <= self.east and self.south <= latitude <= self.north

    def closer(self, longitude: float, latitude: float) -> Self:
        """A part around this place, of the same form."""
        share = min(1.0, max(1 / CLOSER, LEAST / self.meters)) / 2
        half_width, half_height = (self.east - self.west), (self.north - self.south)
        return self.at((longitude, latitude), share * half_width, share * half_height)


def is_place(longitude: float, latitude: float) -> bool:
    """Whether these are degrees of a place on Earth."""
    are_numbers = math.isfinite(longitude) and math.isfinite(latitude)
    return are_numbers and abs(longitude) <= 180 and abs(latitude) <= 90
