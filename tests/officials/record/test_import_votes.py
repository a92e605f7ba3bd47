"""`campaign votes import`: who voted how, by line, all of a file or nothing."""

import json

import pytest

from campaign.db import db
from campaign.officials.models import Seat
from campaign.officials.record.models import Measure, RecordNumber, RollCall, Vote
from tests.factories import add, rows
from tests.officials.factories import make_official, make_term
from tests.officials.record.factories import (
    HEADER,
    RECORD,
    as_json,
    clerk_matter,
    make_council,
    make_member,
    make_numbered,
    roll_call,
    table,
)

VOTES = roll_call("Yea", "Nay", "Not voting", "Absent")


@pytest.fixture
def council(app):
    return make_council()


def cast():
    return {one.official.name: one.value for one in rows(Vote)}


def test_it_works(bring, council):
    result = bring("votes", VOTES)

    assert result.exit_code == 0, result.output
    assert "SO2024-0011032 is not known here yet, so it is added as a measure" in result.output
    assert cast() == {
        "Ana Quetzal": "yea",
        "Omar Heron, Jr.": "nay",
        "Eve Stork": "not voting",
        "Luz Ibis": "absent",
    }
    [call], [measure] = rows(RollCall), rows(Measure)
    assert (call.measure, call.body, call.on.isoformat()) == (measure, council, "2024-06-12")
    assert [one.key for one in rows(RecordNumber)] == ["O2024-0011032"]


def test_a_second_run_changes_nothing(bring, council):
    bring("votes", VOTES)
    result = bring("votes", VOTES)

    assert "0 new, 0 changed" in result.output
    assert len(rows(Vote)) == 4


def test_a_dry_run_writes_nothing(bring, council):
    result = bring("votes", VOTES, "--dry-run", "--json")

    assert json.loads(result.output)["numbers"]["new"] == 2
    assert rows(Measure) == rows(Vote) == []


def test_it_finds_the_measure_by_another_spelling(bring, council):
    measure = make_numbered(council, "O2024-11032")
    result = bring("votes", VOTES)

    assert "is added" not in result.output
    assert [one.measure for one in rows(RollCall)] == [measure]


def test_a_correction_by_hand_stays(bring, council):
    bring("votes", VOTES)
    rows(Vote)[1].correct(value="recused")
    db.session.commit()
    result = bring("votes", VOTES)

    assert "value stays “recused”; the file says “nay”" in result.output
    assert cast()["Omar Heron, Jr."] == "recused"


def test_a_changed_vote_is_shown_and_taken(bring, council):
    bring("votes", VOTES)
    result = bring("votes", roll_call("Yea", "Yea", "Not voting"))

    assert "Omar Heron, Jr.: value “nay” → “yea”" in result.output
    assert "not in the file, kept  SO2024-0011032" in result.output
    assert "Luz Ibis" in result.output
    assert cast()["Luz Ibis"] == "absent"


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("AYE", "yea"),
        ("Affirmative", "yea"),
        ("No", "nay"),
        ("Recused (Rule 14)", "recused"),
        ("Medical", "excused"),
        ("Non-voting", "not voting"),
        ("Abstained", "abstain"),
    ],
)
def test_words_of_clerks(bring, council, word, value):
    bring("votes", roll_call(word))

    assert [(one.value, one.said) for one in rows(Vote)] == [(value, word)]


def test_every_problem_has_its_line(bring, council):
    votes = roll_call("Yea", "Perhaps", "Nay") + roll_call("Nay").split("\n", 1)[1]
    unknown = table([{"voter": "Stark, Eve", "vote": "Yea", "date": "6/12/2024"}], HEADER)
    result = bring("votes", votes + unknown.split("\n", 1)[1].replace(",", f"{RECORD},", 1))

    assert result.exit_code == 1
    assert "line 3: “Perhaps” is no vote that we know" in result.output
    assert "line 5: Ana Quetzal votes twice in this roll call, first on line 2." in result.output
    assert rows(Vote) == rows(Measure) == []


def test_an_unknown_voter_is_told_with_names_near_it(bring, council):
    result = bring("votes", roll_call("Yea").replace("Quetzal, Ana", "Quetzel, Anna"))

    assert result.exit_code == 1
    assert "line 2: No official here is called “Quetzel, Anna”. Near it: Quetzal, Ana." in (
        result.output
    )
    assert "Nothing was imported: 1 problem" in result.output


def test_the_voter_too_many(bring, council):
    """The fifth voter of four seats: nobody knows them."""
    rest = table(
        [dict(zip(HEADER, (RECORD, "2024-06-12", "", "Passed", "X, Y", "Yea"), strict=True))],
        HEADER,
    )
    result = bring("votes", VOTES.replace("City Council", "") + rest.split("\n", 1)[1])

    assert (result.exit_code, rows(Vote)) == (1, [])
    assert "line 6: No official here is called “X, Y”." in result.output


def test_two_of_a_name_are_asked_about(bring, council):
    make_term(council, 4, make_official("Ana Quetzal", slug="another"), starts="2019")
    result = bring("votes", roll_call("Yea"))

    assert result.exit_code == 1
    assert "“Quetzal, Ana” may be several officials" in result.output


def test_the_mayor_votes(bring, council):
    seat = add(Seat(body=council, label="Mayor", position=99))
    mayor = make_member("Sol Egret")
    make_term(council, 1, mayor, starts="2023-05-15").seat = seat
    add(seat)
    result = bring("votes", roll_call("Yea").replace('"Quetzal, Ana"', "Mayor"))

    assert result.exit_code == 0, result.output
    assert cast() == {"Sol Egret": "yea"}


def test_who_held_no_seat_that_day_is_told(bring, council):
    result = bring("votes", roll_call("Yea", date="2019-06-12"))

    assert result.exit_code == 0
    assert "Line 2: no seat of theirs is known here on 2019-06-12: Ana Quetzal." in result.output


def test_other_totals_than_the_file_says_are_told(bring, council):
    result = bring("votes", roll_call("Yea", "Nay", action="Passed 34-14"))

    assert "Line 2: the file says 34–14, its votes come to 1–1." in result.output


def test_the_measure_may_be_named_by_hand(bring, council):
    without = VOTES.replace("record,", "", 1).replace(f"{RECORD},", "")
    assert "these are missing: record" in bring("votes", without).output
    assert bring("votes", without, "--measure", "Or2024-7759").exit_code == 0
    assert [one.record for one in rows(Measure)] == ["Or2024-7759"]


def test_the_clerks_matters_carry_votes(bring, council):
    result = bring("votes", as_json(clerk_matter()))

    assert result.exit_code == 0, result.output
    assert list(cast().values()) == ["yea", "yea", "nay", "recused"]
    [call], [measure] = rows(RollCall), rows(Measure)
    assert call.on.isoformat() == "2024-05-22"  # 8 in the evening there, 01:00 of the next day UTC
    assert measure.title == "Order about the clinic"


def test_two_motions_of_a_name_on_a_day_are_two(bring, council):
    matter = clerk_matter()
    matter["actions"] *= 2
    bring("votes", as_json(matter))

    assert [one.action for one in rows(RollCall)] == ["Passed", "Passed (2)"]


def test_legistars_history_carries_votes(bring, council):
    votes = [{"FullName": "Ana Quetzal", "Vote": "Affirmative"}]
    step = {"Date": "2023-06-22T13:30:00Z", "Action": "Approved", "Votes": votes}
    matter = {"File": "Int 0878-2023", "IntroDate": "2023-06-01T00:00:00Z", "Title": "A law"}
    result = bring("votes", json.dumps(matter | {"History": [step | {"BodyName": "City Council"}]}))

    assert result.exit_code == 0, result.output
    assert cast() == {"Ana Quetzal": "yea"}


def test_attendance_is_no_vote(bring, council):
    result = bring("votes", roll_call("Present", "Absent"))

    assert "attendance of 2 people at the City Council, no vote" in result.output
    assert rows(RollCall) == []


def test_it_shows_who_voted_how(bring, campaign, council):
    bring("votes", VOTES)
    shown = campaign("votes", "show", "o2024-11032")
    told = json.loads(campaign("votes", "show", "O2024-11032", "--json").output)

    assert "1 yea, 1 nay, 1 absent, 1 not voting (3 needed)" in shown.output
    assert [one["voter"] for one in told["roll_calls"][0]["votes"]] == [
        "Heron, Omar, Jr.",
        "Ibis, Luz",
        "Quetzal, Ana",
        "Stork, Eve",
    ]
    assert campaign("votes", "show", "O2024-1").exit_code == 1
