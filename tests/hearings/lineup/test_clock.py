"""Seconds for each: the rule, the reduction, the chair's cut, interpreters, and who fits."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign.hearings.lineup.clock import Limits, Turn, plan, speech

BUSY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine is no fault
CHICAGO = Limits(seconds=180, total=1800, reduces_over=10, reduced=90)
numbers = st.integers(1, 600)
limits = st.builds(
    Limits,
    seconds=numbers,
    total=st.none() | st.integers(0, 7200),
    reduces_over=st.none() | st.integers(0, 12),
    reduced=st.none() | numbers,
    consecutive=st.integers(1, 3),
    simultaneous=st.integers(1, 3),
    extended=st.integers(1, 3),
    cut=st.none() | numbers,
)
turns = st.lists(
    st.builds(
        Turn,
        interpreter=st.sampled_from(["none", "consecutive", "simultaneous"]),
        is_extended=st.booleans(),
        used=st.none() | st.integers(0, 600),
    ),
    max_size=15,
)


def test_it_works():
    found = plan(CHICAGO, [Turn()] * 10)
    assert (found.each, found.used, found.over, found.is_reduced) == (180, 1800, 0, False)


def test_one_more_reduces_it_for_all():
    found = plan(CHICAGO, [Turn()] * 11)
    assert (found.each, found.used, found.is_reduced) == (90, 990, True)


def test_an_interpreter_doubles_with_the_exception_of_the_body():
    body = replace(CHICAGO, consecutive=2, simultaneous=1, extended=2)
    found = plan(body, [Turn("consecutive"), Turn("simultaneous"), Turn("none", is_extended=True)])
    assert found.seconds == [360, 180, 360]
    assert speech(360, "consecutive") == 180
    assert speech(180, "simultaneous") == 180


def test_the_chair_cuts_but_never_adds():
    assert plan(replace(CHICAGO, cut=60), [Turn()] * 11).each == 60
    longer = plan(replace(CHICAGO, cut=120), [Turn()] * 11)
    assert (longer.each, longer.is_cut) == (90, False)


def test_who_no_longer_fits():
    found = plan(Limits(seconds=180, total=400), [Turn(), Turn(), Turn()])
    assert (found.fitting, found.over) == (2, 1)
    assert plan(Limits(seconds=180, total=400), [Turn(used=30), Turn(), Turn()]).over == 0


@BUSY
@given(limits, turns)
def test_nobody_gets_more_than_the_rule_gives(body, people):
    found = plan(body, people)
    assert 0 < found.each <= body.seconds
    assert body.cut is None or found.each <= body.cut
    assert len(found.seconds) == len(people)
    for turn, seconds in zip(people, found.seconds, strict=True):
        if turn.used is None:
            assert found.each <= seconds <= found.each * 9
        else:
            assert seconds == turn.used


@BUSY
@given(limits, turns)
def test_those_who_fit_end_in_time_and_one_more_would_not(body, people):
    found = plan(body, people)
    if body.total is None:
        assert found.over == 0
    else:
        assert sum(found.seconds[: found.fitting]) <= body.total
        assert found.over == 0 or sum(found.seconds[: found.fitting + 1]) > body.total


@BUSY
@given(limits, turns)
def test_one_more_speaker_never_gives_anybody_more(body, people):
    more = plan(body, [*people, Turn()])
    assert more.each <= plan(body, people).each
