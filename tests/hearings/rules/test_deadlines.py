"""Moments of windows: business days, the hours that a clock skips or repeats, the exact second."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.hearings.rules.deadlines import (
    NoSuchHourError,
    Occasion,
    TwiceError,
    business_day,
    closing_next,
    moment,
    opening,
    opening_next,
    openings,
    problems,
)
from campaign.hearings.rules.models import Window
from campaign.hearings.rules.when import read
from campaign.officials.models import Holiday
from tests.factories import add
from tests.hearings.factories import make_hearing, make_rule

CHICAGO = ZoneInfo("America/Chicago")
days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
moments = st.integers(1_767_225_600, 1_830_297_600).map(lambda n: datetime.fromtimestamp(n, UTC))
holidays = st.frozensets(st.dates(date(2025, 6, 1), date(2028, 6, 30)), max_size=60)


def occasion(local, **values):
    start = datetime.fromisoformat(local).replace(tzinfo=CHICAGO)
    return Occasion(start.astimezone(UTC), CHICAGO, **values)


def local(found):
    return found.astimezone(CHICAGO).strftime("%Y-%m-%d %H:%M:%S")


@given(days, st.integers(-40, 40).filter(bool), holidays)
def test_business_days(day, steps, free):
    """So many of the days passed are working days, and the last one passed is one."""
    found = business_day(day, steps, free)
    first, last = sorted((day, found))
    between = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    working = [one for one in between if one != day and one.weekday() < 5 and one not in free]

    assert len(working) == abs(steps)
    assert found in working
    assert (found > day) == (steps > 0)


@given(days, st.integers(0, 23), st.integers(0, 59), st.integers(-60, 60), st.integers(0, 59))
def test_a_wall_clock_time_is_that_time_on_that_day(day, hour, minute, back, second):
    start = datetime(day.year, day.month, day.day, 12, tzinfo=CHICAGO)
    when = read(
        f"{abs(back)} days {'before' if back >= 0 else 'after'} {hour}:{minute:02}:{second:02}"
    )
    try:
        found = moment(when, Occasion(start.astimezone(UTC), CHICAGO))
    except NoSuchHourError:
        assert hour == 2
    except TwiceError:
        assert hour == 1
    else:
        shown = found.astimezone(CHICAGO)
        assert (shown.hour, shown.minute, shown.second) == (hour, minute, second)
        assert shown.date() == day - timedelta(days=back)


@given(moments, st.integers(1, 2000))
def test_hours_are_counted_as_they_pass(start, hours):
    there = Occasion(start, CHICAGO)
    assert there.starts_at - moment(read(f"{hours} hours before"), there) == timedelta(hours=hours)
    assert moment(read(f"{hours} hours after"), there) - there.starts_at == timedelta(hours=hours)


def test_the_hour_that_does_not_exist_is_refused(app):
    with pytest.raises(NoSuchHourError, match="02:30 does not exist on 2027-03-14"):
        moment(read("1 day before 02:30"), occasion("2027-03-15 10:00"))


def test_the_hour_that_comes_twice_is_asked_about(app):
    there = occasion("2026-11-02 10:00")
    with pytest.raises(TwiceError, match="01:30 comes twice on 2026-11-01"):
        moment(read("1 day before 01:30"), there)
    first = moment(read("1 day before 01:30 first"), there)
    second = moment(read("1 day before 01:30 second"), there)
    assert second - first == timedelta(hours=1)


@pytest.mark.parametrize(
    ("text", "closing", "expected"),
    [
        ("1 day before", False, "2026-12-15 00:00:00"),
        ("1 day before", True, "2026-12-16 00:00:00"),
        ("Wednesday before 07:30", False, "2026-12-09 07:30:00"),  # itself a Wednesday
        ("2 business days before 10:00", False, "2026-12-14 10:00:00"),
        ("3 business days after 10:00", False, "2026-12-21 10:00:00"),
        ("2026-12-01 09:00", False, "2026-12-01 09:00:00"),
        ("start", False, "2026-12-16 10:00:00"),
    ],
)
def test_it_works(text, closing, expected):
    assert local(moment(read(text), occasion("2026-12-16 10:00"), closing)) == expected


def test_the_end_is_unknown_until_it_was(app):
    assert moment(read("end"), occasion("2026-12-16 10:00")) is None
    ended = datetime(2026, 12, 16, 16, 20, tzinfo=UTC)
    there = occasion("2026-12-16 10:00", ended_at=ended)
    assert moment(read("end"), there, closing=True) == ended


def test_it_is_open_from_one_second_to_the_other(app):
    window = Window(
        purpose="write", channel="email", opens="on the day 08:00", closes="on the day 09:00"
    )
    one = opening(window, occasion("2026-12-16 10:00"))
    states = [
        one.state(datetime(2026, 12, 16, *clock, tzinfo=CHICAGO))
        for clock in ((7, 59, 59), (8, 0, 0), (8, 59, 59), (9, 0, 0))
    ]
    assert states == ["coming", "open", "open", "closed"]


def test_what_each_notice_says_is_unknown():
    one = opening(Window(purpose="write", channel="email"), occasion("2099-12-16 10:00"))
    assert one.state() == "unknown"


def test_what_is_wrong_with_windows_is_said(app):
    windows = [
        Window(opens="1 day before 10:00", closes="2 days before 10:00"),
        Window(opens="1 day before 10:00", closes="on the day 10:00"),
        Window(closes="some day"),
        Window(calls_from="1 day before 14:00", calls_to="1 day before 10:00"),
    ]
    found = problems(windows, occasion("2026-12-16 10:00"))
    assert [place for place, _sentence in found] == [0, 2, 3]
    assert found[0][1] == "It would close before it opens."


def test_a_hearing_counts_the_holidays_of_its_body(app):
    hearing = make_hearing(
        rule=make_rule(
            windows=[
                Window(purpose="speak", channel="phone", opens="2 business days before 10:00"),
                Window(purpose="write", channel="email", closes="on the day 09:00"),
            ]
        )
    )
    before = openings(hearing)[0].opens_at
    last = before.astimezone(CHICAGO).date()
    add(Holiday(body_id=hearing.body_id, on=last, name="A day off"))

    assert openings(hearing)[0].opens_at < before
    assert closing_next(openings(hearing)).window.purpose == "write"
    assert opening_next(openings(hearing)).window.purpose == "speak"


def test_a_window_that_cannot_be_hides_no_other(app):
    windows = [
        Window(purpose="write", channel="email", closes="2027-03-14 02:30"),
        Window(purpose="speak", channel="phone", closes="start"),
    ]
    hearing = make_hearing(rule=make_rule(windows=windows))
    broken, whole = openings(hearing)

    assert (broken.closes_at, broken.state()) == (None, "unknown")
    assert whole.closes_at == hearing.starts_at
