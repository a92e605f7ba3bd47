"""Moments as a clerk states them, read and written."""

from contextlib import suppress
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.hearings.rules.when import EXAMPLES, When, WhenError, read, words, write

clocks = st.none() | st.builds(time, st.integers(0, 23), st.integers(0, 59), st.integers(0, 59))
folds = st.none() | st.integers(0, 1)
moments = st.one_of(
    st.sampled_from([When("start"), When("end")]),
    st.builds(When, st.just("hours"), st.integers(-2880, 2880).filter(bool)),
    st.builds(
        When, st.sampled_from(["business", "days"]), st.integers(1, 120), st.none(), clocks, folds
    ),
    st.builds(
        When, st.sampled_from(["business", "days"]), st.integers(-120, -1), st.none(), clocks, folds
    ),
    st.builds(When, st.just("days"), st.just(0), st.none(), clocks, folds),
    st.builds(When, st.just("weekday"), st.integers(0, 6), st.none(), clocks, folds),
    st.builds(
        When,
        st.just("on"),
        st.just(0),
        st.dates(date(2000, 1, 1), date(2199, 12, 31)),
        clocks,
        folds,
    ),
)


@given(moments)
def test_what_is_written_reads_the_same(when):
    assert read(write(when)) == when
    assert read(f"  {write(when).upper()} ") == when
    assert len(write(when)) <= 60


@given(st.text(max_size=200))
def test_any_text_is_a_moment_or_a_sentence(app_context, text):
    with suppress(WhenError):
        assert (read(text) is None) == (not text.split())


@pytest.fixture(scope="module")
def app_context(_app):
    with _app.app_context():
        yield


@pytest.mark.parametrize("text", EXAMPLES)
def test_the_examples_are_what_is_kept(text):
    assert write(read(text)) == text


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("2 business days before, at 10:00", "2 business days before 10:00"),
        ("2 días hábiles antes a las 10:00", "2 business days before 10:00"),
        ("lunes antes 00:01", "Monday before 00:01"),
        ("el mismo día 8:00", "on the day 08:00"),
        ("72 horas después", "72 hours after"),
        ("the day before, 8:00", "1 day before 08:00"),
        ("until the period ends", "end"),
        ("2026-11-01 01:30 (second)", "2026-11-01 01:30 second"),
        ("2026-12-16T09:00", "2026-12-16 09:00"),
    ],
)
def test_it_is_understood_as_people_write_it(app, text, meaning):
    assert write(read(text)) == meaning


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("two days", "no moment that we understand"),
        ("2026-02-30 10:00", "does not exist"),
        ("on the day 25:00", "does not exist"),
        ("on the day 10:61", "does not exist"),
        ("-2 days before 10:00", "no moment that we understand"),
        ("500 days before 10:00", "too far"),
    ],
)
def test_what_cannot_be_is_said(app, text, sentence):
    with pytest.raises(WhenError, match=sentence):
        read(text)


def test_it_is_said_in_words(app):
    assert words(read("2 business days before 10:00")).replace("\u202f", " ") == (
        "2 business days before, 10:00 AM"
    )
    assert words(read("1 day before")) == "1 day before"
    assert words(read("")) == "as each notice says"
    assert words(read("72 hours after")) == "72 hours after"
