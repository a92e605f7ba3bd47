"""The run sheet by plain forms: check in, spoke, forfeited, undo; the period and the cut."""

from datetime import timedelta

import pytest
import time_machine

from campaign.db import db, now
from campaign.hearings.models import Hearing
from campaign.hearings.rules.deadlines import openings
from campaign.hearings.rules.models import Window
from campaign.hearings.speaking.models import Speaker, SpeakerChange
from tests.factories import rows
from tests.hearings.factories import make_speaker, make_speakers
from tests.hearings.lineup.room import DAY, HOME, make_room, other_hearing, seat, send


def states():
    return {one.name: one.state for one in rows(Speaker)}


def test_it_works(client):
    hearing = make_room(client)
    ana, luis = seat(hearing, "Ana", "Luis")
    page = client.get(DAY).text
    assert page.index("Ana") < page.index("Luis")
    send(client, DAY, act=f"present-{ana.id}")
    send(client, DAY, act=f"spoke-{ana.id}", seconds="92")
    send(client, DAY, act=f"forfeited-{luis.id}")

    assert states() == {"Ana": "spoke", "Luis": "forfeited"}
    assert rows(Speaker)[0].seconds_used == 92
    page = client.get(DAY).text
    assert "Nobody is left to speak." in page
    assert "1:32" in page


@pytest.mark.parametrize("state", ["drawn", "confirmed", "applied", "ready", "present"])
@pytest.mark.parametrize("deed", ["present", "spoke", "forfeited", "out_of_time"])
def test_from_every_state_before_the_turn(client, state, deed):
    hearing = make_room(client)
    ana = make_speaker(hearing, "Ana", state=state)
    send(client, DAY, act=f"{deed}-{ana.id}")

    assert states() == {"Ana": deed}


@pytest.mark.parametrize("state", ["not_drawn", "withdrawn", "filed", "interested", "waiting"])
def test_who_has_no_turn_gets_none(client, state):
    hearing = make_room(client)
    ana = make_speaker(hearing, "Ana", state=state)
    send(client, DAY, act=f"spoke-{ana.id}")

    assert states() == {"Ana": state}


def test_undo_takes_back_the_last_and_then_the_one_before(client):
    hearing = make_room(client)
    ana, luis = seat(hearing, "Ana", "Luis", state="drawn")
    send(client, DAY, act=f"spoke-{ana.id}", seconds="60")
    send(client, DAY, act=f"present-{luis.id}")
    for expected in ({"Ana": "spoke", "Luis": "drawn"}, {"Ana": "drawn", "Luis": "drawn"}):
        key = undo_value(client.get(DAY).text)
        send(client, DAY, act=key)
        assert states() == expected
    assert rows(Speaker)[0].seconds_used is None
    assert undo_value(client.get(DAY).text) == ""


def undo_value(page):
    return page.partition("data-undo")[2].partition('value="undo')[2].partition('"')[0] and (
        "undo" + page.partition("data-undo")[2].partition('value="undo')[2].partition('"')[0]
    )


@pytest.mark.parametrize(
    "act", ["", "spoke", "spoke-x", "fly-1", "undo-1", "undo-1-x", "spoke-1-2"]
)
def test_what_no_button_sends_is_refused(client, act):
    hearing = make_room(client)
    seat(hearing, "Ana")

    assert send(client, DAY, act=act).status_code == 422
    assert states() == {"Ana": "confirmed"}


@pytest.mark.parametrize("seconds", ["-1", "7201", "x"])
def test_seconds_that_are_none_are_refused(client, seconds):
    hearing = make_room(client)
    [ana] = seat(hearing, "Ana")
    answer = send(client, DAY, act=f"spoke-{ana.id}", seconds=seconds)

    assert answer.status_code == 422
    assert states() == {"Ana": "confirmed"}


def test_ids_of_another_hearing_change_nothing(client):
    make_room(client)
    _other, eve = other_hearing()
    send(client, DAY, act=f"spoke-{eve.id}")

    assert states() == {"Eve Ibis": "confirmed"}
    assert "Eve Ibis" not in client.get(DAY).text


def test_the_period_begins_and_ends_and_windows_close_with_it(client):
    hearing = make_room(client)
    hearing.rule.windows = [Window(position=0, purpose="write", channel="email", closes="end")]
    db.session.commit()
    start = now().replace(microsecond=0)
    with time_machine.travel(start, tick=False):
        send(client, DAY, f"{DAY}/period", act="end")  # before it began: nothing
        assert rows(Hearing)[0].period_ended_at is None
        send(client, DAY, f"{DAY}/period", act="begin")
    with time_machine.travel(start + timedelta(hours=1), tick=False):
        send(client, DAY, f"{DAY}/period", act="begin")  # twice is once
        send(client, DAY, f"{DAY}/period", act="end")
        found = rows(Hearing)[0]
        assert (found.period_began_at, found.period_ended_at) == (start, start + timedelta(hours=1))
        assert [one.state() for one in openings(found)] == ["closed"]
    send(client, DAY, f"{DAY}/period", act="reopen")
    assert rows(Hearing)[0].period_ended_at is None
    assert send(client, DAY, f"{DAY}/period", act="dance").status_code == 422


def test_the_chair_cuts_the_time_of_all(client):
    hearing = make_room(client, total_seconds=400)
    make_speakers(hearing, 4, state="confirmed")
    assert "2 speakers no longer fit." in client.get(DAY).text
    send(client, DAY, f"{DAY}/cut", seconds="90")
    page = client.get(DAY).text
    assert "1:30 each" in page
    assert "no longer fit" not in page.replace("any more", "")
    assert "1:30" in client.get(f"{HOME}/line-up").text
    send(client, DAY, f"{DAY}/cut", seconds="")
    assert rows(Hearing)[0].cut_seconds is None
    send(client, DAY, f"{DAY}/cut", seconds="5")
    assert rows(Hearing)[0].cut_seconds is None


def test_every_step_says_who_and_when(client):
    hearing = make_room(client)
    [ana] = seat(hearing, "Ana", state="drawn")
    send(client, DAY, act=f"present-{ana.id}")
    steps = [(one.before, one.after) for one in rows(SpeakerChange)]

    assert steps == [("drawn", "confirmed"), ("confirmed", "present")]
    assert {one.by_id for one in rows(SpeakerChange)} == {1}


def test_a_long_list_comes_in_pages(client):
    hearing = make_room(client)
    make_speakers(hearing, 45, state="confirmed")
    page = client.get(f"{DAY}?page=2").text

    assert "Speaker 45" in page
    assert "Speaker 25<" not in page


@pytest.mark.parametrize("path", ["", "/sync", "/period", "/cut", "/print"])
@pytest.mark.parametrize(("role", "part"), [("writer", "lead"), ("organizer", "partner")])
def test_only_organizers_of_the_lead_are_let_in(client, path, role, part):
    hearing = make_room(client, role, part)
    seat(hearing, "Ana Quetzal")
    method = client.post if path in ("/sync", "/period", "/cut") else client.get

    assert method(f"{DAY}{path}").status_code == 403
    assert client.get(f"{HOME}/timer").status_code == 403


@pytest.mark.parametrize("path", ["/day", "/day/print", "/timer", "/record", "/line-up"])
def test_another_organizations_hearing_is_not_there(client, path):
    make_room(client)
    other_hearing()

    assert client.get(HOME.replace("public-safety", "zoning") + path).status_code == 404
