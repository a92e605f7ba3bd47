"""Applying to the body, and watching who answers when it calls back."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from campaign.accounts.models import User
from campaign.hearings.speaking.models import Speaker, SpeakerChange
from tests.accounts.factories import log_in
from tests.factories import rows
from tests.hearings.factories import make_speaker
from tests.hearings.speaking.desk import DESK, SPEAKERS, at_desk, batch_in, post

APPLY, CALLS = f"{DESK}/apply", f"{DESK}/calls"
START = datetime(2026, 12, 16, 16, tzinfo=UTC)  # 10:00 in Chicago
DAY_BEFORE = datetime(2026, 12, 15, 17, 30, tzinfo=UTC)  # 11:30 there, within the calls


@pytest.fixture
def desk(client):
    """In the hours of the calls: the browser's login is of then, too."""
    with time_machine.travel(DAY_BEFORE, tick=False):
        yield at_desk(client, starts_at=START, published_at=START - timedelta(days=9))


def test_it_says_how_to_apply_and_who_has_not(client, desk):
    make_speaker(desk, mode="remote")
    make_speaker(desk, "Omar Tern", state="applied")
    make_speaker(desk, "Eve Ibis", mode="written")
    with time_machine.travel(DAY_BEFORE - timedelta(days=1), tick=False):
        log_in(client, rows(User)[0])
        page = client.get(APPLY).text

    assert 'href="tel:3125550134"' in page
    assert "Leave your name." in page
    assert "1 person has not applied" in page
    assert "Omar Tern" not in page
    assert "Eve Ibis" not in page


def test_many_are_marked_as_applied_and_back(client, desk):
    people = [make_speaker(desk, name) for name in ("Ana", "Omar")]
    answer = post(client, APPLY, numbers=[one.id for one in people], why="Omar rang.")
    assert [one.state for one in rows(Speaker)] == ["applied"] * 2
    assert {one.why for one in rows(SpeakerChange)} == {"Omar rang."}
    post(client, f"{SPEAKERS}/undo", batch=batch_in(client.get(answer.location)))

    assert [one.state for one in rows(Speaker)] == ["interested"] * 2
    assert post(client, APPLY).status_code == 422


def test_who_is_drawn_is_watched(client, desk):
    make_speaker(desk, state="drawn", drawn=2, phone="(312) 555-0177", mode="remote")
    make_speaker(desk, "Omar Tern", state="applied", mode="remote")
    make_speaker(desk, "Eve Ibis", state="applied")
    page = client.get(CALLS).text

    assert 'href="tel:3125550177"' in page
    assert "Omar Tern" in page.partition("Applied, and may be called")[2]
    assert "calls back now, until Dec 15, 2026, 2:00 PM CST".replace(" ", "") in page.replace(
        "\u202f", ""
    ).replace(" ", "")
    assert 'data-until="2026-12-15T20:00:00+00:00"' in page
    assert "Eve Ibis" not in page


@pytest.mark.parametrize("after", ["confirmed", "forfeited"])
def test_one_tap_says_what_came_of_it(client, desk, after):
    one = make_speaker(desk, state="drawn", drawn=1, phone="(312) 555-0177")
    answer = post(client, CALLS, act=after, numbers=[one.id])

    assert answer.location == CALLS
    assert rows(Speaker)[0].state == after
    assert 'value="confirmed"' not in client.get(CALLS).text
    assert post(client, CALLS, act="spoke", numbers=[one.id]).status_code == 422


def test_after_the_hours_there_is_no_countdown(client, desk):
    make_speaker(desk, state="drawn", drawn=1)
    with time_machine.travel(DAY_BEFORE + timedelta(hours=3), tick=False):
        page = client.get(CALLS).text
    assert "data-until" not in page
    assert "No hours in which the body calls back are ahead." in page
