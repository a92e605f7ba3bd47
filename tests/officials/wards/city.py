"""A made-up city of 50 wards with jagged lines, holes and wards in two parts; and small ones."""

import json
import random
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import shapely

from campaign.db import db
from campaign.officials.bringing import importers
from campaign.officials.models import Body
from campaign.officials.wards.models import WardMap

WEST, SOUTH, STEP = -87.80, 41.70, 0.02
COLUMNS, ROWS = 10, 5
Shapes = dict[int, Any]


def jagged_city(seed: int = 1) -> Shapes:
    """Wards 1 to 50, row by row. Ward 1 has a hole that is in no ward, ward 12 one that is part of
    ward 13, and ward 50 a part of its own in ward 20.
    """
    shapes = grid(seed)
    for number, owner in ((1, None), (12, 13), (20, 50)):
        hole = shapes[number].representative_point().buffer(0.003, quad_segs=2)
        hole = shapely.set_precision(hole, 1e-6)
        shapes[number] = shapes[number].difference(hole)
        if owner:
            shapes[owner] = shapes[owner].union(hole)
    return shapes


def grid(seed: int) -> Shapes:
    """Cells whose sides go astray; neighbours share each of them to the last digit."""
    chance = random.Random(seed)
    corners = {
        (x, y): (place(WEST, x, chance, STEP / 8), place(SOUTH, y, chance, STEP / 8))
        for x in range(COLUMNS + 1)
        for y in range(ROWS + 1)
    }
    sides: dict[tuple[Any, Any], list[Any]] = {}
    for (x, y), start in corners.items():
        for end in ((x + 1, y), (x, y + 1)):
            if end in corners:
                sides[(x, y), end] = jagged(start, corners[end], chance)
    cells = {}
    for y in range(ROWS):
        for x in range(COLUMNS):
            a, b, c, d = (x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)
            ring = [*sides[a, b], *sides[b, c], *sides[d, c][::-1], *sides[a, d][::-1]]
            cells[y * COLUMNS + x + 1] = shapely.Polygon(ring)
    return cells


def place(start: float, steps: int, chance: random.Random, astray: float) -> float:
    return round(start + steps * STEP + chance.uniform(-astray, astray), 6)


def jagged(start: Any, end: Any, chance: random.Random, pieces: int = 12) -> list[Any]:
    shares = [n / pieces for n in range(1, pieces)]
    between = [
        tuple(
            round(a + (b - a) * share + chance.uniform(-0.0005, 0.0005), 6)
            for a, b in zip(start, end, strict=True)
        )
        for share in shares
    ]
    return [start, *between, end]


def squares(count: int = 4, side: float = 0.01) -> Shapes:
    """Wards in a row from west to east, `side` degrees wide and high."""
    return {n: shapely.box(*square(n, side)) for n in range(1, count + 1)}


def square(number: int, side: float = 0.01) -> tuple[float, float, float, float]:
    west = round(-87.7 + (number - 1) * side, 6)
    return west, 41.8, round(west + side, 6), round(41.8 + side, 6)


def feature(number: Any, shape: Any, **properties: Any) -> dict[str, Any]:
    geometry = shape if isinstance(shape, dict | None) else json.loads(shapely.to_geojson(shape))
    return {"type": "Feature", "properties": {"ward": number, **properties}, "geometry": geometry}


def collection(features: list[Any], **more: Any) -> str:
    whole = {"type": "FeatureCollection", **more, "features": features}
    return json.dumps(whole, indent=1)


def geojson(shapes: Mapping[int, Any]) -> str:
    return collection([feature(str(number), shape) for number, shape in shapes.items()])


def write(folder: Path, text: str, name: str = "wards.geojson") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def bring_map(body: Body, shapes: Mapping[int, Any], name: str = "2023", **days: str) -> WardMap:
    """A map of these shapes in the database, from May 15, 2023 unless `days` say otherwise."""
    said = {"name": name, "from": "2023-05-15", **days}
    data = geojson(shapes).encode()
    plan = importers.examine("boundaries", data, body, importers.Choices(options=said))
    assert plan.problems == []
    plan.carry_out()
    db.session.commit()
    return db.session.scalars(db.select(WardMap).filter_by(body=body, name=name)).one()


MAY_2023 = date(2023, 5, 15)
