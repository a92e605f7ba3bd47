"""Anybody signs up to speak, without an account."""

from dataclasses import replace

import pytest
import time_machine

from campaign.db import db
from campaign.hearings.rules.models import Window
from campaign.people.models import Consent
from tests.factories import rows
from tests.hearings.factories import make_hearing, make_point, make_rule, make_speaker
from tests.hearings.public.people import (
    ANA,
    URL,
    in_days,
    link_in_mail,
    make_led_campaign,
    sent,
    speakers,
)


def sign_up(client, **values):
    return client.post(f"{URL}/sign-up", data=ANA | values)


def test_it_works(client):
    hearing = make_hearing(make_led_campaign())
    point = make_point(hearing.campaign)
    said = {"speaks": "Español", "interpreter": "consecutive", "is_extended": "y"}
    answer = sign_up(client, says="It is near.", wishes=[str(point.id)], by="parents", **said)

    assert (answer.status_code, answer.location) == (303, f"{URL}/thanks")
    assert client.get(answer.location).status_code == 200
    [ana] = speakers()
    assert (ana.name, ana.mode, ana.state, ana.proven_at) == (
        *("Ana Ruiz", "in_person", "interested"),
        None,
    )
    assert (ana.ward.number, ana.speaks, ana.interpreter) == (25, "Español", "consecutive")
    assert (ana.is_extended, ana.says, ana.wishes) == (True, "It is near.", [point.id])
    assert (ana.organization.slug, ana.wanted, ana.seat) == ("parents", None, None)
    assert sent() == [("Ana@example.org", "confirm")]


def test_it_sets_no_cookie_and_needs_no_script(client):
    make_hearing()
    for page in ("", "/sign-up", "/comment", "/thanks"):
        answer = client.get(URL + page)
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "public, max-age=1"
    assert sign_up(client).headers.get("Set-Cookie") is None


def test_what_becomes_public_is_said_before_the_button(client):
    make_hearing(rule=make_rule(published={"en": "Your name and street are on the record."}))
    page = client.get(f"{URL}/sign-up").text

    assert page.index("Your name and street are on the record.") < page.index("<button")


def test_it_answers_the_same_for_a_known_and_an_unknown_address(client):
    hearing = make_hearing()
    make_speaker(hearing, "Omar", asked_at=in_days(-1))
    answers = [sign_up(client, email=f"{who}@example.org", name="Eve") for who in ("omar", "eve")]

    assert len({(one.status_code, one.location, one.text) for one in answers}) == 1
    assert {one.name for one in speakers()} == {"Omar", "Eve"}
    assert sent() == [("omar@example.org", "confirm"), ("eve@example.org", "confirm")]


def test_a_second_post_within_minutes_sends_no_second_mail(client):
    make_hearing()
    for spelling in ("ana@example.org", "ANA@example.org", "ana@EXAMPLE.org"):
        sign_up(client, email=spelling)

    assert len(speakers()) == 1
    assert len(sent()) == 1


def test_who_has_not_confirmed_comes_with_what_was_typed_last(client):
    make_hearing()
    sign_up(client, says="First.")
    with time_machine.travel(in_days(0.1)):
        sign_up(client, name="Ana R.", says="Second.", mode="remote")

    [ana] = speakers()
    assert (ana.name, ana.says, ana.mode, ana.asks) == ("Ana R.", "Second.", "remote", 2)
    assert len(sent()) == 2


def test_consents_are_unticked_and_wait_for_the_mailbox(client):
    make_hearing(make_led_campaign())
    assert "checked" not in client.get(f"{URL}/sign-up").text.replace("unchecked", "")
    sign_up(client, allow=["parents"])

    [ana] = speakers()
    assert list(ana.wanted.values()) == ["Parents may email me about this campaign."]
    assert rows(Consent) == []
    client.post(link_in_mail(), data={"act": "confirm"})
    db.session.rollback()
    assert [one.source for one in rows(Consent)] == [f"hearing:{ana.hearing_id}"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "=cmd|' /C calc'!A1"},
        {"name": "Ana\u202eziuR"},
        {"name": "😀😀"},
        {"name": "x" * 121},
        {"email": "ana"},
        {"email": "ana@example.org\r\nBcc: eve@example.org"},
        {"ward": "51"},
        {"ward": ""},
        {"mode": "written"},
        {"mode": ""},
        {"interpreter": "three"},
        {"wishes": ["99"]},
        {"allow": ["nobody"]},
        {"allow": [" "]},
        {"says": "x" * 3_001},
        {"website": "https://example.org"},
    ],
)
def test_it_rejects(client, wrong):
    make_point(make_hearing(make_led_campaign()).campaign)
    answer = sign_up(client, **wrong)

    assert answer.status_code == 422
    assert "Error:" in answer.text
    assert speakers() == []


@pytest.mark.parametrize("name", ["ليلى حداد", "李明", "Ana 🎤 Ruiz", "O’Brien-Núñez"])
def test_names_of_people_are_taken(client, name):
    make_hearing()
    assert sign_up(client, name=name, says=f"{name} \u202e =1+1 😀").status_code == 303
    [one] = speakers()
    assert one.name == name
    assert name in client.get(link_in_mail()).text


def test_telephone_and_address_are_asked_only_where_the_rule_does(client):
    make_hearing()
    assert "Telephone" not in client.get(f"{URL}/sign-up").text
    sign_up(client, phone="312-555-0100", address="1 Main St")
    [ana] = speakers()
    assert (ana.phone, ana.address) == ("", "")


def test_the_body_asks_for_telephone_and_address(client):
    make_hearing(rule=make_rule(asks_phone=True, asks_address=True))
    assert sign_up(client).status_code == 422
    assert sign_up(client, phone="none", address="1 Main St").status_code == 422
    assert sign_up(client, phone="(312) 555-0100", address="1 Main St").status_code == 303
    [ana] = speakers()
    assert (ana.phone, ana.address) == ("(312) 555-0100", "1 Main St")


def test_only_the_ways_that_are_open_can_be_chosen(client):
    windows = [
        Window(purpose="speak", mode="in_person", channel="form", closes="20 days before"),
        Window(purpose="speak", mode="remote", channel="phone", closes="start"),
    ]
    make_hearing(rule=make_rule(windows=windows))

    assert sign_up(client, mode="in_person").status_code == 422
    assert sign_up(client, mode="remote").status_code == 303


def test_names_are_taken_before_the_window_of_the_body_opens(client):
    window = Window(purpose="speak", channel="phone", opens="2 days before", closes="start")
    make_hearing(rule=make_rule(windows=[window]))
    assert "not open yet" in client.get(URL).text
    assert sign_up(client).status_code == 303


def closed_hearing():
    windows = [
        Window(purpose="speak", channel="phone", closes="20 days before"),
        Window(purpose="write", channel="email", closes="3 days after"),
    ]
    return make_hearing(rule=make_rule(windows=windows))


def test_after_the_window_it_says_what_is_still_possible(client):
    closed_hearing()
    for answer in (client.get(f"{URL}/sign-up"), sign_up(client)):
        assert answer.status_code == 410
        assert f"{URL}/comment" in answer.text
        assert "open now" in answer.text
    assert speakers() == []


def test_it_closes_to_the_second(client):
    hearing = make_hearing()
    with time_machine.travel(hearing.starts_at, tick=False) as clock:
        clock.shift(-1)
        assert sign_up(client).status_code == 303
        clock.shift(1)
        assert sign_up(client, email="eve@example.org").status_code == 410


@pytest.mark.parametrize(
    "values", [{"status": "cancelled"}, {"status": "rescheduled"}, {"takes_sign_ups": False}]
)
def test_it_refuses_what_is_off(client, values):
    make_hearing(**values)
    for page in ("sign-up", "comment"):
        assert client.get(f"{URL}/{page}").status_code == 410
        assert client.post(f"{URL}/{page}", data=ANA).status_code == 410
    assert speakers() == []


def test_drafts_do_not_exist(client):
    make_hearing(published_at=None)
    for page in ("", "/sign-up", "/comment", "/thanks", "/gone", ".ics"):
        assert client.get(URL + page).status_code == 404
    assert sign_up(client).status_code == 404
    assert "Public Safety" not in client.get("/hearings").text


def test_a_network_may_sign_up_so_often_and_no_more(client, app):
    make_hearing()
    before = app.config["SETTINGS"]
    app.config["SETTINGS"] = replace(before, network_limit=2)
    try:
        found = [sign_up(client, email=f"ana{n}@example.org").status_code for n in range(3)]
    finally:
        app.config["SETTINGS"] = before
    assert found == [303, 303, 429]
    assert len(speakers()) == 2
