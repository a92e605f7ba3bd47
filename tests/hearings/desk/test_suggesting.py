"""Deadlines in a clerk's free text; the sentences are those of Chicago's calendar of 2023."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.hearings.rules.models import SpeakingRule, Window
from campaign.hearings.rules.suggesting import suggestions, take
from campaign.hearings.rules.when import read

DAY = date(2023, 9, 12)


def keys(comment, day=DAY):
    return [one.key for one in suggestions(comment, day)]


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("Written public comment deadline October 11, 2023, 3:00 PM", "2023-10-11 15:00"),
        ("Written public comment deadline October 9, 2023", "2023-10-09"),
        ("Written public comment deadline September 8, 2023; 12:00 PM", "2023-09-08 12:00"),
        ("Written public comment deadline: 10 AM, Wed Sept 6th", "2023-09-06 10:00"),
        ("Public Comment deadline: Friday, July 7, 2023", "2023-07-07"),
        ("NO VOTE.\nPublic written comment deadline: August 28, 2023", "2023-08-28"),
        ("Comments are due by 5:00 p.m. on Monday", "Monday before 17:00"),
        ("Written comment until noon on the day of the meeting", "on the day 12:00"),
        ("Written comment no later than 9/11/23, 4 p.m.", "2023-09-11 16:00"),
    ],
)
def test_when_comments_close(comment, expected):
    assert keys(comment) == [f"write closes {expected}"]


@pytest.mark.parametrize(
    "comment",
    [
        "Direct introduction deadline September 26, 2023, 10:00 AM",
        "Direct Introduction deadline - Fri July 7, 2023 at 5 PM",
        "REVISED MEETING TIME IS 1:00 pm  Change of meeting room location to 201-A",
        "Original meeting scheduled for September 27, 2023",
        "To reconvene on September 14, 2023 at 10:00 A.M.",
        "Subject Matter Hearing on R2023-0002929. A VOTE WILL BE TAKEN.",
        "Written public comment deadline Monday, September 8, 2023",  # it was a Friday
        "Written public comment deadline February 30, 2023",
        "Written public comment deadline 13:00 PM September 8",
        "Direct introduction deadline June 1. Send it to clerk@example.org.",
        "",
    ],
)
def test_what_is_no_deadline_of_the_public_or_no_day(comment):
    assert keys(comment) == []


def test_several_sentences_each_with_its_own():
    comment = (
        "Written comment by 5:00 p.m. on Monday, September 11. E-mail it to clerk@example.org. "
        "Sign up 24 hours before the meeting by calling (312) 555-0100. "
        "Interpreters must be requested three business days in advance."
    )
    assert keys(comment) == [
        "write closes 2023-09-11 17:00",
        "write address clerk@example.org",
        "speak closes 24 hours before",
        "speak address (312) 555-0100",
        "access closes 3 business days before",
    ]
    assert suggestions(comment, DAY)[2].sentence.startswith("Sign up 24 hours before")


def test_the_year_is_that_of_the_nearest_such_day():
    assert keys("Written comment by Dec 30", date(2024, 1, 3)) == ["write closes 2023-12-30"]


def test_taking_one_fills_the_window_or_adds_it():
    rule = SpeakingRule(windows=[Window(purpose="write", channel="email")])
    take(rule, suggestions("Written comment by May 3, 2027. Sign up by May 2, 2027", DAY))
    assert [(one.purpose, one.closes) for one in rule.windows] == [
        ("write", "2027-05-03"),
        ("speak", "2027-05-02"),
    ]


@given(st.text(max_size=200))
def test_any_text_is_read(text):
    for one in suggestions(f"Written comment by {text}", DAY):
        assert one.what == "address" or read(one.text)


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)), st.times())
def test_a_day_comes_back_however_it_is_written(day, time):
    at = datetime.combine(day, time.replace(second=0, microsecond=0))
    written = f"{at:%A, %B} {at.day}, {at.year}, {at:%I:%M %p}"
    assert keys(f"Written comment deadline {written}") == [f"write closes {at:%Y-%m-%d %H:%M}"]
