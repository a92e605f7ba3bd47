"""How quickly points find their wards, one by one and in bulk, and how quickly pages answer.

    python -m tests.load.wards [--map wards.geojson] [--rounds 20] [--visits 200]

Bulk stands beside a bare shapely STRtree over the same shapes and points in the same run, in turn,
round by round: `tree.query(points, predicate="within")`, which knows nothing of distances; ours
says too whether a line is within 30 m. These are seconds of the processor. Without `--map` the
city is made up (50 wards, 2,500 corners). Pages are whole ones in this process on SQLite, by the
clock (p50 and p95 in ms), none of them kept.
"""

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely import STRtree

from campaign import create_app
from campaign.config import load_settings
from campaign.db import db
from campaign.officials.models import Body
from campaign.officials.wards.lookup import ward_at, wards_at
from campaign.officials.wards.shapes import MapShapes
from tests.load.desk import SETTINGS, show
from tests.officials.factories import make_body, make_term
from tests.officials.wards.city import bring_map, jagged_city
from tests.page import PageClient


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--map", type=Path)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--visits", type=int, default=200)
    options = parser.parse_args()
    shapes = read(options.map) if options.map else jagged_city()
    look_up(shapes, options.rounds)
    with tempfile.TemporaryDirectory() as name:
        app = create_app(load_settings({}, instance=Path(name), **SETTINGS))
        app.testing = True
        app.test_client_class = PageClient
        with app.app_context():
            db.create_all()
            body = make_body()
            for n in range(1, 51):
                make_term(body, n)
            bring_map(body, shapes)
            in_the_app(body, shapes, options.rounds)
            client = app.test_client()
            assert isinstance(client, PageClient)
            client.reads_pages = False
            show(visits(client, shapes), options.visits)
            db.session.remove()
            db.engine.dispose()


def timed(run: Callable[[], object]) -> float:
    """Seconds of processor time, so that others on the machine do not count."""
    start = time.process_time()
    run()
    return time.process_time() - start


def read(path: Path) -> dict[int, Any]:
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    return {
        int(one["properties"]["ward"]): shapely.from_geojson(json.dumps(one["geometry"]))
        for one in features
    }


def look_up(shapes: dict[int, Any], rounds: int) -> None:
    """The geometry alone: one point, and many beside the bare tree."""
    given = {number: shapely.to_wkb(shape) for number, shape in shapes.items()}
    made: list[MapShapes] = []
    print(
        f"reading {len(shapes)} wards: {1000 * timed(lambda: made.append(MapShapes(given))):.0f} ms"
    )
    ours, tree = made[0], STRtree(list(shapes.values()))
    xs, ys = inside(shapes, 2000)
    one = timed(lambda: [ours.at(x, y) for x, y in zip(xs, ys, strict=True)]) / 2000
    print(f"one point, geometry alone: {1_000_000 * one:.0f} µs")
    for count in (1_000, 100_000):
        xs, ys = inside(shapes, count)
        times = [
            (
                timed(lambda x=xs, y=ys: tree.query(shapely.points(x, y), predicate="within")),  # type: ignore[misc]
                timed(lambda x=xs, y=ys: ours.many(x, y)),  # type: ignore[misc]
            )
            for _round in range(rounds)
        ]
        bare, mine = (statistics.median(column) for column in zip(*times, strict=True))
        ratios = sorted(a / b for a, b in times)
        print(
            f"{count} points: bare {1000 * bare:.1f} ms, ours {1000 * mine:.1f} ms,"
            f" ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})",
            flush=True,
        )


def inside(shapes: dict[int, Any], count: int) -> tuple[Any, Any]:
    """Points scattered over the city alone."""
    chance, whole = np.random.default_rng(7), shapely.union_all(list(shapes.values()))
    west, south, east, north = whole.bounds
    shapely.prepare(whole)
    found: list[Any] = []
    while sum(map(len, found)) < count:
        points = chance.uniform((west, south), (east, north), (count, 2))
        found.append(points[shapely.contains_xy(whole, points[:, 0], points[:, 1])])
    xs, ys = np.concatenate(found)[:count].T
    return xs.copy(), ys.copy()


def in_the_app(body: Body, shapes: dict[int, Any], rounds: int) -> None:
    """With the map and the ward from the database."""
    xs, ys = inside(shapes, 200)
    pairs = list(zip(xs.tolist(), ys.tolist(), strict=True))
    one = timed(lambda: [ward_at(x, y, body=body) for x, y in pairs]) / len(pairs)
    print(f"one point by ward_at(): {1_000_000 * one:.0f} µs")
    many = statistics.median(timed(lambda: wards_at(pairs * 5, body=body)) for _n in range(rounds))
    print(f"1000 points by wards_at(): {1000 * many:.1f} ms")
    db.session.rollback()


def visits(client: PageClient, shapes: dict[int, Any]) -> dict[str, Callable[[], object]]:
    xs, ys = inside(shapes, 1000)
    places = iter(zip(xs.tolist() * 9, ys.tolist() * 9, strict=True))

    def typed() -> None:
        x, y = next(places)
        page = client.post("/wards/find", data={"latitude": f"{y:.6f}", "longitude": f"{x:.6f}"})
        assert page.status_code == 200

    def pressed() -> None:
        page = client.post("/wards/find", data={"large.x": "300", "large.y": "300"})
        assert page.status_code == 200

    return {
        "bare page (/healthz)": lambda: client.get("/healthz"),
        "find my ward": lambda: client.get("/wards/find"),
        "the picture": lambda: client.get("/wards/map.svg"),
        "answer to coordinates": typed,
        "answer to a press": pressed,
    }


if __name__ == "__main__":
    start = time.perf_counter()
    main()
    print(f"{time.perf_counter() - start:.0f} s in all")
