"""The moments of a hearing: none too early or late, right when the clock changes."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.hearings.reminding.moments import COORDINATOR, SPEAKER, all_moments
from campaign.hearings.rules.deadlines import Occasion, opening
from campaign.hearings.rules.known import known, template
from campaign.hearings.rules.models import SpeakingRule, Window
from campaign.officials.models import Body

CHICAGO = ZoneInfo("America/Chicago")
starts = st.integers(1_767_225_600, 1_830_297_600).map(lambda n: datetime.fromtimestamp(n, UTC))
edges = st.sampled_from(
    [
        "",
        "start",
        "end",
        "72 hours after",
        "48 hours before",
        "1 hours before",
        "on the day 08:00",
        "on the day 09:00",
        "1 day before 08:00",
        "2 business days before 10:00",
        "Monday before 00:01",
        "1 day before 02:30",
        "2026-11-01 01:30",
    ]
)
windows = st.builds(
    Window,
    purpose=st.sampled_from(["speak", "write", "access"]),
    mode=st.sampled_from(["in_person", "remote", "any"]),
    channel=st.sampled_from(["phone", "email", "here"]),
    opens=edges,
    closes=edges,
    calls_from=edges,
    calls_to=edges,
)
rules = st.builds(
    lambda turns, ways: SpeakingRule(turns=turns, windows=ways),
    st.sampled_from(["draw", "order", "own"]),
    st.lists(windows, max_size=3),
)


@given(rules, starts)
@settings(max_examples=300, deadline=None)
def test_each_lies_where_it_makes_sense(app_context, rule, start):
    occasion = Occasion(start, CHICAGO)
    for one in all_moments(rule, occasion):
        assert one.at < one.until
        assert one.at.utcoffset() == timedelta(0)
        assert one.states
        assert not one.is_due(one.until)
        assert one.is_due(one.at)
        assert set(one.modes) <= {"in_person", "remote", "written"}
        if one.window is None:
            assert one.until <= start
            continue
        assert one.window.purpose != "access"
        hours = opening(one.window, occasion)
        if one.kind.endswith(("_opens", "_closes")):
            assert hours.state(one.at) in ("open", "unknown")
            if hours.closes_at:
                assert one.until <= hours.closes_at
        elif one.kind == "calls":
            assert one.until == hours.calls_to
        else:
            assert one.kind == "desk_draw"
            assert one.until == start


@given(windows, starts)
@settings(max_examples=100, deadline=None)
def test_nobody_is_told_two_things_about_one_window_at_once(app_context, window, start):
    rule = SpeakingRule(turns="draw", windows=[window])
    found = [one for one in all_moments(rule, Occasion(start, CHICAGO)) if one.role == SPEAKER]
    opens = [one.until for one in found if one.kind.endswith("_opens")]
    closes = [one.at for one in found if one.kind.endswith("_closes")]
    assert all(until <= at for until in opens for at in closes)


@pytest.fixture(scope="module")
def app_context(_app):
    with _app.app_context():
        yield


@given(starts, st.integers(1, 400))
@settings(max_examples=50, deadline=None)
def test_a_hearing_that_moves_has_another_moment(start, hours):
    rule = SpeakingRule(turns="order", windows=[])
    both = [Occasion(start + timedelta(hours=more), CHICAGO) for more in (0, hours)]
    first, second = (
        {one.at for one in all_moments(rule, each) if one.kind == "hours_before"} for each in both
    )
    assert not first & second


def local(moment):
    return moment.astimezone(CHICAGO).strftime("%m-%d %H:%M")


def moments_of(name, start):
    rule = template(name, Body(slug="x", timezone="America/Chicago"))
    begins = datetime.fromisoformat(start).replace(tzinfo=CHICAGO).astimezone(UTC)
    return sorted(all_moments(rule, Occasion(begins, CHICAGO)), key=lambda one: (one.at, one.kind))


def test_the_city_council_after_the_clock_went_forward():
    """The meeting of Monday, March 15, 2027; the clock goes forward on the Sunday before."""
    found = moments_of("Chicago City Council, regular meeting", "2027-03-15 10:00")
    told = [(one.kind, local(one.at), local(one.until)) for one in found if one.role != COORDINATOR]

    assert told == [
        ("sign_up_opens", "03-08 00:01", "03-14 06:00"),
        ("sign_up_closes", "03-14 06:00", "03-14 08:00"),
        ("calls", "03-14 09:30", "03-14 14:00"),
        ("day_before", "03-14 18:00", "03-15 08:00"),
        ("sign_up_opens", "03-15 00:00", "03-15 08:00"),
        ("hours_before", "03-15 08:00", "03-15 10:00"),
        ("sign_up_closes", "03-15 08:00", "03-15 10:00"),
        ("write_opens", "03-15 08:00", "03-15 08:30"),
        ("write_closes", "03-15 08:30", "03-15 09:00"),
    ]


def test_two_hours_are_two_hours_in_the_night_that_the_clock_changes():
    rule, start = SpeakingRule(turns="order", windows=[]), datetime(2026, 11, 1, 8, tzinfo=UTC)
    [two] = [
        one for one in all_moments(rule, Occasion(start, CHICAGO)) if one.kind == "hours_before"
    ]
    assert start - two.at == timedelta(hours=2)
    assert (local(two.at), local(start)) == ("11-01 01:00", "11-01 02:00")


def test_every_known_rule_has_moments():
    for name in known():
        found = moments_of(name, "2026-12-16 10:00")
        assert {"day_before", "hours_before", "desk_day_before"} <= {one.kind for one in found}


def test_our_own_seats_need_no_call():
    window = Window(purpose="speak", mode="any", channel="here", opens="5 days before")
    rule = SpeakingRule(turns="own", windows=[window])
    found = all_moments(rule, Occasion(datetime(2026, 12, 16, 16, tzinfo=UTC), CHICAGO))
    assert {one.kind for one in found} == {"day_before", "hours_before", "desk_day_before"}
