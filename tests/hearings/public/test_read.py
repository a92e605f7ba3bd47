"""Anybody reads which hearings come, and all about one of them."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from campaign.db import db
from campaign.hearings.rules import known
from campaign.hearings.rules.models import Window
from tests.hearings.factories import SEATS, make_hearing, make_rule
from tests.hearings.public.people import URL
from tests.officials.factories import make_committee, make_measure


def test_it_works(client):
    make_hearing(about={"en": "They **vote** on it."}, is_vote_expected=True, remote="Channel 25")
    page = client.get(URL).text

    assert "<strong>vote</strong>" in page
    for words in ("Speak there", "Speak from elsewhere", "Write", "A vote is expected."):
        assert words in page
    for words in (
        "City Hall, 121 N LaSalle St",
        "Channel 25",
        "open now",
        "CST",
        "public-safety.ics",
    ):
        assert words in page or (words == "CST" and "CDT" in page)
    assert "What becomes public about you" in page


def test_without_hearings_it_says_so(client):
    assert "No hearing is announced." in client.get("/hearings").text
    assert "There has been no hearing yet." in client.get("/hearings?past=1").text


def test_what_comes_stands_by_month_and_what_was_apart(client):
    now_ = datetime(2027, 1, 15, 12, tzinfo=UTC)
    with time_machine.travel(now_):
        first = make_hearing(starts_at=now_ + timedelta(days=2), title={"en": "Near"})
        more = {"campaign": first.campaign}
        days = {"Far": 30, "Past": -3}
        for title, day in days.items():
            make_hearing(
                rule=make_rule(first.body),
                slug=title.lower(),
                title={"en": title},
                starts_at=now_ + timedelta(days=day),
                **more,
            )
        page, past = client.get("/hearings").text, client.get("/hearings?past=1").text
    order = ("January 2027", "Near", "February 2027", "Far")
    assert [page.index(one) for one in order] == sorted(page.index(one) for one in order)
    assert ">Past<" not in page
    assert ">Past<" in past
    assert ">Near<" not in past


def test_a_month_is_the_body_s_own(client):
    with time_machine.travel(datetime(2027, 1, 15, 12, tzinfo=UTC)):
        make_hearing(starts_at=datetime(2027, 2, 1, 2, tzinfo=UTC))  # January 31 in Chicago
        page = client.get("/hearings").text
    assert "January 2027" in page
    assert "February" not in page


def test_it_filters_by_body(client):
    first = make_hearing(title={"en": "Of the council"})
    committee = make_committee(first.body)
    make_hearing(first.campaign, make_rule(committee), slug="c", title={"en": "Of the committee"})
    page = client.get("/hearings?body=public-safety").text
    assert "Of the committee" in page
    assert "Of the council" not in page
    assert client.get("/hearings?body=nothing").status_code == 200


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"status": "cancelled", "status_note": {"en": "No quorum."}}, "This hearing is cancelled"),
        ({"status": "rescheduled"}, "The new day is not known yet."),
        ({"status": "recessed"}, "it goes on later"),
    ],
)
def test_what_is_off_is_said_first(client, values, words):
    make_hearing(**values)
    page = client.get(URL).text
    assert page.index(words) < page.index("How to take part")
    assert ("No quorum." in page) == ("status_note" in values)
    if values["status"] != "recessed":
        assert "open now" not in page
        assert "sign-up" not in page


def test_a_moved_hearing_leads_to_its_successor(client):
    new = make_hearing(slug="new-day", title={"en": "The new day"})
    make_hearing(new.campaign, make_rule(new.body), status="rescheduled", successor=new)
    assert 'href="/hearings/new-day"' in client.get(URL).text
    assert 'href="/hearings/public-safety"' in client.get("/hearings/new-day").text


def test_a_successor_that_is_a_draft_is_not_shown(client):
    new = make_hearing(slug="new-day", title={"en": "The new day"}, published_at=None)
    make_hearing(new.campaign, make_rule(new.body), status="rescheduled", successor=new)
    assert "new-day" not in client.get(URL).text


def test_windows_open_and_close_before_the_readers_eyes(client):
    window = Window(
        purpose="speak",
        mode="remote",
        channel="phone",
        opens="2 days before 10:00",
        closes="1 day before 10:00",
    )
    hearing = make_hearing(rule=make_rule(windows=[window]))
    day = hearing.starts_at
    seen = []
    for back in (2.5, 1.5, 0.5):
        with time_machine.travel(day - timedelta(days=back)):
            page = client.get(URL).text
        states = ("not open yet", "open now", "closed")
        seen.append([words for words in states if f">{words}<" in page])
    assert seen == [["not open yet"], ["open now"], ["closed"]]


def test_the_measures_on_the_agenda(client):
    hearing = make_hearing()
    measure = make_measure(hearing.body, "O2024-0011032")
    hearing.measures.append(measure)
    db.session.commit()
    assert "O2024-0011032" in client.get(URL).text


def test_a_window_that_cannot_be_is_no_fault_of_the_page(client):
    night = datetime(2027, 3, 14, 18, tzinfo=UTC)
    window = Window(purpose="speak", channel="phone", closes="on the day 02:30")
    with time_machine.travel(night - timedelta(days=3)):
        make_hearing(rule=make_rule(windows=[window]), starts_at=night)
        page = client.get(URL)
        assert page.status_code == 200
        assert "see the notice" in page.text
        assert client.get(f"{URL}/sign-up").status_code == 200


@pytest.mark.parametrize("name", known.known())
def test_the_rules_of_real_bodies_can_be_read(client, name):
    hearing = make_hearing()
    rule = known.template(name, hearing.body)
    make_hearing(hearing.campaign, rule, slug="real")
    for page in ("", "?lang=es", "/sign-up", "/comment"):
        assert client.get(f"/hearings/real{page}").status_code in (200, 410)


def test_own_seats_are_said(client):
    make_hearing(rule=make_rule(**SEATS))
    assert "There are 10 seats." in client.get(URL).text
    assert "waiting list" in client.get(f"{URL}/sign-up").text


def test_what_is_typed_by_organizers_is_text(client):
    evil = "<script>alert(1)</script>"
    words = {"en": evil}
    window = Window(
        purpose="write", channel="online", address="javascript:alert(1)", closes="start"
    )
    window.script, window.note = words, words
    hearing = make_hearing(rule=make_rule(windows=[window]), about=words, access=words, place=evil)
    hearing.rule.source_url = "javascript:alert(2)"
    db.session.commit()
    page = client.get(URL).text
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_it_is_kept_for_seconds_only(client):
    hearing = make_hearing()
    client.keeps_pages = True
    assert "cancelled" not in client.get(URL).text
    hearing.status = "cancelled"
    db.session.commit()
    client.application.extensions["pages"].clear()
    assert "cancelled" in client.get(URL).text


def test_a_nul_in_an_address_finds_nothing(client):
    make_hearing()
    for path in ("/hearings?body=%00", "/hearings?body=a%00b&past=1"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert (
            "Committee on Public Safety" not in answer.text.partition("<h1>")[2].split("<select")[0]
        )
