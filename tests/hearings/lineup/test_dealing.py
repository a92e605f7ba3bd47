"""Dealing points: what must be said first, no neighbours alike, and little moves."""

import itertools

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaign.hearings.lineup.dealing import REASONS, Dealt, Item, Voice, deal
from tests.growth import assert_gentle

BUSY = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)  # a busy machine is no fault


@st.composite
def tables(draw):
    """Speakers and points in some order, with wishes and what was dealt by hand."""
    points = [
        Item(id_, draw(st.integers(0, 4)), draw(st.booleans()))
        for id_ in draw(st.lists(st.integers(1, 40), unique=True, max_size=8))
    ]
    ids = [one.id for one in points]
    some = st.lists(st.sampled_from(ids), unique=True, max_size=4) if ids else st.just([])
    speakers = [
        Voice(id_, draw(st.integers(0, 240)), tuple(draw(some)))
        for id_ in draw(st.lists(st.integers(1, 99), unique=True, max_size=12))
    ]
    pairs = [(one.id, point) for one in speakers for point in ids]
    fixed = draw(st.lists(st.sampled_from(pairs), unique=True, max_size=4)) if pairs else []
    return speakers, points, fixed


def pairs(dealt):
    return {(one.speaker, one.point) for one in dealt}


def counted(dealt, point):
    return sum(one.point == point for one in dealt)


def places(speakers, dealt, point):
    order = [one.id for one in speakers]
    return sorted(order.index(one.speaker) for one in dealt if one.point == point)


def test_it_works():
    speakers = [Voice(1, 90), Voice(2, 90, (12,)), Voice(3, 90)]
    points = [Item(10, 1, is_must=True), Item(11, 2), Item(12, 1)]

    assert deal(speakers, points) == [
        Dealt(1, 10, "first"),
        Dealt(1, 11, "more"),
        Dealt(2, 12, "wish"),
        Dealt(3, 11, "more"),
    ]


@BUSY
@given(tables())
def test_everything_dealt_has_a_reason_and_is_dealt_once(table):
    speakers, points, fixed = table
    dealt = deal(speakers, points, fixed)

    assert len(pairs(dealt)) == len(dealt)
    assert {one.why for one in dealt} <= set(REASONS)
    assert {one.point for one in dealt} <= {one.id for one in points}


@BUSY
@given(tables())
def test_what_was_dealt_by_hand_stays(table):
    speakers, points, fixed = table
    kept = {(one.speaker, one.point) for one in deal(speakers, points, fixed) if one.why == "fixed"}

    assert kept == set(fixed)


@BUSY
@given(tables())
def test_nobody_gets_more_than_fits(table):
    speakers, points, fixed = table
    dealt = deal(speakers, points, fixed)
    for one in speakers:
        own = [some for some in dealt if some.speaker == one.id]
        by_hand = [some for some in own if some.why == "fixed"]
        assert len(own) <= max(one.room, len(by_hand))
        assert not points or own  # nobody is left out


@BUSY
@given(tables())
def test_no_point_is_dealt_oftener_than_wanted_unless_somebody_had_none(table):
    speakers, points, fixed = table
    dealt = [one for one in deal(speakers, points, fixed) if one.why != "fixed"]
    spares = {one.speaker for one in dealt if one.why == "spare"}
    for one in points:
        asked = [some for some in dealt if some.point == one.id and some.speaker not in spares]
        wishes = [some for some in asked if some.why == "wish"]
        assert len(asked) - len(wishes) <= one.copies


@BUSY
@given(tables())
def test_every_point_that_has_room_is_covered(table):
    speakers, points, fixed = table
    dealt = deal(speakers, points, fixed)
    room = sum(one.room for one in speakers) - len(dealt)
    missing = [one for one in points if one.copies and not counted(dealt, one.id)]
    assert not missing or room <= 0


@BUSY
@given(tables())
def test_a_must_comes_before_any_other(table):
    speakers, points, _fixed = table
    dealt = deal(speakers, points)
    lacking = [one for one in points if one.is_must and not counted(dealt, one.id)]
    if lacking:  # then there was no room even for the musts
        musts = {one.id for one in points if one.is_must}
        assert all(one.point in musts or one.why == "wish" for one in dealt if one.why != "spare")


@BUSY
@given(st.integers(1, 6), st.integers(6, 30))
def test_the_early_ones_carry_what_must_be_said(musts, count):
    points = [Item(100 + n) for n in range(4)] + [Item(n, 1, is_must=True) for n in range(musts)]
    speakers = [Voice(n, 90) for n in range(count)]
    dealt = deal(speakers, points)

    assert [places(speakers, dealt, n)[0] for n in range(musts)] == list(range(musts))


@BUSY
@given(tables())
def test_neighbours_repeat_each_other_only_where_it_cannot_be_helped(table):
    speakers, points, _fixed = table
    speakers = [Voice(one.id, 3_600) for one in speakers]
    dealt = [one for one in deal(speakers, points) if one.why != "spare"]
    for one in points:
        found = places(speakers, dealt, one.id)
        is_close = any(later - first == 1 for first, later in itertools.pairwise(found))
        assert not is_close or one.copies > (len(speakers) + 1) // 2  # so many can stand apart


@BUSY
@given(tables())
def test_the_same_comes_out_again(table):
    assert deal(*table) == deal(*table)


@BUSY
@given(tables(), st.data())
def test_little_moves_when_somebody_leaves(table, data):
    speakers, points, _fixed = table
    if not speakers:
        return
    before = deal(speakers, points)
    gone = data.draw(st.sampled_from(speakers))
    left = [one for one in speakers if one is not gone]
    after = deal(left, points, (), [(one.speaker, one.point) for one in before])
    kept = {pair for pair in pairs(before) if pair[0] != gone.id}
    # What leaves with one hand may move as many points again, and those that were doubled.
    doubled = sum(max(0, counted(before, one.id) - 1) for one in points)
    musts = sum(one.copies for one in points if one.is_must)
    assert len(kept - pairs(after)) <= 4 + doubled + musts


@BUSY
@given(st.integers(4, 40), st.integers(0, 39))
def test_few_points_move_in_an_ordinary_hearing(count, leaving):
    points = [Item(n, 1 + n % 3, is_must=n < 2) for n in range(12)]
    speakers = [Voice(n, 180) for n in range(count)]
    before = deal(speakers, points)
    left = [one for one in speakers if one.id != leaving]
    after = deal(left, points, (), [(one.speaker, one.point) for one in before])
    kept = {pair for pair in pairs(before) if pair[0] != leaving}

    assert len(kept - pairs(after)) <= 4


def test_two_thousand_speakers_take_four_times_as_long_as_five_hundred():
    assert_gentle(lambda hall: deal(*hall), crowd(500), crowd(2_000))


def crowd(count):
    """So many speakers, and a point for each."""
    points = [Item(n, count // 40, is_must=n < 3) for n in range(40)]
    return [Voice(n, 180, (n % 40, (n * 7) % 40)) for n in range(count)], points
