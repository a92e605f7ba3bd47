"""`campaign wards import`: a map comes in whole, twice, and again when it has changed."""

import json
from datetime import date
from typing import Any

import pytest
import shapely

from campaign.db import db
from campaign.officials.models import Seat, Ward
from campaign.officials.wards.lookup import ward_at
from campaign.officials.wards.models import WardMap, WardShape
from tests.factories import rows
from tests.officials.factories import make_body
from tests.officials.wards.city import (
    bring_map,
    collection,
    feature,
    geojson,
    jagged_city,
    squares,
    write,
)

DAYS = ("--name", "2023", "--from", "2023-05-15")


def test_it_works(campaign: Any, tmp_path: Any) -> None:
    make_body()
    path = write(tmp_path, geojson(jagged_city()))
    first = campaign("wards", "import", path, *DAYS)

    assert first.exit_code == 0, first.output
    assert "In no ward, with wards all around: " in first.output
    assert first.output.splitlines()[-1].startswith("Imported: 51 new, 0 changed")
    [made] = rows(WardMap)
    assert (made.name, made.starts_on, made.ends_on) == ("2023", date(2023, 5, 15), None)
    assert (made.source, len(rows(WardShape))) == ("wards.geojson", 50)

    again = campaign("wards", "import", path, *DAYS)
    assert "0 new, 0 changed, 0 kept as corrected by hand, 51 unchanged" in again.output


def test_a_dry_run_writes_nothing(campaign: Any, tmp_path: Any) -> None:
    make_body(wards=4)
    path = write(tmp_path, geojson(squares()))
    result = campaign("wards", "import", path, *DAYS, "--dry-run", "--json")

    assert result.exit_code == 0
    assert json.loads(result.output)["numbers"]["new"] == 5
    assert rows(WardMap) == []


def test_a_council_without_wards_gets_them_with_seats_and_tiles(
    campaign: Any, tmp_path: Any
) -> None:
    make_body(wards=0, ward_title={"en": "District"})
    campaign("wards", "import", write(tmp_path, geojson(jagged_city())), *DAYS)

    assert [one.label for one in rows(Seat)][:2] == ["District 1", "District 2"]
    wards = rows(Ward)
    assert len({(one.column, one.row) for one in wards}) == 50
    assert wards[49].row < wards[0].row  # ward 50 lies in the north
    assert wards[0].division == "ocd-division/city-council/ward:1"


def test_what_changed_is_said_and_known_at_once(campaign: Any, tmp_path: Any) -> None:
    body = make_body(wards=4)
    bring_map(body, squares())
    assert ward_at(-87.6899, 41.805).ward.number == 2  # type: ignore[union-attr]
    moved = squares() | {
        1: shapely.box(-87.70, 41.8, -87.6895, 41.81),
        2: shapely.box(-87.6895, 41.8, -87.68, 41.81),
    }
    result = campaign("wards", "import", write(tmp_path, geojson(moved)), *DAYS)

    assert "Changed: ward 1, by 46,151 m²" in result.output
    assert "0 new, 2 changed" in result.output
    assert ward_at(-87.6899, 41.805).ward.number == 1  # type: ignore[union-attr]


def test_what_the_file_leaves_out_stays(campaign: Any, tmp_path: Any) -> None:
    bring_map(make_body(wards=4), squares())
    result = campaign("wards", "import", write(tmp_path, geojson(squares(3))), *DAYS)

    assert "The file has no shape for: 4." in result.output
    assert "not in the file, kept  Ward 4, 2023" in result.output
    assert len(rows(WardShape)) == 4


def test_days_corrected_by_hand_stay(campaign: Any, tmp_path: Any) -> None:
    found = bring_map(make_body(wards=4), squares())
    found.correct(ends_on=date(2033, 5, 14))
    db.session.commit()
    result = campaign("wards", "import", write(tmp_path, geojson(squares())), *DAYS)

    assert (
        "kept       Map “2023”: ends_on stays “2033-05-14”; the file says nothing" in result.output
    )
    assert rows(WardMap)[0].ends_on == date(2033, 5, 14)


def test_two_maps_are_never_in_force_at_once(campaign: Any, tmp_path: Any) -> None:
    bring_map(make_body(wards=4), squares(), "2015", **{"from": "2015-05-18"})
    path = write(tmp_path, geojson(squares()))
    result = campaign("wards", "import", path, *DAYS)

    assert result.exit_code == 1
    assert "Map “2015” is in force from 2015-05-18 and has no last day yet." in result.output
    until = ("--name", "2015", "--from", "2015-05-18", "--until", "2023-05-14")
    assert campaign("wards", "import", path, *until).exit_code == 0
    assert campaign("wards", "import", path, *DAYS).exit_code == 0


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("ward", ["35", "2"]),
        ("WARD_ID", [35.0, 2]),
        ("District", ["District 35", "2nd District"]),
        ("division_id", [f"ocd-division/country:us/place:x/ward:{n}" for n in (35, 2)]),
        ("name", ["Ward 35", "Ward 2"]),
    ],
)
def test_the_property_is_guessed(campaign: Any, tmp_path: Any, name: str, values: Any) -> None:
    make_body()
    shapes = zip(values, squares(2).values(), strict=True)
    features = [
        {
            "type": "Feature",
            "properties": {"id": 7, name: value},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for value, shape in shapes
    ]
    result = campaign("wards", "import", write(tmp_path, collection(features)), *DAYS)

    assert result.exit_code == 0, result.output
    assert sorted(one.ward.number for one in rows(WardShape)) == [2, 35]


def test_what_is_no_ward_is_told_and_left_out(campaign: Any, tmp_path: Any) -> None:
    make_body(wards=4)
    far = shapely.box(-87.6, 41.8, -87.59, 41.81)
    features = [feature(n, shape) for n, shape in squares().items()]
    features += [feature("OUT", far), feature(None, far), feature(51, far), feature(0, far)]
    features += [feature(2, None), feature(3, shapely.Point(-87.7, 41.8)), feature("1", far)]
    path = write(tmp_path, collection(features))
    result = campaign("wards", "import", path, *DAYS)

    assert result.exit_code == 0, result.output
    for sentence in (
        "Feature 5 (“OUT”) is no ward: left out.",
        "Feature 6 (“”) is no ward: left out.",
        "Feature 8 (“0”) is no ward: left out.",
        "Ward 51 is none of this council’s: left out.",
        "Feature 9 (ward 2) is no area: left out.",
        "Feature 10 (ward 3) is no area: left out.",
        "Wards in several features, put together: 1 (2).",
    ):
        assert sentence in result.output
    assert ward_at(-87.595, 41.805).ward.number == 1  # type: ignore[union-attr]


def test_odd_but_right_shapes(campaign: Any, tmp_path: Any) -> None:
    """Heights, doubled points, a hole, an open ring, a collection with a line in it."""
    make_body(wards=4)
    one, two, three, four = squares().values()
    ring = [[x, y, 181.5] for x, y in one.exterior.coords]
    hole = shapely.box(-87.687, 41.803, -87.684, 41.806)
    line = {"type": "LineString", "coordinates": [[-87.7, 41.8], [-87.6, 41.8]]}
    area = json.loads(shapely.to_geojson(three))
    features = [
        feature(1, {"type": "Polygon", "coordinates": [[ring[0], *ring, ring[-1]]]}),
        feature(2, two.difference(hole)),
        feature(3, {"type": "GeometryCollection", "geometries": [line, area]}),
        feature(4, {"type": "Polygon", "coordinates": [list(four.exterior.coords)[:-1]]}),
    ]
    result = campaign("wards", "import", write(tmp_path, collection(features)), *DAYS)

    assert result.exit_code == 0, result.output
    found = [ward_at(x, 41.8045) for x in (-87.695, -87.6855, -87.675, -87.665)]
    assert [hit.ward.number if hit else None for hit in found] == [1, None, 3, 4]


def test_maps_are_listed(campaign: Any) -> None:
    assert "There is no map yet" in campaign("wards", "maps").output
    bring_map(make_body(wards=4), squares(), source="the city")

    assert "“2023”  2023-05-15 to today, 4 wards  the city" in campaign("wards", "maps").output
    [listed] = json.loads(campaign("wards", "maps", "--json").output)
    assert (listed["name"], listed["until"], listed["wards"]) == ("2023", None, 4)
