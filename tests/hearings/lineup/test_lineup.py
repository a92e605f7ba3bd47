"""The line-up page: order, points by hand and dealt anew, undo, and two editors."""

import pytest

from campaign.db import db
from campaign.hearings.lineup.models import Deal, Point
from campaign.hearings.speaking.models import Speaker
from tests.factories import rows
from tests.hearings.factories import make_speaker, make_speakers
from tests.hearings.lineup.room import (
    LINEUP,
    dealt,
    hidden,
    make_room,
    order,
    other_hearing,
    say,
    seat,
    send,
)


def test_it_works(client):
    hearing = make_room(client)
    seat(hearing, "Ana Quetzal", "Luis Zorzal")
    say(hearing, "It did not find guns")
    page = client.get(LINEUP).text

    assert page.index("Ana Quetzal") < page.index("Luis Zorzal")
    assert "2 speakers" in page
    assert "6:00 of 60:00 used." in page
    assert "said by 0 of 1" in page


def test_dealing_anew_says_why_and_can_be_undone(client):
    hearing = make_room(client)
    seat(hearing, "Ana Quetzal", "Luis Zorzal")
    [first, _second] = say(hearing, "It did not find guns", "It costs too much")
    first.is_must = True
    db.session.commit()
    answer = send(client, LINEUP, act="deal")

    assert answer.status_code == 200
    assert "It must be said, and you speak among the first." in answer.text
    assert dealt(hearing) == [
        ("Ana Quetzal", "It did not find guns"),
        ("Luis Zorzal", "It costs too much"),
    ]
    undone = client.post(LINEUP, data=hidden(answer.text) | {"act": "undo"})
    assert undone.status_code == 303
    assert dealt(hearing) == []


def test_undoing_twice_or_after_somebody_else_has_dealt_changes_nothing(client):
    hearing = make_room(client)
    [ana] = seat(hearing, "Ana Quetzal")
    [point] = say(hearing, "It did not find guns")
    page = send(client, LINEUP, act="deal").text
    send(client, LINEUP, act=f"take-{ana.id}-{point.id}")
    client.post(LINEUP, data=hidden(page) | {"act": "undo"})

    assert "Nothing was taken back." in client.get(LINEUP).text


def test_a_forged_undo_changes_nothing(client):
    hearing = make_room(client)
    seat(hearing, "Ana Quetzal")
    say(hearing, "It did not find guns")
    send(client, LINEUP, act="deal")
    send(client, LINEUP, act="undo", undo="x.y.z")

    assert len(dealt(hearing)) == 1


def test_what_is_dealt_by_hand_stays(client):
    hearing = make_room(client)
    _ana, luis = seat(hearing, "Ana Quetzal", "Luis Zorzal")
    say(hearing, "A", "B")
    second = rows(Point)[1].id
    send(client, LINEUP, act=f"give-{luis.id}-{second}")
    send(client, LINEUP, act="deal")

    [found] = [one for one in rows(Deal) if one.speaker_id == luis.id and one.point_id == second]
    assert (found.is_fixed, found.why) == (True, "fixed")
    send(client, LINEUP, act=f"take-{luis.id}-{second}")
    assert ("Luis Zorzal", "B") not in dealt(hearing)


@pytest.mark.parametrize(
    ("act", "to", "names"),
    [
        ("up-2", None, ["Luis", "Ana", "Rosa"]),
        ("down-1", None, ["Luis", "Ana", "Rosa"]),
        ("up-1", None, ["Ana", "Luis", "Rosa"]),
        ("move-1", "3", ["Luis", "Rosa", "Ana"]),
        ("move-3", "1", ["Rosa", "Ana", "Luis"]),
        ("move-3", "99", ["Ana", "Luis", "Rosa"]),
        ("drawn", None, ["Rosa", "Ana", "Luis"]),
        ("alternate", None, ["Ana", "Rosa", "Luis"]),
    ],
)
def test_the_order_changes(client, act, to, names):
    hearing = make_room(client)
    make_speaker(hearing, "Ana", state="drawn", position=1, drawn=5)
    make_speaker(hearing, "Luis", state="drawn", position=2, drawn=7)
    make_speaker(hearing, "Rosa", state="drawn", position=3, drawn=2, mode="remote")
    answer = send(client, LINEUP, act=act, **{"to": to} if to else {})

    assert answer.status_code == 303
    assert order(hearing) == names


def test_two_editors_see_both_orders(client):
    hearing = make_room(client)
    seat(hearing, "Ana", "Luis", "Rosa")
    seen = hidden(client.get(LINEUP).text)
    send(client, LINEUP, act="up-2")
    answer = client.post(LINEUP, data=seen | {"act": "up-3"})

    assert answer.status_code == 409
    assert order(hearing) == ["Luis", "Ana", "Rosa"]
    assert "<strong>Rosa</strong>" in answer.text
    saved = client.post(LINEUP, data=hidden(answer.text) | {"act": "mine"})
    assert saved.status_code == 303
    assert order(hearing) == ["Luis", "Rosa", "Ana"]


@pytest.mark.parametrize("act", ["", "x", "up-", "up-x", "up-1-2", "give-1", "up-99999999999"])
def test_it_refuses_what_no_button_sends(client, act):
    hearing = make_room(client)
    seat(hearing, "Ana", "Luis")

    assert send(client, LINEUP, act=act).status_code == 422
    assert order(hearing) == ["Ana", "Luis"]


@pytest.mark.parametrize("to", ["0", "-1", "x", "1e3", "²"])
def test_a_place_that_is_none_is_said(client, to):
    hearing = make_room(client)
    seat(hearing, "Ana", "Luis")
    answer = send(client, LINEUP, act="move-2", to=to)

    assert answer.status_code == 422
    assert "Enter the new number of this speaker, from 1." in answer.text


def test_before_a_draw_it_is_of_those_who_hope_afterwards_of_the_drawn(client):
    hearing = make_room(client)
    ana = make_speaker(hearing, "Ana", state="applied")
    luis = make_speaker(hearing, "Luis", state="ready")
    make_speaker(hearing, "Rosa", state="ready", mode="written")
    make_speaker(hearing, "Eve", state="applied", proven_at=None)
    page = client.get(LINEUP).text
    assert "Nobody has a place yet." in page
    assert "2 speakers" in page
    assert "Rosa" not in page
    assert "Eve" not in page
    ana.state, luis.state = "not_drawn", "drawn"
    db.session.commit()
    page = client.get(LINEUP).text
    assert "1 speaker →" in page
    assert "1 was not drawn and can still file in writing." in page


def test_one_more_speaker_reduces_the_time_for_all(client):
    hearing = make_room(client, reduces_over=10, reduced_seconds=90, total_seconds=900)
    make_speakers(hearing, 10, state="confirmed")
    page = client.get(LINEUP).text
    assert "<strong>3:00</strong>" in page
    assert "5 speakers no longer fit" in page
    make_speaker(hearing, "Ana", state="confirmed")
    page = client.get(LINEUP).text
    assert "<strong>1:30</strong>" in page
    assert "reduced: more than 10" in page
    assert "1 speaker no longer fits" in page


def test_must_say_points_that_nobody_says_come_first(client):
    hearing = make_room(client)
    [ana] = seat(hearing, "Ana")
    _first, second = say(hearing, "Alpha", "Beta")
    second.is_must = True
    db.session.commit()
    page = client.get(LINEUP).text
    said = page[page.index("Is everything said?") :]
    assert said.index("Beta") < said.index("Alpha")
    assert "nobody says it" in said
    send(client, LINEUP, act=f"give-{ana.id}-{second.id}")
    assert "nobody says it" not in client.get(LINEUP).text


def test_a_long_line_up_comes_in_pages(client):
    hearing = make_room(client)
    make_speakers(hearing, 45, state="confirmed")
    say(hearing, "Alpha")
    assert 'value="16"' not in client.get(LINEUP).text
    page = client.get(f"{LINEUP}?page=3").text
    assert "Speaker 45" in page
    assert client.get(f"{LINEUP}?page=99").status_code == 200


def test_ids_of_another_organization_change_nothing(client):
    hearing = make_room(client)
    seat(hearing, "Ana")
    [point] = say(hearing, "Alpha")
    other, eve = other_hearing()
    send(client, LINEUP, act=f"give-{eve.id}-{point.id}")
    send(client, LINEUP, act=f"up-{eve.id}")

    assert rows(Deal) == []
    assert rows(Speaker, hearing_id=other.id)[0].position is None
    assert "Eve Ibis" not in client.get(LINEUP).text
    assert client.get(LINEUP.replace("public-safety", "zoning")).status_code == 404


@pytest.mark.parametrize(("role", "part"), [("writer", "lead"), ("owner", "partner")])
def test_only_organizers_of_the_lead_see_names(client, role, part):
    hearing = make_room(client, role, part)
    seat(hearing, "Ana Quetzal")
    answer = client.get(LINEUP)

    assert answer.status_code in (302, 403)  # an owner sets up a second factor first
    assert "Ana Quetzal" not in answer.text


def test_undoing_brings_nothing_back_to_who_was_deleted_meanwhile(client):
    hearing = make_room(client)
    ana, luis = seat(hearing, "Ana Quetzal", "Luis Zorzal")
    say(hearing, "A", "B")
    send(client, LINEUP, act="deal")
    ana.state = "forfeited"
    db.session.commit()
    page = send(client, LINEUP, act="deal").text
    db.session.delete(db.session.merge(ana))
    db.session.commit()
    assert client.post(LINEUP, data=hidden(page) | {"act": "undo"}).status_code == 303

    assert {one.speaker_id for one in rows(Deal)} == {luis.id}
