"""How entries fade and sum up: by examples, then as properties."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.officials.whip.counting import (
    LIFE,
    Entry,
    Totals,
    newest,
    older_and_stronger,
    totals,
)
from campaign.officials.whip.history import known_by
from campaign.officials.whip.models import EVIDENCE, STANCES

DAY = date(2026, 11, 30)
FIRM = {"strong yes": 2, "strong no": 2, "lean yes": 1, "lean no": 1}
SIDES = st.sampled_from(["yes", "no"])


def entry(value="strong yes", evidence="meeting", days=0, official=1, number=1):
    return Entry(number, official, value, evidence, DAY - timedelta(days=days))


@st.composite
def entry_lists(draw):
    found = draw(
        st.lists(
            st.tuples(
                st.integers(1, 6),
                st.sampled_from(STANCES),
                st.sampled_from(EVIDENCE),
                st.integers(0, 1600),
            ),
            max_size=25,
        )
    )
    return [
        entry(value, evidence, days, official, number)
        for number, (official, value, evidence, days) in enumerate(found)
    ]


@pytest.mark.parametrize(
    ("value", "days", "counts_as"),
    [
        ("strong yes", 90, "strong yes"),
        ("strong yes", 91, "lean yes"),
        ("strong yes", 180, "lean yes"),
        ("strong yes", 181, "unknown"),
        ("lean no", 91, "undecided"),
        ("lean no", 181, "unknown"),
        ("undecided", 91, "undecided"),
        ("undecided", 181, "unknown"),
        ("unknown", 0, "unknown"),
    ],
)
def test_it_fades(value, days, counts_as):
    assert entry(value, days=days).value_on(DAY) == counts_as


@pytest.mark.parametrize(("evidence", "days"), LIFE.items())
def test_each_kind_has_its_time(evidence, days):
    assert entry(evidence=evidence, days=days).value_on(DAY) == "strong yes"
    assert entry(evidence=evidence, days=days).fades_on(DAY) == DAY + timedelta(days=1)
    assert entry(evidence=evidence, days=days + 1).value_on(DAY) == "lean yes"


@pytest.mark.parametrize(
    ("value", "days", "left"),
    [("strong yes", 0, 91), ("strong yes", 91, 90), ("undecided", 0, 181), ("unknown", 0, None)],
)
def test_it_says_when_it_fades_next(value, days, left):
    day = entry(value, days=days).fades_on(DAY)
    assert day == (None if left is None else DAY + timedelta(days=left))
    assert entry("strong yes", days=200).fades_on(DAY) is None


def test_the_newest_counts_and_of_one_day_the_later_one():
    same = [entry("lean yes", number=1), entry("lean no", number=2), entry("strong yes", days=1)]
    assert newest(same, DAY)[1].value == "lean no"
    assert newest([entry(days=-1)], DAY) == {}  # evidence of tomorrow counts tomorrow


def test_an_older_one_of_stronger_evidence_is_not_hidden():
    vote, hint = entry("strong no", "vote", 200), entry("lean yes", "staff", 1, number=2)
    assert older_and_stronger([vote, hint], hint, DAY) == vote
    assert older_and_stronger([vote, hint], hint, DAY + timedelta(days=1500)) is None
    agreeing = entry("lean yes", "vote", 200)
    assert older_and_stronger([agreeing, hint], hint, DAY) is None
    assert older_and_stronger([hint, vote], vote, DAY) is None


def test_wanting_it_to_fail_needs_what_is_left_of_the_seats():
    values = ("strong no",) * 20 + ("lean no",) * 5 + ("strong yes",) * 25
    found = Totals("no", 26, values)
    assert (found.target, found.worst, found.likely, found.state) == (25, 20, 25, "likely")
    assert Totals("no", 60, values).state == "sure"  # nobody can pass it


@pytest.mark.parametrize(
    ("firm", "leaning", "undecided", "state", "missing"),
    [(26, 0, 0, "sure", 0), (20, 6, 0, "likely", 0), (20, 5, 1, "open", 1), (20, 0, 5, "lost", 6)],
)
def test_it_says_whether_the_number_is_reached(firm, leaning, undecided, state, missing):
    values = ("strong yes",) * firm + ("lean yes",) * leaning + ("undecided",) * undecided
    found = Totals("yes", 26, values)
    assert (found.state, found.missing) == (state, missing)


@settings(max_examples=60)
@given(entry_lists(), st.lists(st.integers(1, 8), max_size=12), SIDES, st.integers(1, 9))
def test_worst_likely_best_and_held_seats(entries, seated, wanted, needed):
    found = totals(wanted, needed, seated, newest(entries, DAY), DAY)
    assert 0 <= found.worst <= found.likely <= found.best <= found.held
    assert found.held == len(set(seated))  # each official once
    assert sum(found.counts.values()) == found.held


@settings(max_examples=60)
@given(entry_lists(), st.randoms())
def test_the_order_of_entries_does_not_matter(entries, random):
    shuffled = list(entries)
    random.shuffle(shuffled)
    assert newest(shuffled, DAY) == newest(entries, DAY)


@settings(max_examples=60)
@given(entry_lists(), entry_lists())
def test_withdrawing_restores(entries, others):
    later = [one._replace(number=one.number + 100) for one in others]
    before = newest(entries, DAY)
    both = entries + later
    left = [one for one in both if one.number < 100]
    assert newest(left, DAY) == before


@settings(max_examples=60)
@given(entry_lists(), st.integers(0, 800), st.integers(0, 800), SIDES)
def test_it_only_fades(entries, sooner, more, wanted):
    """Without new evidence nobody gets firmer, so worst and likely never rise."""
    days = [DAY + timedelta(days=sooner), DAY + timedelta(days=sooner + more)]
    for one in entries:
        first, second = (FIRM.get(one.value_on(day), 0) for day in days)
        assert second <= first
    first, second = (totals(wanted, 3, range(8), newest(entries, DAY), day) for day in days)
    assert second.worst <= first.worst
    assert second.likely <= first.likely


@settings(max_examples=60)
@given(entry_lists())
def test_history_knows_what_each_day_knew(entries):
    days = [DAY - timedelta(days=n) for n in (1500, 400, 90, 0)]
    for day, known in known_by(entries, days):
        assert known == newest(entries, day)
