"""What hearings put on the first page: what is due, as numbers, for who may do it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.dashboard.test_today import items
from tests.hearings.factories import SEATS, make_rule, make_speaker
from tests.hearings.speaking.desk import DESK, at_desk, lottery

START = datetime(2026, 12, 16, 16, tzinfo=UTC)  # 10:00 in Chicago
CALLS = datetime(2026, 12, 15, 18, tzinfo=UTC)


def at(client, moment, *states, role="organizer", part="lead", **values):
    """What waits for Omar at a moment, with one remote speaker in each of these states."""
    values = {"starts_at": START, "published_at": START - timedelta(days=30)} | values
    with time_machine.travel(moment, tick=False):
        hearing = at_desk(client, role, part, **values)
        for place, state in enumerate(states):
            make_speaker(hearing, f"Speaker {place}", state=state, mode="remote")
        found = items(client)
    assert "Speaker 0" not in "".join(found)
    return " ".join(found)


def test_a_window_that_closes_while_somebody_has_not_applied(client):
    found = at(client, START - timedelta(hours=50), "interested", "ready", "applied")
    assert "2 people have not applied for “Committee on Public Safety”" in found
    assert f"{DESK}/apply" in found


def test_nobody_waits_when_all_have_applied_or_it_is_far(client):
    assert "not applied" not in at(client, START - timedelta(hours=50), "applied")


def test_far_off_it_waits_for_nobody(client):
    assert at(client, START - timedelta(days=4), "interested") == ""


def test_calls_and_a_draw(client):
    found = at(client, CALLS, "applied", "drawn")
    assert "The body calls back now" in found
    assert "Record the draw" in found
    assert "1 speaker of “Committee on Public Safety” has not confirmed" in found
    assert "is tomorrow" in found
    assert f"{DESK}/calls" in found


def test_our_own_seats_are_neither_drawn_nor_applied_for(client):
    found = at(client, CALLS, "confirmed", rule=make_rule(**SEATS))
    assert "is tomorrow" in found
    assert "Record" not in found


def test_a_rule_that_was_read_long_ago(client):
    found = at(client, START - timedelta(days=20), rule=lottery(read_on="2024"))
    assert "Read the rule for “Committee on Public Safety” again" in found


def test_a_rule_that_was_read_lately(client):
    assert at(client, START - timedelta(days=20), rule=lottery(read_on="2026-10")) == ""


@pytest.mark.parametrize(
    "values", [{"status": "cancelled"}, {"starts_at": CALLS - timedelta(days=1)}]
)
def test_what_does_not_take_place_or_is_over(client, values):
    assert at(client, CALLS, "applied", **values) == ""


@pytest.mark.parametrize(("role", "part"), [("writer", "lead"), ("owner", "partner")])
def test_who_may_not_see_speakers_sees_nothing(client, role, part):
    found = at(client, CALLS, "applied", "drawn", role=role, part=part)
    assert "Public Safety" not in found
