"""Whether work grows as what it is given does, and not faster: the same on any machine.

    assert_gentle(parse, "[" * 10_000, "[" * 40_000)

A bound in seconds says how busy the machine was. The ratio of two sizes on the same machine tells
a way that grows with the length (4 times as long for 4 times as much) from a quadratic one (16).
"""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
TRIES = 3  # the quickest of so many counts: the others were disturbed
AGAIN = 2  # measurements before it is believed that work grows faster
MOST = 8  # times as long for 4 times as much
LEAST = 0.02  # seconds; below, starting and cleaning up weigh more than the work


def assert_gentle(work: Callable[[T], object], small: T, large: T) -> None:
    """`large` is 4 times `small`: the work on it takes less than 8 times as long.

    Measured anew where it does not: a neighbour on the same core may have slowed one of them.
    """
    for _again in range(AGAIN):
        few = seconds(work, small, LEAST)
        bound = MOST * max(few, LEAST)
        many = seconds(work, large, bound)
        if many < bound:
            return
    raise AssertionError(f"{few:.3f} s, then {many:.3f} s for 4 times as much")


def seconds(work: Callable[[T], object], given: T, enough: float) -> float:
    """Seconds of the processor in this thread; no more tries once one took less than `enough`."""
    tries = []
    for _try in range(TRIES):
        start = time.thread_time()
        work(given)
        tries.append(time.thread_time() - start)
        if tries[-1] < enough:
            break
    return min(tries)


def quarter(text: str) -> str:
    """The beginning of a text."""
    return text[: len(text) // 4]
