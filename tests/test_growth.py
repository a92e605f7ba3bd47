"""The measure of growth tells linear work from quadratic work."""

import re

import pytest

from tests.growth import assert_gentle, quarter


def linear(count: int) -> None:
    sum(at for at in range(count))


def quadratic(count: int) -> None:
    """What a list inside a loop does unseen."""
    for _each in range(count):
        sum(range(count))


def test_linear_work_passes():
    assert_gentle(linear, 500_000, 2_000_000)


def test_work_that_hardly_takes_time_passes():
    assert_gentle(quadratic, 10, 40)


def test_quadratic_work_does_not():
    with pytest.raises(AssertionError, match="for 4 times as much"):
        assert_gentle(quadratic, 1_200, 4_800)


def test_an_expression_that_goes_back_again_and_again_does_not():
    text = "a" * 16_000
    with pytest.raises(AssertionError):
        assert_gentle(re.compile("a*b").search, quarter(text), text)
