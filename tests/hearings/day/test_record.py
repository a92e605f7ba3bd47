"""The record: points made, what officials said, promises that become notes, and copies."""

from datetime import timedelta

import pytest

from campaign.db import db
from campaign.hearings.day.models import Heard
from campaign.hearings.lineup.models import Deal
from campaign.officials.contact.models import Interaction
from tests.factories import add, rows
from tests.hearings.lineup.room import (
    HOME,
    RECORD,
    hidden,
    make_room,
    other_hearing,
    say,
    seat,
    send,
)
from tests.officials.factories import make_official, make_term

SAID = {"kind": "question", "official": "1", "text": "How many alerts?", "due_on": ""}
PROMISE = {"kind": "promise", "official": "1", "text": "I will ask.", "due_on": "2027-03-01"}


@pytest.fixture
def hearing(client):
    """Where Ana spoke, to an official who holds a seat of that body."""
    hearing = make_room(client)
    make_term(hearing.body, 1, make_official("Rosa Ibis"))
    seat(hearing, "Ana", state="spoke", seconds_used=75)
    return hearing


def test_it_works(client, hearing):
    answer = send(client, RECORD, **SAID)

    assert answer.status_code == 303
    [heard] = rows(Heard)
    assert (heard.kind, heard.text, heard.by_id) == ("question", "How many alerts?", 1)
    assert rows(Interaction) == []
    page = client.get(RECORD).text
    assert "How many alerts?" in page
    assert "1:15" in page


def test_a_promise_with_a_day_becomes_a_note_of_ours(client, hearing):
    send(client, RECORD, **PROMISE)
    [heard], [note] = rows(Heard), rows(Interaction)

    assert heard.interaction_id == note.id
    assert (note.way, note.on, note.answered) == (
        "event",
        heard.hearing.local_start.date(),
        "I will ask.",
    )
    assert (str(note.next_on), note.next_step) == ("2027-03-01", "Ask whether the promise is kept")
    assert (note.organization_id, note.user_id, note.official_id) == (1, 1, 1)


def test_the_note_follows_the_entry_and_outlives_it(client, hearing):
    send(client, RECORD, **PROMISE)
    url = f"{RECORD}/{rows(Heard)[0].id}"
    send(client, url, **PROMISE | {"text": "I will vote no.", "due_on": "2027-04-01"})
    [note] = rows(Interaction)
    assert (note.answered, str(note.next_on)) == ("I will vote no.", "2027-04-01")
    send(client, url, **PROMISE | {"kind": "remark", "due_on": ""})
    [note] = rows(Interaction)
    assert (note.next_step, note.next_on) == ("", None)
    assert send(client, f"{url}/delete").status_code == 303
    assert rows(Heard) == []
    assert len(rows(Interaction)) == 1


def test_a_deleted_note_does_not_break_the_entry(client, hearing):
    send(client, RECORD, **PROMISE)
    db.session.delete(rows(Interaction)[0])
    db.session.commit()
    answer = send(client, f"{RECORD}/{rows(Heard)[0].id}", **PROMISE)

    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"text": ""}, "Write what they said."),
        ({"text": "x" * 5_001}, "Use at most 5000 letters here."),
        ({"official": "999"}, "Choose one of the list."),
        ({"official": "x"}, "Choose one of the list."),
        ({"speaker": "999"}, "Choose one of the list."),
        ({"due_on": "2027-03-01"}, "Only a promise has a day."),
        ({"kind": "promise", "due_on": "2027-03-01", "official": ""}, "Say who promised it"),
        ({"kind": "promise", "due_on": "2027-02-30"}, "Not a valid date value."),
        ({"kind": "promise", "due_on": "1827-02-03"}, "Enter the day, like 2027-03-01."),
        ({"kind": "song"}, "Not a valid choice."),
        ({"edition": "x"}, "There is a problem"),
    ],
)
def test_it_says_what_is_wrong_and_keeps_what_was_typed(client, hearing, fields, sentence):
    answer = send(client, RECORD, **SAID | fields)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert rows(Heard) == []


def test_who_saves_second_sees_both(client, hearing):
    send(client, RECORD, **SAID)
    url = f"{RECORD}/{rows(Heard)[0].id}"
    seen = hidden(client.get(url).text)
    send(client, url, **SAID | {"text": "Theirs"})
    answer = client.post(url, data=seen | SAID | {"text": "Mine", "official": ""})

    assert answer.status_code == 409
    for words in ("Theirs", "Mine", "Rosa Ibis"):
        assert words in answer.text
    assert rows(Heard)[0].text == "Theirs"


def test_points_that_were_made_are_ticked(client, hearing):
    [point, other] = say(hearing, "Alpha", "Beta")
    ana = 1
    deals = [
        add(Deal(hearing_id=hearing.id, speaker_id=ana, point=one, why="only"))
        for one in (point, other)
    ]
    made = {"shown": "1", "made": str(deals[1].id)}
    send(client, RECORD, f"{RECORD}/made", **made)
    assert [one.is_made for one in rows(Deal)] == [False, True]
    send(client, RECORD, f"{RECORD}/made", **made | {"made": []})
    assert [one.is_made for one in rows(Deal)] == [False, False]
    for odd in ("x", "99999999999999", "-1"):
        assert send(client, RECORD, f"{RECORD}/made", made=odd, shown=odd).status_code in (303, 422)


def test_nobody_elses_deals_are_ticked(client, hearing):
    other, eve = other_hearing()
    [point] = say(other, "Quetzal")
    deal = add(Deal(hearing=other, speaker_id=eve.id, point=point, why="only"))
    send(client, RECORD, f"{RECORD}/made", shown=str(eve.id), made=str(deal.id))

    assert not rows(Deal)[0].is_made


def test_an_entry_of_another_hearing_is_not_there(client, hearing):
    other, _eve = other_hearing()
    heard = add(Heard(hearing=other, kind="remark", text="Quetzal remark"))
    for tail in ("", "/delete"):
        assert client.get(f"{RECORD}/{heard.id}{tail}").status_code == 404
        assert client.post(f"{RECORD}/{heard.id}{tail}").status_code == 404
    assert "Quetzal remark" not in client.get(RECORD).text


def test_the_plain_copy_holds_it_all(client, hearing):
    [point] = say(hearing, "Alpha & Omega")
    add(Deal(hearing_id=hearing.id, speaker_id=1, point=point, why="only", is_made=True))
    send(client, RECORD, **PROMISE)
    answer = client.get(f"{HOME}/record.txt")

    assert answer.mimetype == "text/plain"
    for words in ("Ana (1:15): Alpha & Omega", "Rosa Ibis: I will ask.", "Spoke: 1"):
        assert words in answer.text


def test_the_printed_run_sheet_has_boxes_to_tick(client, hearing):
    seat(hearing, "Luis", "Rosa", state="confirmed")
    page = client.get(f"{HOME}/day/print").text

    assert page.count("☐") == 4
    assert page.count("☑") == 2
    assert "3:00" in page


def test_the_timer_knows_who_is_next_and_for_how_long(client, hearing):
    luis, _rosa = seat(hearing, "Luis", "Rosa", state="confirmed", interpreter="consecutive")
    hearing.rule.consecutive = 2
    db.session.commit()
    page = client.get(f"{HOME}/timer").text
    assert 'data-seconds="360"' in page
    assert page.index("Luis") < page.index("Rosa")
    other = client.get(f"{HOME}/timer?speaker={luis.id + 1}").text
    assert "Luis" not in other
    assert client.get(f"{HOME}/timer?speaker=99999999999").status_code == 200


def test_the_day_is_that_of_the_body(client, hearing):
    """At one in the morning in UTC it is still the day before in Chicago."""
    late = hearing.starts_at.replace(hour=1)
    hearing.starts_at = late
    db.session.commit()

    assert hearing.local_start.date() == late.date() - timedelta(days=1)


@pytest.mark.parametrize(("role", "part"), [("writer", "lead"), ("organizer", "partner")])
def test_only_organizers_of_the_lead_read_it(client, role, part):
    make_room(client, role, part)
    for path in ("record", "record.txt", "record/1", "record/1/delete"):
        assert client.get(f"{HOME}/{path}").status_code == 403
