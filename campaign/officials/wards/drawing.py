"""Wards drawn from their boundaries, as small paths that a page or a picture can show."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import shapely

from .boxes import Box
from .shapes import MapShapes

SIDE = 1000  # units across a drawing
BEYOND = 20  # units that are drawn beyond the frame, so that no edge of it shows
DETAIL = 1.5  # units that a line may be smoothed by
Place = tuple[float, float]  # longitude, latitude
LENGTHS = [n * 10**power for power in (2, 3, 4, 5, 6) for n in (1, 2, 5)]  # metres of the ruler
PAPER, LAND, LINE, INK, PIN = "#fffefa", "#f2ecdf", "#82766a", "#1f1a15", "#97370f"


@dataclass(frozen=True)
class Outline:
    """One ward as drawn: its path, and where its number stands, with how much room it has there."""

    number: int
    path: str
    x: int
    y: int
    room: int


@lru_cache(8)
def whole(shapes: MapShapes) -> list[Outline]:
    """All wards of a map in the box around them; made once for each map."""
    return outlines(shapes, Box.around(shapes.bounds))


def outlines(shapes: MapShapes, box: Box) -> list[Outline]:
    """What of the wards lies in a box, in units from its upper left corner."""
    per_degree = SIDE / (box.east - box.west)
    stretch = per_degree * box.scale[1] / box.scale[0]
    height, x, y = SIDE * box.shape, BEYOND / per_degree, BEYOND / stretch
    window = (box.west - x, box.south - y, box.east + x, box.north + y)
    near = np.sort(shapes.tree.query(shapely.box(*window)))
    clipped = shapely.clip_by_rect(shapes.wards[near], *window)
    drawn = shapely.transform(
        clipped, lambda points: (points - (box.west, box.north)) * (per_degree, -stretch)
    )
    is_seen = shapely.area(drawn) > 0
    smooth = shapely.coverage_simplify([areas(one) for one in drawn[is_seen]], DETAIL)
    seen = shapely.clip_by_rect(smooth, 0, 0, SIDE, height)
    return [
        outline(int(shapes.numbers[place]), shape, areas(part))
        for place, shape, part in zip(near[is_seen], smooth, seen, strict=True)
        if part.area > 0
    ]


def areas(shape: Any) -> Any:
    """Only the areas of what was clipped: edges can be left over as lines."""
    parts = [one for one in shapely.get_parts(shape) if one.geom_type == "Polygon"]
    return shapely.MultiPolygon(parts)


def outline(number: int, shape: Any, seen: Any) -> Outline:
    """The number stands in the middle of the largest circle of what is seen."""
    circle = shapely.maximum_inscribed_circle(seen, tolerance=4)
    (x, y), room = shapely.get_coordinates(circle)[0], shapely.length(circle)
    return Outline(number, path_of(shape), round(x), round(y), round(room))


def path_of(shape: Any) -> str:
    """Every ring as whole units, each point from the one before."""
    parts = []
    for polygon in shapely.get_parts(shape):
        for ring in shapely.get_rings(polygon):
            points = np.rint(shapely.get_coordinates(ring)).astype(int)
            steps = np.diff(points, axis=0)
            steps = steps[np.any(steps != 0, axis=1)][:-1]
            if len(steps) > 1:
                moves = "".join(f"{signed(x)}{signed(y)}" for x, y in steps.tolist())
                parts.append(f"M{points[0][0]} {points[0][1]}l{moves.strip()}z")
    return "".join(parts)


def signed(value: int) -> str:
    """A number with as little before it as the syntax of paths allows."""
    return str(value) if value < 0 else f" {value}"


def svg(lines: Sequence[Outline], box: Box, width: int, pin: Place | None = None) -> str:
    """A picture of so many pixels across: lines, numbers where they fit, a scale and a pin."""
    size = round(SIDE / width * 11)  # units: letters of 11 pixels
    marks = [f'<path d="{one.path}"/>' for one in lines]
    height = round(SIDE * box.shape)
    numbers = [
        f'<text x="{one.x}" y="{one.y + size // 3}">{one.number}</text>'
        for one in lines
        if one.room > size * 0.28 * len(str(one.number))
        and not (one.x < SIDE * 0.3 and one.y > height - 3 * size)  # where the ruler is
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{box.height(width)}"'
        f' viewBox="0 0 {SIDE} {height}"><path fill="{PAPER}" d="M0 0h{SIDE}v{height}H0z"/>'
        f'<g fill="{LAND}" fill-rule="evenodd" stroke="{LINE}" stroke-width="{SIDE / width:.2f}"'
        f' stroke-linejoin="round">{"".join(marks)}</g>'
        f'<g fill="{INK}" font-family="sans-serif" font-weight="700" font-size="{size}"'
        f' text-anchor="middle">{"".join(numbers)}{ruler(box, size, height)}</g>'
        f"{pin_mark(box, width, pin) if pin and box.holds(*pin) else ''}</svg>"
    )


def ruler(box: Box, size: int, height: int) -> str:
    """How long a kilometre is, or what of it fits, in the lower left corner."""
    meters = max(one for one in LENGTHS if one <= max(box.meters / 4, LENGTHS[0]))
    length, y = round(SIDE * meters / box.meters), height - size
    words = f"{meters // 1000} km" if meters >= 1000 else f"{meters} m"
    return (
        f'<path fill="{PAPER}" d="M0 {height}v-{size * 5 // 2}h{length + 2 * size}V{height}z"/>'
        f'<path fill="none" stroke="{INK}" stroke-width="{size // 6}"'
        f' d="M{size} {y - size // 3}v{size // 3}h{length}v-{size // 3}"/>'
        f'<text x="{size + length // 2}" y="{y - size // 3}" font-weight="400">{words}</text>'
    )


def pin_mark(box: Box, width: int, pin: Place) -> str:
    x = SIDE * (pin[0] - box.west) / (box.east - box.west)
    y = SIDE * box.shape * (box.north - pin[1]) / (box.north - box.south)
    pixel = SIDE / width
    return (
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{7 * pixel:.0f}" fill="none" stroke="{PIN}"'
        f' stroke-width="{2.5 * pixel:.0f}"/>'
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{1.5 * pixel:.0f}" fill="{PIN}"/>'
    )
