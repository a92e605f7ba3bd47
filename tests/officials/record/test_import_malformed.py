"""Files that are broken, cut off or of the wrong shape: lines and sentences, never a traceback."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.officials.bringing import importers
from campaign.officials.bringing.importers import Choices, examine
from campaign.officials.models import Body
from campaign.officials.record.models import Meeting
from campaign.tables import LARGEST
from tests.factories import rows
from tests.officials.record.factories import (
    as_json,
    clerk_matter,
    clerk_meeting,
    legistar_event,
    make_council,
    roll_call,
)

KINDS = ("measures", "meetings", "votes")
AGENDA = {"groups": [{"items": [{"matterTitle": "A", "recordNumber": "O2024-1", "sort": 1}]}]}
MATTER = clerk_matter(legacyRecordNumber="Or2024-99")
VALID = [
    [MATTER],
    {"data": [clerk_meeting(agenda=AGENDA)]},
    [legistar_event(EventItems=[{"EventItemTitle": "A", "RollCall": []}])],
]
ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.just([]),
    st.just({}),
    st.just([[["x"]]]),
    st.sampled_from(["", " ", "\x00", "\ud800", "x" * 500, "9999-99-99", "2024-01-01T00:00:00Z"]),
    st.text(max_size=30),
)


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Each way into a nested value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value)
    found = [way] if way else []
    for name, one in inner:
        found += places(one, (*way, name)) if isinstance(one, dict | list) else [(*way, name)]
    return found


def mutated(value: Any, way: tuple[Any, ...], odd: Any) -> Any:
    copy = json.loads(json.dumps(value))
    at = copy
    for name in way[:-1]:
        at = at[name]
    at[way[-1]] = odd
    return copy


@pytest.fixture
def council(app):
    return make_council()


@settings(max_examples=50)
@given(st.data())
def test_any_value_in_any_place(council, data):
    valid = data.draw(st.sampled_from(VALID))
    way = data.draw(st.sampled_from(places(valid)))
    text = json.dumps(mutated(valid, way, data.draw(ODD)))
    for kind in KINDS:
        plan = examine(kind, text.encode(), council, Choices())
        assert all(line > 0 and sentence for line, sentence in plan.problems)
        if not plan.problems:
            json.dumps(plan.as_json).encode()


@settings(max_examples=30)
@given(st.data())
def test_any_damage_to_the_bytes(council, data):
    files = [json.dumps(data.draw(st.sampled_from(VALID)), indent=1), roll_call("Yea", "Nay")]
    raw = bytearray(data.draw(st.sampled_from(files)).encode())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=4))
    for kind in KINDS:
        examine(kind, bytes(raw), council, Choices())


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "empty"),
        (b"[]", 1, "nothing in this file"),
        (b'{"data": "x"}', 1, "This is no"),
        (b'[\n{"recordNumber": "O2024-1",\n"title"', 3, "cut off"),
        (b'[\n{"recordNumber": "O20', 2, "cut off"),
        (b'[{"a": 1},\n\n oops]', 3, "not JSON"),
        (b"[" * 5000, 1, "nested too deeply"),
        (b'[{"meetingId":' + b"9" * 5000 + b"}]", 1, "number"),
        (b'[{"a": NaN}]', 1, "number"),
        (b'[\n{"a":\n"\x00"}]', 3, "NUL"),
        (b"[1, null]", 1, "no object"),
        (b"{}", 1, "This is no"),
        (b"PK\x03\x04xx", 1, "spreadsheet"),
    ],
)
def test_a_file_that_cannot_be_read(council, data, line, words):
    plans = {kind: examine(kind, data, council, Choices()) for kind in KINDS}

    assert all(plan.problems for plan in plans.values())
    first = plans["meetings"].problems[0]
    assert first.line == line
    assert words in first.sentence


def test_a_file_of_200_megabytes_is_not_read(council):
    assert "at most 20 MB" in importers.too_large(10 * LARGEST)


def test_one_fault_keeps_all_out(bring, council):
    """Nothing is imported, the committee neither; the fault has the line of its meeting."""
    good, bad = clerk_meeting(), clerk_meeting(meetingId="2", location=["Room"], date=5)
    result = bring("meetings", as_json(good, bad))

    assert result.exit_code == 1
    assert "“location” is not a text" in result.output
    assert rows(Meeting) == []
    assert len(rows(Body)) == 1


def test_latin_1_and_a_byte_order_mark(bring, council):
    latin = as_json(clerk_meeting(location="Café")).replace("\\u00e9", "é").encode("latin-1")
    assert "look whether accents are right" in bring("meetings", latin).output
    assert rows(Meeting)[0].location == "Café"
    marked = b"\xef\xbb\xbf" + roll_call("Yea").encode()
    assert bring("votes", marked).exit_code == 0


def test_a_missing_header(bring, council):
    result = bring("votes", roll_call("Yea", "Nay").split("\n", 1)[1])

    assert result.exit_code == 1
    assert "line 1: The first row names the columns; these are missing: record, date" in (
        result.output
    )
