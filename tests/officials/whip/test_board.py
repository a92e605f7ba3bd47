"""The board: totals, map, filters, whom to visit, history, paper, table."""

from collections import Counter
from datetime import timedelta

import pytest

from campaign.accounts.models import User
from campaign.db import db, now
from campaign.officials import asking
from campaign.officials.models import Term
from campaign.officials.record.models import AgendaItem, Meeting
from campaign.officials.whip.board import Asked, board
from campaign.officials.whip.history import weeks
from campaign.officials.whip.models import Whip
from tests.accounts.factories import fill_in, log_in
from tests.factories import add, rows
from tests.officials.factories import make_committee, make_measure, make_official
from tests.officials.whip.factories import (
    WHIP,
    at_desk,
    days_ago,
    make_stance,
    make_whip,
    officials,
)

PAGE = f"{WHIP}/1"


@pytest.fixture
def known(client):
    """Four of five seats are held: firm, leaning with an old hint, against, and nobody knows."""
    whip = at_desk(client)
    first, second, third, _fourth = officials()
    make_stance(whip, first, "strong yes")
    make_stance(whip, second, "strong yes", evidence="staff", on=days_ago(31), source="A hint")
    make_stance(whip, third, "strong no", evidence="vote", on=days_ago(100))
    return whip


def test_it_works(client, known):
    page = client.get(PAGE).text

    assert "3 reached" not in page
    assert "3 not reached: 1 vote is missing." in page
    for number, label in ((3, "at best"), (2, "likely"), (1, "at worst")):
        assert f"<strong>{number}</strong> {label}" in page
    assert "Vacant, without a vote: Ward 5." in page
    assert "faded, was: Strong yes" in page


def test_the_map_says_in_letters_what_the_list_says_in_words(client, known):
    page = client.get(PAGE).text

    for mark in ("Y+", "Y?", "N+", "–", "×"):
        assert f'text-anchor="middle">{mark}</text>' in page
    assert page.count('class="fades"') == 1
    assert 'aria-label="1, Official 1: Strong yes"' in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", [1, 2, 3, 4]),
        ("?sort=stance", [1, 2, 3, 4]),
        ("?sort=name&stance=unknown", [4]),
        ("?faded=y", [2]),
        ("?sort=faded", [2, 1, 3, 4]),
        ("?sort=visit", [4, 2, 1, 3]),
        ("?committee=public-safety", [3]),
        ("?sort=nothing&stance=x&committee=y", [1, 2, 3, 4]),
        ("?stance=lean+no", []),
    ],
)
def test_it_is_sorted_and_filtered(client, known, query, names):
    make_seat(make_committee(db.session.merge(known).measure.body), 2)
    page = client.get(PAGE + query).text
    listed = page.partition("<tbody>")[2].partition("</tbody>")[0]

    assert [n for n in names if f">Official {n}</a>" in listed] == names
    shown = sorted(range(1, 5), key=lambda n: listed.find(f">Official {n}</a>"))
    assert [n for n in shown if f">Official {n}</a>" in listed] == names
    assert ("Nobody fits." in listed) == (not names)


def make_seat(committee, index):
    official = officials()[index]
    return add(Term(official_id=official.id, body_id=committee.id, starts="2023-05-15"))


def test_whom_to_visit_first(client, known, monkeypatch):
    """Openness × (signers + 1), twice in a committee that deals with the measure."""
    whip = rows(Whip)[0]
    committee = make_committee(whip.measure.body)
    make_seat(committee, 1)
    meeting = add(Meeting(body_id=committee.id, external="1", starts_at=now()))
    add(AgendaItem(meeting_id=meeting.id, position=1, title="x", measure_id=whip.measure_id))
    wards = {one.number: one.id for one in whip.measure.body.wards}
    signed = Counter({wards[2]: 4, wards[4]: 9, wards[1]: 1000})
    monkeypatch.setattr(asking, "signers", lambda campaign: signed)

    scores = {one.official.name: one.score for one in board(rows(Whip)[0]).rows}
    assert scores == {
        "Official 1": 0,
        "Official 2": 2 * 5 * 2,
        "Official 3": 0,
        "Official 4": 3 * 10,
    }
    first, *_others = board(rows(Whip)[0]).shown(Asked(sort="visit"))
    assert first.official.name == "Official 4"


def test_a_newer_weaker_one_does_not_hide_an_older_stronger_one(client, known):
    make_stance(known, officials()[2], "lean yes", evidence="staff", on=days_ago(1))
    page = client.get(PAGE).text
    assert "Newer, but weaker" in page
    one = client.get(f"{PAGE}/officials/official-3").text
    assert "counts, because it is the newest" in one
    assert "“Strong no” (Vote," in one


def test_history_counts_each_day_by_its_own_evidence(client, known):
    found = weeks(board(rows(Whip)[0]))

    assert len(found) == 27
    by_age = {(found[-1].day - one.day).days: one.totals for one in found}
    assert (by_age[0].likely, by_age[0].worst) == (2, 1)
    assert (by_age[28].likely, by_age[28].worst) == (1, 1)  # the hint was fresh
    assert by_age[35].likely == 0
    assert "The same as a table" in client.get(PAGE).text


def test_a_committees_count_has_its_members_with_the_wards_of_their_seats(client, known):
    whip = rows(Whip)[0]
    committee = make_committee(whip.measure.body)
    make_seat(committee, 1)
    other = make_whip(whip.campaign, make_measure(committee, "O2025-2"), needed=1)
    page = client.get(f"{WHIP}/{other.id}").text

    assert "1 seat is held today." in page
    assert 'aria-label="2, Official 2: Unknown"' in page


def test_it_prints_on_one_sheet(client, known):
    page = client.get(f"{PAGE}/print").text

    assert "Not for others" in page
    assert "1, Official" in page  # by family name
    assert page.count("<li>") >= 5


def test_it_is_kept_nowhere(client, known):
    answer = client.get(PAGE)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in answer.headers


def test_it_is_taken_out_as_a_table(client, known):
    answer = fill_in(client, f"{PAGE}/export")

    assert answer.mimetype == "text/csv"
    lines = answer.get_data(as_text=True).lstrip("\ufeff").splitlines()
    assert lines[0].startswith('"Seat","Name","Stance"')
    assert lines[2].startswith("Ward 2,Official 2,Leans yes,Strong yes,Hint from the staff,")
    assert lines[5].startswith("Ward 5,vacant")


def test_a_formula_in_a_source_stays_text(client, known):
    make_stance(known, officials()[3], "unknown", source="=1+1")
    assert "'=1+1" in fill_in(client, f"{PAGE}/export").get_data(as_text=True)


def test_taking_it_out_asks_for_the_password_again(client, known):
    log_in(client, rows(User)[0], seconds_ago=4000)
    assert client.get(f"{PAGE}/export").status_code == 302
    assert client.get(PAGE).status_code == 200


def test_without_seats_it_says_so(client):
    at_desk(client, held=0)
    page = client.get(PAGE).text
    assert "out of reach: even at best 3 votes are missing" in page
    first, *_others, last = weeks(board(rows(Whip)[0]))
    assert first.day == last.day - timedelta(weeks=26)


def test_history_counts_who_held_the_seat_on_each_day(client, known):
    """Official 1 left six weeks ago, and somebody else sits there since."""
    whip = rows(Whip)[0]
    make_stance(whip, officials()[0], "strong yes", on=days_ago(80))
    first = officials()[0].terms[0]
    first.ends = str(days_ago(43))
    seat = first.seat
    db.session.add(
        Term(
            official=make_official("Eve New"),
            body_id=seat.body_id,
            seat=seat,
            starts=str(days_ago(42)),
        )
    )
    db.session.commit()

    worst = {week.day: week.totals.worst for week in weeks(board(rows(Whip)[0]))}
    today = max(worst)
    assert worst[today - timedelta(weeks=7)] == 1
    assert worst[today - timedelta(weeks=6)] == 0
