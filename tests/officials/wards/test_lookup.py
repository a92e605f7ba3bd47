"""Whose a point is, against a plain test on the same file; lines, holes, days."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from shapely import STRtree

from campaign.db import db
from campaign.officials.wards import lookup
from campaign.officials.wards.lookup import Outside, place_of, ward_at, wards_at
from campaign.officials.wards.plane import in_metres, metres_per_degree
from campaign.officials.wards.shapes import MapShapes
from tests.officials.factories import make_body
from tests.officials.wards.city import bring_map, geojson, grid, jagged_city, squares

REAL = os.environ.get("CAMPAIGN_REAL_DATA")
FILES = sorted(Path(REAL).glob("wards-*.geojson")) if REAL else []
TEXTS = {"jagged": geojson(jagged_city())} | {one.stem: one.read_text() for one in FILES}
POINTS = 4_000
SURE = 15.0  # metres


class File:
    """A file as a plain test reads it: one geometry a feature, and nothing of ours."""

    def __init__(self, text: str) -> None:
        features = json.loads(text)["features"]
        self.shapes = {
            int(one["properties"]["ward"]): shapely.from_geojson(json.dumps(one["geometry"]))
            for one in features
        }
        self.numbers = np.array(list(self.shapes))
        self.wards = np.array(list(self.shapes.values()))
        west, south, east, north = shapely.total_bounds(self.wards)
        self.bounds = west, south, east, north
        self.scale = metres_per_degree((south + north) / 2)
        lines = shapely.union_all(shapely.boundary(in_metres(self.wards, self.scale)))
        shapely.prepare(lines)
        self.lines = lines

    def ours(self) -> MapShapes:
        return MapShapes({n: shapely.to_wkb(shape) for n, shape in self.shapes.items()})

    def inside(self, seed: int) -> Iterator[tuple[float, float, int, float]]:
        """Random points in the city: where, in which ward, and metres to the nearest line."""
        chance, tree = np.random.default_rng(seed), STRtree(self.wards)
        found = 0
        while found < POINTS:
            xs = chance.uniform(self.bounds[0], self.bounds[2], POINTS)
            ys = chance.uniform(self.bounds[1], self.bounds[3], POINTS)
            at, wards = tree.query(shapely.points(xs, ys), predicate="within")
            points = shapely.points(xs[at] * self.scale[0], ys[at] * self.scale[1])
            meters = shapely.distance(self.lines, points)
            for n, ward, far in zip(at, wards, meters, strict=True):
                yield float(xs[n]), float(ys[n]), int(self.numbers[ward]), float(far)
            found += len(at)

    def shared_points(self) -> list[tuple[float, float, list[int]]]:
        """Corners that several wards have to the last digit."""
        owners: dict[tuple[float, float], set[int]] = {}
        for number, shape in self.shapes.items():
            for x, y in shapely.get_coordinates(shape).tolist():
                owners.setdefault((x, y), set()).add(number)
        return [(*spot, sorted(of)) for spot, of in owners.items() if len(of) > 1]


@pytest.fixture(params=TEXTS, scope="module")
def file(request: Any) -> File:
    return File(TEXTS[request.param])


def test_every_point_far_from_lines_gets_its_ward(file: File) -> None:
    ours, wrong, asked = file.ours(), [], 0
    for x, y, ward, meters in file.inside(seed=4):
        spot = ours.at(x, y)
        if meters > SURE:
            asked += 1
            if spot.ward != ward or abs(spot.meters - meters) > 0.01:
                wrong.append((x, y, ward, spot))

    assert wrong == []
    assert asked > POINTS / 2


def test_many_at_once_say_the_same_as_one_by_one(file: File) -> None:
    ours = file.ours()
    points = [(x, y) for x, y, _ward, _meters in file.inside(seed=5)][:1500]
    points += [(x - 0.2, y) for x, y in points[:200]]
    xs, ys = np.array(points).T
    spots = [ours.at(x, y) for x, y in points]
    numbers, flags = ours.many(xs, ys)

    assert numbers.tolist() == [spot.ward or 0 for spot in spots]
    assert flags.tolist() == [spot.ward is not None and spot.meters <= 30 for spot in spots]
    meters = ours.distances(numbers, xs, ys)
    for spot, far in zip(spots, meters.tolist(), strict=True):
        assert far == pytest.approx(spot.meters) if spot.ward else np.isnan(far)


def test_a_point_on_a_shared_line_always_gets_one_answer(file: File) -> None:
    ours, again = file.ours(), file.ours()
    spots = file.shared_points()
    xs, ys = np.array([(x, y) for x, y, _owners in spots]).T
    numbers, flags = ours.many(xs, ys)

    assert len(spots) > 500
    assert flags.all()
    for n, (x, y, owners) in enumerate(spots):
        spot = ours.at(x, y)
        assert spot == again.at(x, y)
        assert (spot.ward, spot.meters < 30) == (owners[0], True)
        assert numbers[n] == owners[0]
        assert set(owners[1:]) <= set(spot.neighbors)


# In the database


def test_the_hit_says_ward_map_distance_and_neighbors(app: Any) -> None:
    made = bring_map(make_body(wards=4), squares())
    east_per_degree = metres_per_degree(41.805)[0]
    x = -87.69 - 12 / east_per_degree
    hit = ward_at(x, 41.805)

    assert hit is not None
    assert (hit.ward.number, hit.map.id) == (1, made.id)
    assert hit.meters == pytest.approx(12, abs=0.1)
    assert hit.needs_confirmation
    assert [one.number for one in hit.neighbors] == [2]
    middle = ward_at(-87.695, 41.805)
    assert middle is not None
    assert (middle.needs_confirmation, middle.neighbors) == (False, [])


def test_outside_is_nobodys_ward(app: Any) -> None:
    bring_map(make_body(wards=4), squares())

    assert ward_at(-87.70001, 41.805) is None
    outside = place_of(-87.70001, 41.805)
    assert isinstance(outside, Outside)
    assert outside.meters == pytest.approx(0.83, abs=0.05)
    assert [one.number for one in outside.neighbors] == [1]
    assert place_of(-80.0, 41.805).neighbors == []  # type: ignore[union-attr]


def test_a_hole_is_outside_and_the_second_part_is_inside(app: Any) -> None:
    shapes = jagged_city()
    bring_map(make_body(), shapes)
    cells = grid(seed=1)
    enclave, of_13, of_50 = (cells[n].representative_point() for n in (1, 12, 20))

    assert ward_at(enclave.x, enclave.y) is None
    assert ward_at(of_13.x, of_13.y).ward.number == 13  # type: ignore[union-attr]
    assert ward_at(of_50.x, of_50.y).ward.number == 50  # type: ignore[union-attr]


def test_each_day_has_its_map(app: Any) -> None:
    body = make_body(wards=4)
    before = dict(zip((2, 1, 4, 3), squares().values(), strict=True))
    bring_map(body, before, "2015", **{"from": "2015-05-18", "until": "2023-05-14"})
    bring_map(body, squares())

    def ward(on: date) -> int | None:
        hit = ward_at(-87.695, 41.805, on)
        return hit.ward.number if hit else None

    days = [date(2015, 5, 17), date(2015, 5, 18), date(2023, 5, 14), date(2023, 5, 15)]
    assert [ward(on) for on in days] == [None, 2, 2, 1]


def test_a_changed_map_is_read_again(app: Any) -> None:
    body = make_body(wards=4)
    bring_map(body, squares())
    assert ward_at(-87.695, 41.805).ward.number == 1  # type: ignore[union-attr]
    turned = dict(zip((2, 1, 3, 4), squares().values(), strict=True))
    bring_map(body, turned)

    assert ward_at(-87.695, 41.805).ward.number == 2  # type: ignore[union-attr]


def test_few_maps_stay_in_memory(app: Any) -> None:
    body = make_body(wards=1)
    for year in range(2000, 2012):
        days = {"from": f"{year}-01-01", "until": f"{year}-12-31"}
        bring_map(body, squares(1), str(year), **days)
        assert ward_at(-87.695, 41.805, date(year, 6, 1))

    assert len(lookup._kept) <= lookup.MOST


def test_many_points(app: Any) -> None:
    bring_map(make_body(wards=4), squares())
    numbers, flags = wards_at([(-87.695, 41.805), (-87.69, 41.805), (0, 0)])

    assert (numbers.tolist(), flags.tolist()) == ([1, 1, 0], [False, True, False])
    assert wards_at([])[0].tolist() == []
    with pytest.raises(LookupError):
        wards_at([(0, 0)], date(1999, 1, 1))
    db.session.rollback()


def test_starting_imports_no_shapely() -> None:
    code = "import sys, campaign.factory; from campaign import create_app; create_app();"
    code += "assert not {'shapely', 'numpy'} & set(sys.modules), 'imported at start'"
    environ = {"PATH": os.environ["PATH"], "CAMPAIGN_SECRET_KEY": "x" * 32}
    environ["CAMPAIGN_DATABASE_URL"] = "sqlite:///:memory:"
    subprocess.run([sys.executable, "-c", code], env=environ, check=True)
