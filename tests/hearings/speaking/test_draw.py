"""Recording the draw: the clerk's list, line by line, and nothing half-done."""

import re

import pytest

from campaign.coalition.audit import Audit
from campaign.hearings.rules.models import Window
from campaign.hearings.speaking.models import Speaker, SpeakerChange
from campaign.mail import OutgoingEmail
from tests.accounts.factories import text_of
from tests.factories import rows
from tests.hearings.factories import SEATS, make_rule, make_speaker
from tests.hearings.speaking.desk import DESK, SPEAKERS, at_desk, batch_in, post

DRAW = f"{DESK}/draw"
NAMES = ("Ana Quetzal", "Omar Tern", "Eve Ibis", "Ana Núñez")


@pytest.fixture
def pool(client):
    """Four who have applied, two of them remotely."""
    hearing = at_desk(client)
    return [
        make_speaker(
            hearing,
            name,
            email=f"speaker{place}@example.org",
            state="applied",
            mode=("in_person", "remote")[place % 2],
            language=("en", "es")[place % 2],
        )
        for place, name in enumerate(NAMES)
    ]


def look(client, text, **fields):
    return post(client, DRAW, **{"text": text, "part": "all", "tells": "y"} | fields)


def record(client, text, **fields):
    """Look first, then record what was seen."""
    seen = re.search(r'name="seen"[^>]* value="(\w+)"', look(client, text, **fields).text)
    assert seen
    return look(client, text, seen=seen[1], carry_out="1", **fields)


def states():
    return [(one.name.split()[0], one.state, one.drawn) for one in rows(Speaker)]


def test_it_works(client, pool):
    preview = look(client, "1. ANA QUETZAL\n2) Tern, Omar\n")
    assert preview.status_code == 200
    assert "2 people are drawn now," in preview.text
    assert "2 who applied are not." in preview.text
    assert {one.state for one in rows(Speaker)} == {"applied"}
    answer = record(client, "1. ANA QUETZAL\n2) Tern, Omar\n")

    assert "2 drawn, 2 not drawn." in client.get(answer.location).text
    assert states() == [
        ("Ana", "drawn", 1),
        ("Omar", "drawn", 2),
        ("Eve", "not_drawn", None),
        ("Ana", "not_drawn", None),
    ]
    assert len({one.batch for one in rows(SpeakerChange)}) == 1
    assert rows(Audit, act="speakers.drawn")[0].details["rest"] == 2


def test_each_is_told_once_in_their_language(client, pool):
    record(client, "Ana Quetzal\nOmar Tern")
    mails = {one.to: one for one in rows(OutgoingEmail)}

    assert len(mails) == 4
    assert [one.locale for one in mails.values()].count("es") == 2
    assert "You were drawn to speak" in text_of(mails["speaker0@example.org"])
    assert mails["speaker1@example.org"].shared["calls_to"]
    assert not mails["speaker0@example.org"].shared["calls_to"]
    told = text_of(mails["speaker2@example.org"])
    assert "in writing, until" in told
    assert "/speaking/" in told


def test_nobody_is_told_unless_it_is_wanted(client, pool):
    record(client, "Ana Quetzal", tells="")
    assert rows(OutgoingEmail) == []


def test_the_same_list_twice_changes_nothing(client, pool):
    record(client, "1 Ana Quetzal\n2 Omar Tern")
    before, changes, mails = states(), len(rows(SpeakerChange)), len(rows(OutgoingEmail))
    assert "recorded already" in look(client, "1 Ana Quetzal\n2 Omar Tern").text
    record(client, "1 Ana Quetzal\n2 Omar Tern")

    assert (states(), len(rows(SpeakerChange)), len(rows(OutgoingEmail))) == (
        before,
        changes,
        mails,
    )


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Ana Quetzal\nLuis Zorzal", "Nobody here has this name."),
        ("Ana Quetzal\nana  quetzal", "The same as line 1."),
        ("Ana Quetzal\n17", "There is no name in this line."),
        ("1 Ana Quetzal\n1 Eve Ibis", "The number 1 comes twice."),
        ("Ana Gull", "Cannot be drawn: “Withdrawn”."),
        ("Ana Wren", "Signed up to write."),
        ("Sam Same", "Several people have this name."),
    ],
)
def test_a_line_that_is_not_clear_is_refused(client, pool, text, sentence):
    hearing = pool[0].hearing
    make_speaker(hearing, "Ana Gull", state="withdrawn")
    make_speaker(hearing, "Ana Wren", mode="written")
    for number in (1, 2):
        make_speaker(
            hearing,
            "Sam Same",
            state="applied",
            email=f"s{number}@example.org",
            mailbox=str(number),
        )
    for fields in ({}, {"carry_out": "1", "seen": "x"}):
        answer = look(client, text, **fields)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert text.splitlines()[-1] in answer.text
    assert [one.state for one in rows(Speaker)].count("drawn") == 0
    assert rows(SpeakerChange) == []


def test_a_stranger_is_left_out_once_somebody_says_so(client, pool):
    choice = {"name_2": "Luis Zorzal", "choice_2": "none"}
    assert record(client, "Ana Quetzal\nLuis Zorzal", **choice).status_code == 303
    assert states()[0] == ("Ana", "drawn", 1)


def test_a_choice_does_not_outlive_its_line(client, pool):
    choice = {"name_2": "Luis Zorzal", "choice_2": "none"}
    assert look(client, "Ana Quetzal\nEva Zorzal", **choice).status_code == 422


def test_one_of_two_with_a_name_is_chosen(client, pool):
    hearing = pool[0].hearing
    for number in (1, 2):
        one = make_speaker(hearing, "Sam Same", state="applied", mailbox=str(number))
    choice = {"name_1": "Sam Same", "choice_1": str(one.id)}
    record(client, "Sam Same", **choice)

    found = [each.state for each in rows(Speaker) if each.name == "Sam Same"]
    assert found == ["not_drawn", "drawn"]


def test_one_part_of_the_draw_leaves_the_other_alone(client, pool):
    record(client, "Omar Tern", part="remote")
    assert states() == [
        ("Ana", "applied", None),
        ("Omar", "drawn", 1),
        ("Eve", "applied", None),
        ("Ana", "not_drawn", None),
    ]


def test_more_than_the_rule_has_places_for_is_said(client):
    window = Window(position=0, purpose="speak", channel="phone", closes="1 day before 08:00")
    rule = make_rule(windows=[window], turns="draw", cap=10, cap_in_person=1)
    hearing = at_desk(client, rule=rule)
    for name in NAMES[:2]:
        make_speaker(hearing, name, state="applied")
    answer = look(client, "Ana Quetzal\nOmar Tern")

    assert answer.status_code == 200
    assert "2 drawn in person, and the rule has places for 1." in answer.text


def test_who_was_not_marked_as_applied_is_drawn_all_the_same(client):
    hearing = at_desk(client)
    make_speaker(hearing)
    assert "1 was not marked as applied" in look(client, "Ana Quetzal").text
    page = client.get(record(client, "Ana Quetzal").location)
    assert [one.after for one in rows(SpeakerChange)] == ["applied", "drawn"]
    post(client, f"{SPEAKERS}/undo", batch=batch_in(page))

    assert states() == [("Ana", "interested", None)]


def test_the_list_can_be_ticked(client, pool):
    numbers = [pool[3].id, pool[0].id]
    answer = record(client, "Omar Tern", ticked=numbers)
    assert answer.status_code == 303
    assert states() == [
        ("Ana", "drawn", 3),
        ("Omar", "drawn", 1),
        ("Eve", "not_drawn", None),
        ("Ana", "drawn", 2),
    ]


def test_a_draw_is_undone_but_for_who_has_gone_on(client, pool):
    page = client.get(record(client, "Ana Quetzal\nOmar Tern").location)
    post(client, f"{DESK}/calls", act="confirmed", numbers=[pool[1].id])
    answer = post(client, f"{SPEAKERS}/undo", batch=batch_in(page))

    assert "1 could not: Omar Tern (Confirmed)." in client.get(answer.location).text
    assert [one[1:] for one in states()] == [
        ("applied", None),
        ("confirmed", 2),
        ("applied", None),
        ("applied", None),
    ]


def test_what_has_changed_meanwhile_is_looked_at_again(client, pool):
    seen = re.search(r'name="seen"[^>]* value="(\w+)"', look(client, "Ana Quetzal").text)[1]
    make_speaker(pool[0].hearing, "Late Lark", state="applied")
    answer = look(client, "Ana Quetzal", seen=seen, carry_out="1")

    assert answer.status_code == 409
    assert "The pool has changed since you looked" in answer.text
    assert rows(SpeakerChange) == []


def test_nothing_pasted_is_said(client, pool):
    answer = look(client, " ")
    assert answer.status_code == 422
    assert "Paste the list, or tick who was drawn." in answer.text


def test_our_own_seats_are_not_drawn(client):
    at_desk(client, rule=make_rule(**SEATS))
    assert client.get(DRAW).status_code == 404
