"""How long letters take to one office."""

from datetime import timedelta

import hypothesis.strategies as st
import pytest
from flask import Flask
from hypothesis import given, settings

from campaign.outreach.letters_desk.pace import sentence, takes


def simulated(letters: int, per_hour: int, per_day: int) -> float:
    """Hours until the last one left, each as early as gap, hour and day allow."""
    left: list[float] = []
    for _one in range(letters):
        at = left[-1] + 1 / per_hour if left else 0.0
        if len(left) >= per_day:
            at = max(at, left[-per_day] + 24)
        left.append(at)
    return left[-1] if left else 0.0


@settings(max_examples=100)
@given(st.integers(0, 200), st.integers(1, 60), st.integers(1, 100))
def test_it_is_what_leaving_one_by_one_takes(letters, per_hour, per_day):
    hours = takes(letters, per_hour, per_day) / timedelta(hours=1)
    assert hours == pytest.approx(simulated(letters, per_hour, per_day))


@pytest.mark.parametrize(
    ("pace", "said"),
    [
        ((6, 40), "every 10 minutes, at most 40 a day; 200 letters to one office take 5 days."),
        ((1, 40), "every 60 minutes, at most 24 a day; 200 letters to one office take 9 days."),
        ((120, 1000), "every 30 seconds, at most 1,000 a day; 200 letters to one office take 2 h"),
    ],
)
def test_it_is_said_in_a_sentence(app: Flask, pace, said):
    with app.test_request_context():
        assert said in sentence(*pace)
