"""Seats that the organizers give away: in order, one person each, a freed one to the next."""

import pytest
import time_machine

from campaign.db import db
from campaign.hearings.public import offers
from campaign.hearings.speaking.models import Speaker
from campaign.mail import OutgoingEmail
from tests.factories import rows
from tests.hearings.public.people import (
    ANA,
    SECOND,
    URL,
    in_days,
    join,
    make_own_hearing,
    sent,
    speakers,
    states,
)

NAMES = ("Ana", "Omar", "Eve", "Speaker")


def act(client, path, name):
    return client.post(path, data={"act": name})


@pytest.fixture
def four(client):
    """Two seats and four people; the pages of these."""
    make_own_hearing(cap=2)
    return [join(client, name) for name in NAMES]


def seats():
    return {one.name: one.seat for one in speakers()}


def test_it_works(client, four):
    assert states() == [
        ("Ana", "confirmed"),
        ("Omar", "confirmed"),
        ("Eve", "waiting"),
        ("Speaker", "waiting"),
    ]
    assert seats() == {"Ana": 1, "Omar": 2, "Eve": None, "Speaker": None}
    assert "You have a seat" in client.get(four[0]).text
    assert "You are number 1." in client.get(four[2]).text
    assert "You are number 2." in client.get(four[3]).text


def test_a_name_that_nobody_confirms_holds_no_seat(client):
    make_own_hearing(cap=1)
    client.post(f"{URL}/sign-up", data=ANA)
    join(client, "Omar")
    assert seats() == {"Ana Ruiz": None, "Omar": 1}


def test_a_freed_seat_is_offered_to_the_next_alone(client, four):
    act(client, four[0], "withdraw")
    assert states()[2:] == [("Eve", "offered"), ("Speaker", "waiting")]
    assert seats()["Eve"] == 1
    assert [one for one in sent() if one[1] == "offer"] == [("eve@example.org", "offer")]

    assert "Take the seat" in client.get(four[2]).text
    for _ in range(2):
        assert act(client, four[2], "accept").status_code == 303
    assert states()[2:] == [("Eve", "confirmed"), ("Speaker", "waiting")]


def test_an_offer_lapses_by_the_clock_and_goes_on(client, four):
    act(client, four[0], "withdraw")
    with time_machine.travel(in_days(1.01)):
        assert offers.pass_on() == 1
        assert offers.pass_on() == 0
        assert states()[2:] == [("Eve", "lapsed"), ("Speaker", "offered")]
        assert seats()["Speaker"] == 1
        answer = act(client, four[2], "accept")
        assert answer.status_code == 410
        assert "has gone to the next person" in answer.text
        act(client, four[2], "again")
        assert states()[2:] == [("Eve", "waiting"), ("Speaker", "offered")]


def test_an_offer_lapses_on_every_touch_without_a_job(client, four):
    act(client, four[0], "withdraw")
    with time_machine.travel(in_days(1.01)):
        assert act(client, four[2], "accept").status_code == 410
        assert states()[2:] == [("Eve", "lapsed"), ("Speaker", "offered")]
        act(client, four[3], "accept")
    assert states()[2:] == [("Eve", "lapsed"), ("Speaker", "confirmed")]


def test_to_the_second(client, four):
    act(client, four[0], "withdraw")
    [until] = [one.offered_until for one in speakers() if one.name == "Eve"]
    with time_machine.travel(until - SECOND, tick=False) as clock:
        assert act(client, four[3], "accept").status_code == 410  # theirs was never offered
        assert states()[2:] == [("Eve", "offered"), ("Speaker", "waiting")]
        clock.shift(1)
        assert act(client, four[2], "accept").status_code == 410


def test_two_freed_seats_go_to_two_people(client, four):
    act(client, four[1], "withdraw")
    act(client, four[0], "withdraw")
    assert seats() == {"": None, "Eve": 2, "Speaker": 1}
    assert [to for to, kind in sent() if kind == "offer"] == [
        "eve@example.org",
        "speaker@example.org",
    ]


def test_whoever_gives_the_offer_back_passes_it_on(client, four):
    act(client, four[0], "withdraw")
    act(client, four[2], "withdraw")
    assert [state for _name, state in states()] == [
        *("withdrawn", "confirmed", "withdrawn", "offered")
    ]


def test_nobody_new_passes_those_who_wait(client, four):
    act(client, four[0], "withdraw")
    join(client, "Late")
    assert states()[-1] == ("Late", "waiting")


def test_writing_instead_gives_the_seat_back(client, four):
    said = {"name": "Ana", "ward": "25", "mode": "written", "interpreter": "none"}
    edition = str(speakers()[0].edition)
    answer = client.post(four[0], data={"act": "change", "edition": edition} | said)
    assert answer.status_code == 303
    assert states() == [
        ("Ana", "interested"),
        ("Omar", "confirmed"),
        ("Eve", "offered"),
        ("Speaker", "waiting"),
    ]


def test_nothing_is_offered_once_it_has_begun(client, four):
    hearing = speakers()[0].hearing
    with time_machine.travel(hearing.starts_at):
        act(client, four[0], "withdraw")
        assert offers.pass_on() == 0
    assert states()[2:] == [("Eve", "waiting"), ("Speaker", "waiting")]


def test_the_database_lets_no_two_hold_one_seat(client, four):
    with pytest.raises(Exception, match=r"(?i)unique"):
        db.session.execute(db.update(Speaker).where(Speaker.name == "Eve").values(seat=1))
    db.session.rollback()


def test_the_mail_says_until_when(client, four):
    act(client, four[0], "withdraw")
    db.session.rollback()
    [mail] = [one for one in rows(OutgoingEmail) if one.template.endswith("offer")]
    assert mail.shared["until"].endswith(("CST", "CDT"))
