"""A sudden change: looked at, then applied and told to everybody who is still in."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from campaign.db import db
from campaign.hearings.lineup.models import Deal
from campaign.hearings.models import Hearing
from campaign.hearings.rules.deadlines import openings
from campaign.hearings.rules.models import Window
from campaign.hearings.speaking.links import link, read_link
from campaign.hearings.speaking.models import Speaker
from campaign.mail import OutgoingEmail
from tests.accounts.factories import text_of
from tests.factories import add, rows
from tests.hearings.desk.world import DESK, make_desk, make_one
from tests.hearings.factories import SEATS, make_point, make_rule, make_speaker, make_speakers
from tests.officials.desk import enter, hidden, send

START = datetime(2027, 5, 19, 15, tzinfo=UTC)
NEW = {"kind": "time", "start": "2027-05-20T14:30"}
LEFT = {"successor": "", "place": "City Hall, 121 N LaSalle St", "remote": ""}


@pytest.fixture
def hearing(app):
    return make_one(make_rule(make_desk()), starts_at=START)


@pytest.fixture
def url(hearing):
    return f"{DESK}/{hearing.slug}/change"


@pytest.fixture
def own(app):
    """A people's hearing with ten seats."""
    return make_one(make_rule(make_desk(), **SEATS), starts_at=START)


def change(client, url, act="send", **fields):
    return send(client, url, **LEFT | fields, act=act)


def mails():
    return {one.to: one for one in rows(OutgoingEmail)}


def token_in(text):
    return re.search(r"/speaking/(\S+)", text)[1]


def test_looking_changes_nothing(client, hearing, url):
    enter(client)
    make_speaker(hearing)
    page = change(client, url, "preview", **NEW, status_note_en="The chair is away.").text
    assert "May 19, 2027, 10:00\u202fAM CDT" in page
    assert "May 20, 2027, 2:30\u202fPM CDT" in page
    assert "1 person gets one mail." in page
    assert "Ana Quetzal" in page
    assert "Hello Ana Quetzal," in page
    assert "The chair is away." in page
    assert "Windows that move" in page
    assert rows(OutgoingEmail) == []
    assert rows(Hearing)[0].starts_at == START


def test_what_was_looked_at_is_sent(client, hearing, url):
    """The buttons of the preview carry on all that was typed."""
    enter(client)
    page = change(client, url, "preview", **NEW, status_note_en="The chair is away.").text
    answer = client.post(url, data=hidden(page) | {"act": "send"})
    assert answer.location == f"{DESK}/{hearing.slug}"
    [stored] = rows(Hearing)
    assert stored.starts_at == datetime(2027, 5, 20, 19, 30, tzinfo=UTC)
    assert stored.status_note == {"en": "The chair is away."}
    again = client.post(url, data=hidden(page) | {"act": "back"})
    assert "2027-05-20T14:30" in again.text


def test_it_tells_each_of_them_once_in_their_language(client, hearing, url):
    enter(client)
    ana = make_speaker(hearing)
    make_speaker(hearing, "Luz", language="es")
    make_speaker(hearing, "Eve", state="withdrawn")
    make_speaker(hearing, "Unproven", proven_at=None)
    make_speaker(hearing, "Gone", state="lapsed")
    page = client.get(url).text
    data = hidden(page) | LEFT | NEW | {"act": "send"}
    assert client.post(url, data=data).status_code == 303
    second = client.post(url, data=data)
    assert second.status_code == 409
    assert "Somebody was faster" in second.text
    found = mails()
    assert sorted(found) == ["ana.quetzal@example.org", "luz@example.org"]
    assert [one.key for one in found.values()] == [
        f"hearings/mail/changed:{one}:1" for one in (ana.id, ana.id + 1)
    ]
    text = text_of(found["ana.quetzal@example.org"])
    assert "Changed: Committee on Public Safety" in text
    assert "May 20, 2027, 2:30\u202fPM CDT" in text
    assert read_link(token_in(text)) == (hearing.id, ana.id)
    assert f"http://localhost/hearings/{hearing.slug}" in text
    assert "Comité de Seguridad Pública" in text_of(found["luz@example.org"])
    [entry] = Calendar.from_ical(found["ana.quetzal@example.org"].calendar).events
    assert (entry["SEQUENCE"], entry.start) == (1, datetime(2027, 5, 20, 19, 30, tzinfo=UTC))
    assert "SUMMARY:Comité de Seguridad Pública" in found["luz@example.org"].calendar
    [stored] = rows(Hearing)
    assert (stored.sequence, stored.edition, stored.status) == (1, 2, "scheduled")


def test_cancelled(client, hearing, url):
    enter(client)
    make_speaker(hearing)
    assert change(client, url, kind="cancelled").status_code == 303
    assert rows(Hearing)[0].status == "cancelled"
    assert "It is cancelled" in text_of(rows(OutgoingEmail)[0])
    sent = Calendar.from_ical(rows(OutgoingEmail)[0].calendar)
    assert (sent["METHOD"], sent.events[0]["STATUS"]) == ("CANCEL", "CANCELLED")
    assert "Cancelled" in client.get(f"{DESK}/{hearing.slug}").text


def test_held_elsewhere(client, hearing, url):
    enter(client)
    change(client, url, kind="place", place="Room 201-A", remote="https://example.org/live")
    [stored] = rows(Hearing)
    assert (stored.place, stored.remote) == ("Room 201-A", "https://example.org/live")


def test_less_time_and_interrupted(client, hearing, url):
    enter(client)
    assert change(client, url, kind="cut", seconds="90").status_code == 303
    assert change(client, url, kind="recessed", start="2027-05-20T09:00").status_code == 303
    [stored] = rows(Hearing)
    assert (stored.cut_seconds, stored.status, stored.sequence) == (90, "recessed", 2)
    assert stored.starts_at == datetime(2027, 5, 20, 14, tzinfo=UTC)


def test_put_off_with_everybody_who_signed_up(client, hearing, url):
    enter(client)
    drawn = make_speaker(hearing, state="drawn", drawn=3, position=1)
    make_speaker(hearing, "Luz", state="filed")
    before = link(drawn).rpartition("/")[2]
    add(Deal(hearing=hearing, speaker=drawn, point=make_point(hearing.campaign), why="must"))
    new = {"kind": "deferred", "successor": "new", "carries": "y", "start": "2027-06-16T10:00"}
    assert change(client, url, **new).status_code == 303
    old, following = rows(Hearing)
    assert (old.status, old.successor_id) == ("rescheduled", following.id)
    assert following.starts_at == datetime(2027, 6, 16, 15, tzinfo=UTC)
    assert following.published_at
    assert following.rule_id != old.rule_id
    assert len(following.rule.windows) == 2
    assert [(one.hearing_id, one.state) for one in rows(Speaker)] == [
        (following.id, "interested"),
        (following.id, "filed"),
    ]
    assert rows(Deal)[0].hearing_id == following.id
    text = text_of(mails()["ana.quetzal@example.org"])
    assert f"/hearings/{following.slug}" in text
    assert read_link(token_in(text)) == (following.id, drawn.id)
    assert read_link(before) == (following.id, drawn.id)  # of the mails before, too
    assert following.slug in client.get(f"{DESK}/{old.slug}").text


def test_put_off_to_a_hearing_that_is_there(client, hearing, url):
    enter(client)
    other = make_one(make_rule(hearing.body), slug="other", starts_at=START + timedelta(days=7))
    make_speaker(hearing)
    make_speaker(other)
    make_speaker(hearing, "Luz")
    change(client, url, kind="deferred", successor=str(other.id), carries="y")
    assert rows(Hearing)[0].successor_id == other.id
    assert [one.hearing_id for one in rows(Speaker)] == [hearing.id, other.id, other.id]


def test_put_off_and_nobody_knows_to_when(client, hearing, url):
    enter(client)
    make_speaker(hearing)
    change(client, url, kind="deferred")
    [stored] = rows(Hearing)
    assert (stored.status, stored.successor_id) == ("rescheduled", None)
    assert "on a day that nobody knows yet" in text_of(rows(OutgoingEmail)[0])


def test_seats_of_our_own_stay_on_the_new_day(client, own):
    enter(client)
    make_speaker(own, state="confirmed", seat=4)
    make_speaker(own, "Luz", state="waiting", queued_at=START)
    new = {"kind": "deferred", "successor": "new", "carries": "y", "start": "2027-06-16T10:00"}
    assert change(client, f"{DESK}/{own.slug}/change", **new).status_code == 303
    assert [(one.state, one.seat) for one in rows(Speaker)] == [("confirmed", 4), ("offered", 1)]
    assert "A seat is yours if you take it until" in text_of(mails()["luz@example.org"])


def test_fewer_seats_ask_whom_to_move(client, own):
    enter(client)
    url = f"{DESK}/{own.slug}/change"
    people = make_speakers(own, 4, state="confirmed")
    for seat, one in enumerate(people, 7):
        one.seat = seat
    db.session.commit()
    asked = change(client, url, kind="capacity", cap="2")
    assert asked.status_code == 422
    assert "4 people hold seats. Choose 2 who go to the waiting list." in asked.text
    assert rows(Hearing)[0].rule.cap == 10
    going = [str(one.id) for one in people[2:]]
    assert change(client, url, kind="capacity", cap="2", people=going[:1]).status_code == 422
    assert change(client, url, kind="capacity", cap="2", people=going).status_code == 303
    found = [(one.state, one.seat) for one in rows(Speaker)]
    assert found == [("confirmed", 1), ("confirmed", 2), ("waiting", None), ("waiting", None)]
    assert sorted(mails()) == ["speaker3@example.org", "speaker4@example.org"]
    assert "You are on the waiting list." in text_of(mails()["speaker3@example.org"])


def test_more_seats_go_to_who_waits(client, own):
    enter(client)
    own.rule.cap = 1
    make_speaker(own, state="confirmed", seat=1)
    make_speaker(own, "Luz", state="waiting", queued_at=START)
    url = f"{DESK}/{own.slug}/change"
    assert "Luz" in change(client, url, "preview", kind="capacity", cap="2").text
    assert change(client, url, kind="capacity", cap="2").status_code == 303
    assert [one.state for one in rows(Speaker)] == ["confirmed", "offered"]
    assert list(mails()) == ["luz@example.org"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose what happens."),
        ({"kind": "time", "start": ""}, "Enter the day and the time."),
        ({"kind": "time", "start": "2027-05-19T10:00"}, "It begins then already."),
        ({"kind": "time", "start": "2027-03-14T02:30"}, "02:30 does not exist on 2027-03-14"),
        ({"kind": "time", "start": "2026-11-01T01:30"}, "01:30 comes twice on 2026-11-01"),
        ({"kind": "deferred", "successor": "new", "start": "soon"}, "a day and a time that exist"),
        ({"kind": "deferred", "successor": "999"}, "Not a valid choice"),
        ({"kind": "place"}, "It is held there already."),
        ({"kind": "cut"}, "Write how many."),
        ({"kind": "cut", "seconds": "-1"}, "Write a whole number from 10 to 3600."),
        ({"kind": "cut", "seconds": "180"}, "Write fewer seconds than each has now."),
        ({"kind": "capacity", "cap": "5"}, "Not a valid choice"),
    ],
)
def test_it_rejects(client, hearing, url, fields, sentence):
    enter(client)
    answer = change(client, url, status_note_en="The chair is away.", **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "The chair is away." in answer.text
    assert rows(Hearing)[0].sequence == 0


def test_a_window_that_cannot_be_then_is_named(client, hearing, url):
    enter(client)
    hearing.rule.windows.append(
        Window(position=2, purpose="write", channel="post", closes="1 day before 02:30")
    )
    db.session.commit()
    answer = change(client, url, kind="time", start="2027-03-15T10:00")
    assert answer.status_code == 422
    assert "Comment in writing: By post" in answer.text
    assert "02:30 does not exist on 2027-03-14" in answer.text
    assert len(openings(rows(Hearing)[0])) == 3


def test_a_draft_is_edited_instead(client, hearing, url):
    enter(client)
    hearing.published_at = None
    db.session.commit()
    assert client.get(url).location == f"{DESK}/{hearing.slug}/edit"


@pytest.mark.parametrize("role", ["viewer", "writer"])
def test_only_organizers(client, hearing, url, role):
    enter(client, role)
    assert client.get(url).status_code == 403
    assert client.post(url, data=NEW).status_code == 403


def test_no_partner(client, hearing, url):
    enter(client, "owner", "south-side")
    assert client.get(url.replace("neighbors", "south-side")).status_code == 403
