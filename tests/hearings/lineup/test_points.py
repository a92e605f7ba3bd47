"""Points of a campaign: added, edited, ordered, retired; what they cite; other organizations'."""

import pytest

from campaign.db import db
from campaign.hearings.lineup.models import Deal, Point
from tests.factories import add, rows
from tests.factsheet.factories import make_fact
from tests.hearings.factories import make_point
from tests.hearings.lineup.room import ROOT, hidden, make_room, other_hearing, say, seat, send

POINTS = f"{ROOT}/points"
GOOD = {"title": "It did not find guns", "text": "{fact:rate}", "wanted": "2", "is_must": "y"}


def titles():
    return [one.title for one in sorted(rows(Point), key=lambda one: (one.position, one.id))]


def test_it_works(client):
    hearing = make_room(client)
    make_fact(hearing.campaign)
    answer = send(client, POINTS, **GOOD)

    assert answer.status_code == 303
    [point] = rows(Point)
    assert (point.title, point.wanted, point.is_must) == (GOOD["title"], 2, True)
    page = client.get(POINTS).text
    assert "must be said" in page
    assert "{fact:rate}" not in page.partition('id="add"')[0]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "Say it in a few words."),
        ({"title": "x" * 121}, "Use at most 120 letters here."),
        ({"text": "{fact:nothing}"}, "There is no public fact “nothing”."),
        ({"text": "x" * 2001}, "Use at most 2000 letters here."),
        ({"wanted": "-1"}, "Enter a number from 0 to 500."),
        ({"wanted": "many"}, "Not a valid integer value."),
        ({"wanted": ""}, "Enter a number from 0 to 500."),
    ],
)
def test_it_says_what_is_wrong_and_keeps_what_was_typed(client, fields, sentence):
    make_room(client)
    answer = send(client, POINTS, **GOOD | {"text": "plain"} | fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(Point) == []


def test_who_saves_second_sees_both_texts(client):
    hearing = make_room(client)
    point = make_point(hearing.campaign)
    seen = hidden(client.get(f"{POINTS}/{point.id}").text)
    send(client, f"{POINTS}/{point.id}", **GOOD | {"title": "Theirs", "text": ""})
    answer = client.post(f"{POINTS}/{point.id}", data=seen | GOOD | {"title": "Mine", "text": ""})

    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert "Mine" in answer.text
    assert titles() == ["Theirs"]


@pytest.mark.parametrize(
    ("number", "act", "order"), [(2, "up", "BAC"), (2, "down", "ACB"), (1, "up", "ABC")]
)
def test_the_order_changes_by_buttons(client, number, act, order):
    hearing = make_room(client)
    say(hearing, "A", "B", "C")
    send(client, POINTS, f"{POINTS}/{number}/move", act=act)

    assert "".join(titles()) == order


def test_a_point_is_retired_and_brought_back(client):
    hearing = make_room(client)
    seat(hearing, "Ana")
    [point] = say(hearing, "Alpha")
    send(client, POINTS, f"{POINTS}/{point.id}/retire", act="retire")
    assert rows(Point)[0].is_retired
    assert "Bring back" in client.get(POINTS).text
    send(client, POINTS, f"{POINTS}/{point.id}/retire", act="back")
    assert not rows(Point)[0].is_retired


def test_it_shows_at_which_hearings_it_was_said(client):
    hearing = make_room(client)
    [ana] = seat(hearing, "Ana")
    [point] = say(hearing, "Alpha")
    add(Deal(hearing=hearing, speaker_id=ana.id, point=point, why="only", is_made=True))

    assert "dealt to 1, made by 1" in client.get(POINTS).text


def test_another_organizations_points_are_not_there(client):
    make_room(client)
    other, _eve = other_hearing()
    point = make_point(other.campaign, "Quetzal point")
    for tail in ("", "/move", "/retire"):
        answer = client.post(f"{POINTS}/{point.id}{tail}", data={"act": "up"})
        assert answer.status_code == 404
    assert "Quetzal point" not in client.get(POINTS).text


@pytest.mark.parametrize(("role", "part"), [("writer", "lead"), ("organizer", "partner")])
def test_only_organizers_of_the_lead_change_them(client, role, part):
    make_room(client, role, part)

    assert client.get(POINTS).status_code == 403
    assert client.post(POINTS, data=GOOD).status_code == 403
    assert db.session.query(Point).count() == 0
