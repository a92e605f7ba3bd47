"""Counts of acts in a window of time: the limit holds, and ended windows are forgotten."""

import time_machine

from campaign import limits
from campaign.limits import LimitCount
from tests.factories import rows

NOON = "2026-05-04T12:00:30+00:00"


def test_it_counts_each_bucket_alone(app):
    with time_machine.travel(NOON, tick=False):
        assert [limits.take("sign:a", 2, 3600) for _ in range(3)] == [True, True, False]
        assert limits.take("sign:b", 2, 3600)


def test_a_new_window_begins_at_the_full_hour(app):
    with time_machine.travel(NOON, tick=False) as clock:
        assert [limits.take("sign:a", 1, 3600) for _ in range(2)] == [True, False]
        clock.move_to("2026-05-04T13:00:00+00:00")
        assert limits.take("sign:a", 1, 3600)


def test_ended_windows_are_forgotten(app):
    with time_machine.travel(NOON, tick=False) as clock:
        limits.take("sign:a", 9, 3600)
        clock.move_to("2026-05-04T12:50:00+00:00")
        limits.take("login:a", 9, 900)
        assert limits.prune() == 0
        clock.move_to("2026-05-04T13:00:01+00:00")
        limits.take("sign:a", 9, 3600)

        assert limits.prune() == 2
        assert [(one.bucket, one.hits) for one in rows(LimitCount)] == [("sign:a", 1)]
