"""Days that are known roughly: what they may be, and that SQL and Python agree on it."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import String, and_, literal

from campaign.db import db
from campaign.officials import dates
from campaign.officials.models import Term

days = st.dates(date(1800, 1, 1), date(2199, 12, 31))
rough_days = st.builds(
    lambda day, length: day.isoformat()[:length], days, st.sampled_from([4, 7, 10])
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2025-03-31", date(2025, 3, 31), date(2025, 3, 31)),
        ("2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025-02", date(2025, 2, 1), date(2025, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28)),
        ("2000-02", date(2000, 2, 1), date(2000, 2, 29)),
        ("2025-04", date(2025, 4, 1), date(2025, 4, 30)),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31)),
        ("2199-12", date(2199, 12, 1), date(2199, 12, 31)),
        ("1800", date(1800, 1, 1), date(1800, 12, 31)),
    ],
)
def test_what_a_day_may_be(text, first, last):
    assert dates.rough_day(text) == text
    assert (dates.earliest(text), dates.latest(text)) == (first, last)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "25",
            "202",
            "2025-",
            "2025-3",
            "2025-13",
            "2025-00",
            "2025-02-30",
            "2023-02-29",
        ),
        *("1900-02-29", "2025-3-1", "2025-03-", "2025-03-31 ", "\n2025", "2025\n", "2025/03/31"),
        *("03/31/2025", "20250331", "2025-W10", "2025-W10-1", "2025-090", "1799", "2200", "0000"),
        *("today", "Spring 2025", "-2025", "٢٠٢٥", "２０２５", "2025–03"),
    ],
)
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        dates.rough_day(text)


@given(rough_days)
def test_the_latest_is_never_before_the_earliest(text):
    first, last = dates.earliest(dates.rough_day(text)), dates.latest(text)
    assert last >= first
    assert first.isoformat().startswith(text)
    assert last.isoformat().startswith(text)
    assert not (last + timedelta(days=1)).isoformat().startswith(text)


@given(rough_days, st.none() | rough_days, days, st.sampled_from([-1, 0, 1]))
@settings(max_examples=60)
def test_sql_agrees_with_python(app, starts, ends, day, step):
    """`began` and `lasts` against `may_hold`, on any day and on those at the edges."""
    edges = [dates.earliest(starts), dates.latest(starts)]
    edges += [dates.earliest(ends), dates.latest(ends)] if ends else []
    near = {edge + timedelta(days=step) for edge in edges if 1800 < edge.year < 2199}
    term, columns = Term(starts=starts, ends=ends), [literal(one, String) for one in (starts, ends)]
    for on in {day, *near}:
        query = db.select(and_(dates.began(columns[0], on), dates.lasts(columns[1], on)))
        assert bool(db.session.scalar(query)) == term.may_hold(on), on


@given(rough_days, st.none() | rough_days, days)
def test_what_is_sure_is_possible(starts, ends, day):
    term = Term(starts=starts, ends=ends)
    assert term.may_hold(day) or not term.surely_holds(day)
