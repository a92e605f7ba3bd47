"""Rules of the bodies: begun, edited with their windows, read again, deleted."""

import pytest

from campaign.db import db
from campaign.hearings.rules.models import SpeakingRule, Window
from tests.coalition.factories import make_campaign
from tests.factories import add, rows
from tests.hearings.desk.world import (
    COUNCIL_RULE,
    DESK,
    PARTNER,
    make_desk,
    make_one,
    make_template,
)
from tests.hearings.factories import SEATS, make_rule, make_speaker
from tests.officials.desk import enter, hidden, send

RULES = f"{DESK}/rules"
SAID = {
    "name": "Regular meeting",
    "turns": "order",
    "seconds": "120",
    "total_minutes": "30",
    "consecutive": "2",
    "simultaneous": "1",
    "extended": "1",
    "offer_hours": "24",
}
WINDOW = {"purpose": "speak", "mode": "any", "channel": "phone", "closes": "1 day before 08:00"}


@pytest.fixture
def council(app):
    return make_desk()


@pytest.fixture
def rule(council):
    return make_template(council)


def test_it_begins_with_one_button(client, council):
    enter(client)
    page = client.get(RULES).text
    assert "City Council: begin from “Chicago City Council, regular meeting”" in page
    posted = {"body": str(council.id), "known": COUNCIL_RULE}
    answer = client.post(f"{RULES}/begin", data=hidden(page) | posted)
    assert answer.status_code == 303
    [made] = rows(SpeakingRule)
    assert (made.name, made.seconds, len(made.windows)) == (COUNCIL_RULE, 180, 3)
    listed = client.get(RULES).text
    assert "Chicago City Council, rules for public comment" in listed
    assert "read long ago" in listed  # in 2024
    send(client, f"{RULES}/begin", RULES, body=str(council.id), known="")
    assert rows(SpeakingRule)[1].name == "City Council"
    assert send(client, f"{RULES}/begin", RULES, body="999", known="").status_code == 422


def test_it_shows_words_and_dates_of_an_example(client, rule):
    enter(client, "viewer")
    page = client.get(f"{RULES}/{rule.id}?day=2026-11-04&hour=10:00").text
    assert "Nov 2, 2026, 12:01\u202fAM CST" in page
    assert "on the Monday before, 12:01" in page
    assert "3 minutes for each speaker." in page
    assert "I have read it again today" not in page
    for odd in ("day=soon&hour=99", "day=2027-03-14&hour=02:30", "day=0001-01-01&hour=00:00"):
        assert client.get(f"{RULES}/{rule.id}?{odd}").status_code == 200
    assert client.get(f"{RULES}/{rule.id}?day=9999-12-31&hour=10:00%2B01:00").status_code == 200


def test_it_is_edited(client, rule):
    enter(client)
    url = f"{RULES}/{rule.id}/edit"
    answer = send(client, url, **SAID, read_on="2026-11", reduces_over="10", reduced_seconds="60")
    assert answer.status_code == 303, answer.text
    [stored] = rows(SpeakingRule)
    assert (stored.seconds, stored.total_seconds, stored.read_on) == (120, 1800, "2026-11")
    assert (stored.cap, stored.reduces_over, stored.consecutive) == (None, 10, 2)
    assert stored.edition == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": ""}, "Give it a name."),
        ({"seconds": ""}, "Write how many seconds each has."),
        ({"seconds": "-60"}, "Write a whole number from 10 to 3600."),
        ({"total_minutes": "-5"}, "Write a whole number from 1 to 1440."),
        ({"total_minutes": "many"}, "Not a valid integer"),
        ({"turns": "own"}, "Say how many seats there are."),
        ({"turns": "luck"}, "Not a valid choice"),
        ({"cap": "5", "cap_in_person": "4", "cap_remote": "4"}, "less than both parts together"),
        ({"reduces_over": "10"}, "Fill in both"),
        ({"reduces_over": "10", "reduced_seconds": "150"}, "fewer seconds"),
        ({"read_on": "2026-02-30"}, "Write a day like"),
        ({"source_url": "javascript:alert(1)"}, "Enter a web address"),
    ],
)
def test_it_rejects(client, rule, fields, sentence):
    enter(client)
    answer = send(client, f"{RULES}/{rule.id}/edit", **{"source": "A notice"} | SAID | fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "A notice" in answer.text
    assert rows(SpeakingRule)[0].seconds == 180


def test_two_editors(client, rule):
    enter(client)
    url = f"{RULES}/{rule.id}/edit"
    page = client.get(url).text
    send(client, url, **SAID)
    answer = client.post(url, data=hidden(page) | SAID | {"seconds": "90"})
    assert answer.status_code == 409
    assert "Somebody was faster" in answer.text
    assert rows(SpeakingRule)[0].seconds == 120
    window = f"{RULES}/{rule.id}/windows/{rule.windows[0].id}"
    page = client.get(window).text
    send(client, window, **WINDOW)
    assert client.post(window, data=hidden(page) | WINDOW).status_code == 409


def test_windows(client, rule):
    enter(client)
    answer = send(client, f"{RULES}/{rule.id}/windows/new", **WINDOW, address="(312) 555-0100")
    assert answer.status_code == 303, answer.text
    made = rows(Window)[-1]
    assert (made.closes, made.address, made.position) == ("1 day before 08:00", "(312) 555-0100", 3)
    url = f"{RULES}/{rule.id}/windows/{made.id}"
    assert "1 day before, 8:00" in client.get(url).text
    send(client, url, **WINDOW | {"closes": "2 días hábiles antes 10:00"})
    assert rows(Window)[-1].closes == "2 business days before 10:00"
    send(client, f"{url}/delete", url)
    assert len(rows(Window)) == 3
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"closes": "when I like"}, "is no moment that we understand"),
        ({"closes": "2026-02-30"}, "a day or a time that does not exist"),
        ({"opens": "on the day 10:00", "closes": "on the day 09:00"}, "close before it opens"),
        ({"calls_from": "1 day before 10:00"}, "Fill in both hours"),
        ({"calls_from": "1 day before 14:00", "calls_to": "1 day before 10:00"}, "before it opens"),
        ({"closes": "9999-12-31 23:59"}, "is too far from the meeting"),
        ({"opens": "0001-01-01"}, "is too far from the meeting"),
        ({"closes": "2027-03-14 02:30"}, "02:30 does not exist"),
        ({"closes": "2026-11-01 01:30"}, "01:30 comes twice"),
        ({"pages": "0"}, "Write a whole number from 1 to 1000."),
    ],
)
def test_windows_that_cannot_be(client, rule, fields, sentence):
    enter(client)
    url = f"{RULES}/{rule.id}/windows/new"
    answer = send(client, url, **WINDOW | {"address": "Room 7"} | fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Room 7" in answer.text
    assert len(rows(Window)) == 3


def test_read_again_and_deleted(client, rule):
    enter(client)
    url = f"{RULES}/{rule.id}"
    send(client, f"{url}/read", url)
    assert "read long ago" not in client.get(RULES).text
    assert send(client, f"{url}/delete", url).location == RULES
    assert rows(SpeakingRule) == []


def test_one_that_is_used_stays(client, council, rule):
    enter(client)
    make_one(make_rule(council, copied_from=rule.name))
    url = f"{RULES}/{rule.id}"
    token = hidden(client.get(url).text)
    assert client.post(f"{url}/delete", data=token).location == url
    assert "A hearing to come was made from it" in client.get(url).text
    assert len(rows(SpeakingRule)) == 2


def test_the_copy_of_a_hearing(client, council, rule):
    """It is edited on the same pages, for its own day, and never below the seats that are held."""
    enter(client)
    hearing = make_one(make_rule(council, **SEATS))
    make_speaker(hearing, state="confirmed", seat=1)
    make_speaker(hearing, "Luz", state="confirmed", seat=2)
    url = f"{RULES}/{hearing.rule_id}"
    said = SAID | {"turns": "own"}
    assert "More people hold seats." in send(client, f"{url}/edit", **said, cap="1").text
    assert send(client, f"{url}/edit", **said, cap="2").status_code == 303
    assert rows(SpeakingRule)[0].name == COUNCIL_RULE
    assert hearing.slug in client.get(url).text
    assert client.post(f"{url}/delete", data=hidden(client.get(url).text)).status_code == 404


def test_others_copies_do_not_exist(client, council, rule):
    enter(client)
    other = make_one(make_rule(council), campaign=make_campaign(slug="other"))
    for page in ("", "/edit", "/windows/new", f"/windows/{other.rule.windows[0].id}"):
        assert client.get(f"{RULES}/{other.rule_id}{page}").status_code == 404
    assert client.get(f"{RULES}/{rule.id}/windows/{other.rule.windows[0].id}").status_code == 404
    assert client.get(f"{RULES}/999").status_code == 404


@pytest.mark.parametrize("role", ["viewer", "writer"])
def test_only_organizers_change(client, rule, role):
    enter(client, role)
    assert client.get(f"{RULES}/{rule.id}").status_code == 200
    for page in ("edit", "windows/new"):
        assert client.get(f"{RULES}/{rule.id}/{page}").status_code == 403
    for act in ("read", "delete"):
        assert client.post(f"{RULES}/{rule.id}/{act}").status_code == 403


def test_partners_read(client, rule):
    enter(client, "owner", "south-side")
    assert client.get(f"{PARTNER}/rules/{rule.id}").status_code == 200
    assert client.get(f"{PARTNER}/rules").status_code == 200
    assert client.get(f"{PARTNER}/rules/{rule.id}/edit").status_code == 403


def test_a_rule_without_windows(client, council):
    enter(client)
    bare = add(SpeakingRule(body=council, name="Bare"))
    assert "It says nothing yet" in client.get(f"{RULES}/{bare.id}").text
    db.session.rollback()
