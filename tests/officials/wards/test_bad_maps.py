"""Files that are no map, or a wrong one: each gets a sentence with its line; nothing changes."""

import json
from contextlib import suppress
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.officials.bringing.texts import Unreadable
from campaign.officials.wards.geojson import ShapeError, read_features, read_shape, ward_number
from campaign.officials.wards.models import WardMap
from campaign.tables import LARGEST
from tests.factories import rows
from tests.officials.factories import make_body
from tests.officials.wards.city import collection, feature, geojson, squares, write

DAYS = ("--name", "2023", "--from", "2023-05-15")
FEET = [[1163000, 1922000], [1164000, 1922000], [1164000, 1923000], [1163000, 1922000]]
BOW_TIE = [[-87.70, 41.80], [-87.69, 41.81], [-87.69, 41.80], [-87.70, 41.81], [-87.70, 41.80]]
WHOLE = geojson(squares())


def polygon(ring: Any) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [ring]}


def turned(shape: Any) -> Any:
    return shapely.transform(shape, lambda points: points[:, ::-1])


def with_first(shape: Any) -> str:
    return collection([feature(n, s) for n, s in (squares() | {1: shape}).items()])


BAD = {
    "empty": ("", 1, "The file is empty."),
    "cut off": (WHOLE[:900], WHOLE[:900].count("\n") + 1, "it was cut off"),
    "no JSON": ("{ward: 1}", 1, "This is not JSON"),
    "a web page": ("<!doctype html><p>Log in</p>", 1, "This is a web page or XML."),
    "a list": ("[1, 2]", 1, "no GeoJSON FeatureCollection"),
    "TopoJSON": ('{"type": "Topology", "objects": {}}', 1, "This is TopoJSON."),
    "Esri JSON": ('{"geometryType": "esriGeometryPolygon", "features": []}', 1, "This is Esri"),
    "no features": ('{"type": "FeatureCollection", "features": []}', 1, "There is no feature"),
    "features in a dict": ('{"type": "FeatureCollection", "features": {}}', 1, "There is no feat"),
    "no feature": ('{"type": "FeatureCollection", "features": [1]}', 1, "is no GeoJSON feature"),
    "nested": ("[" * 100_000, 1, "nested too deeply"),
    "NaN": (WHOLE.replace("41.81", "NaN"), 1, "holds a number that cannot be read"),
    "1e400": (WHOLE.replace("41.81", "1e400"), 1, "this looks like another projection"),
    "feet": (with_first(polygon(FEET)), 1, "“1163000, 1922000” is not longitude and latitude"),
    "another system": (
        collection([], crs={"properties": {"name": "urn:ogc:def:crs:EPSG::3435"}}).replace(
            "[]", "[{}]"
        ),
        1,
        "this looks like another projection",
    ),
    "turned": (geojson({n: turned(s) for n, s in squares().items()}), 1, "the wrong way round"),
    "no property": (WHOLE.replace('"ward"', '"color"'), 1, "There is: color."),
    "crossing": (
        with_first(polygon(BOW_TIE)),
        5,
        "Feature 1 (ward 1): its lines cross at 41.80500",
    ),
    "two points": (with_first(polygon(FEET[:2])), 1, "another projection"),
    "one point": (with_first(polygon([[-87.7, 41.8]] * 4)), 5, "fewer than three points"),
    "words": (with_first(polygon([["a", "b"]] * 4)), 5, "is no pair of numbers"),
    "no pairs": (with_first(polygon([1, 2, 3, 4])), 5, "is no pair of numbers"),
    "no rings": (with_first({"type": "Polygon", "coordinates": "x"}), 5, "are no list"),
    "nobody": (geojson({60: squares()[1]}), 1, "There is no ward of this council"),
    "overlap": (
        with_first(shapely.box(-87.70, 41.8, -87.6895, 41.81)),
        38,
        "Wards 1 and 2 share 46,151 m²",
    ),
}


@pytest.mark.parametrize(("text", "line", "words"), BAD.values(), ids=BAD)
def test_it_is_refused(campaign: Any, tmp_path: Any, text: str, line: int, words: str) -> None:
    make_body(wards=4)
    result = campaign("wards", "import", write(tmp_path, text), *DAYS)

    assert result.exit_code == 1
    assert words in result.output
    assert f"wards.geojson, line {line}: " in result.output
    assert result.output.splitlines()[-1].startswith("Nothing was imported: ")
    assert rows(WardMap) == []


@pytest.mark.parametrize("data", [b"PK\x03\x04zip", b"\x00\x01\x02", b"\xff\xfe{"])
def test_what_is_no_text_is_refused(campaign: Any, tmp_path: Any, data: bytes) -> None:
    make_body(wards=4)
    path = tmp_path / "wards.zip"
    path.write_bytes(data)

    assert campaign("wards", "import", str(path), *DAYS).exit_code == 1


def test_a_large_file_is_refused_unread(campaign: Any, tmp_path: Any) -> None:
    make_body(wards=4)
    path = tmp_path / "large.geojson"
    with path.open("wb") as file:
        file.truncate(10 * LARGEST)
    result = campaign("wards", "import", str(path), *DAYS)

    assert result.exit_code == 1
    assert "at most 20 MB can be read" in result.output


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_other_encodings_are_read(campaign: Any, tmp_path: Any, encoding: str) -> None:
    make_body(wards=4)
    features = [feature(n, s, name="Núñez") for n, s in squares().items()]
    text = json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)
    path = tmp_path / "wards.geojson"
    path.write_bytes(text.encode(encoding))

    assert campaign("wards", "import", str(path), *DAYS).exit_code == 0


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--from", "2023-05-15"), "--name: Fill this in"),
        (("--name", "x"), "--from: Fill this in"),
        (("--name", "x", "--from", "May"), "--from: Write a day"),
        (("--name", "x", "--from", "2023-05-15", "--until", "2022-01-01"), "is before its first"),
        ((*DAYS, "--property", "color"), "“color” holds no ward numbers. There is: ward."),
    ],
)
def test_wrong_options(campaign: Any, tmp_path: Any, words: Any, sentence: str) -> None:
    make_body(wards=4)
    result = campaign("wards", "import", write(tmp_path, WHOLE), *words)

    assert result.exit_code == 1
    assert sentence in result.output


def test_lines_that_only_touch_are_no_fault(campaign: Any, tmp_path: Any) -> None:
    """A hole that touches the outline is drawn by some programs as one ring."""
    make_body(wards=1)
    ring = [(0, 0), (10, 0), (10, 10), (5, 10), (7, 8), (3, 8), (5, 10), (0, 10), (0, 0)]
    scaled = [[-87.7 + x / 1000, 41.8 + y / 1000] for x, y in ring]
    result = campaign("wards", "import", write(tmp_path, geojson({1: polygon(scaled)})), *DAYS)

    assert result.exit_code == 0, result.output


@pytest.mark.parametrize(
    "value",
    [35, "35", 35.0, "35.0", "35th Ward", "Ward 35", "ocd-division/country:us/place:x1/ward:35"],
)
def test_ward_numbers(value: Any) -> None:
    assert ward_number(value) == 35


@pytest.mark.parametrize(
    "value",
    ["OUT", "", None, True, 0, -3, 35.5, "35 and 36", "123456", [35], "x" * 10_000, float("inf")],
)
def test_what_is_no_ward_number(value: Any) -> None:
    assert ward_number(value) is None


KEYS = st.sampled_from(["type", "coordinates", "features", "geometries", "properties", "ward"])
LEAVES = st.none() | st.booleans() | st.floats(-200, 200) | st.text(max_size=5) | st.integers()
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@settings(max_examples=60)
@given(ANYTHING)
def test_anything_is_read_or_refused(app: Any, value: Any) -> None:
    whole = {"type": "FeatureCollection", "features": [feature(1, None), value]}
    with suppress(Unreadable):
        read_features(json.dumps(whole).encode())
    for kind in ("Polygon", "MultiPolygon", "GeometryCollection"):
        with suppress(Unreadable, ShapeError):
            read_shape({"type": kind, "coordinates": value, "geometries": value})
