"""The eight real rule sets, each for three real meetings, to the second, with both DST changes.

America/Chicago changes on 2026-11-01 and 2027-03-14; the week of 2026-11-11 has Veterans Day, that
of 2026-11-26 Thanksgiving, that of 2027-01-18 the day of Martin Luther King.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from campaign.hearings.rules.deadlines import Occasion, opening
from campaign.hearings.rules.known import known, template
from campaign.officials.models import Body

HOLIDAYS = frozenset(
    {date(2026, 11, 11), date(2026, 11, 26), date(2026, 11, 27), date(2027, 1, 18)}
)
COUNCIL = "Chicago City Council, regular meeting"
COMMITTEE = "Chicago council committee, by video"
POLICE = "Chicago Police Board"
CCPSA = "Chicago, Community Commission for Public Safety and Accountability"
NEW_YORK = "New York City Council, hearing"
SAN_FRANCISCO = "San Francisco, board or commission"
LONG_BEACH = "Long Beach City Council"
SEATTLE = "Seattle City Council"

# name, when the meeting begins there, then each window: opens, closes, calls from, to; local times
TABLE = [
    (
        COUNCIL,
        "2026-11-04 10:00",  # Wednesday after the clock went back
        [
            ("2026-11-04 00:00", "2026-11-04 10:00", None, None),
            ("2026-11-02 00:01", "2026-11-03 08:00", "2026-11-03 10:00", "2026-11-03 14:00"),
            ("2026-11-04 08:00", "2026-11-04 09:00", None, None),
        ],
    ),
    (
        COUNCIL,
        "2026-12-16 10:00",
        [
            ("2026-12-16 00:00", "2026-12-16 10:00", None, None),
            ("2026-12-14 00:01", "2026-12-15 08:00", "2026-12-15 10:00", "2026-12-15 14:00"),
            ("2026-12-16 08:00", "2026-12-16 09:00", None, None),
        ],
    ),
    (
        COUNCIL,
        "2027-03-15 10:00",  # a Monday: “the Monday before” lies before the clock goes forward
        [
            ("2027-03-15 00:00", "2027-03-15 10:00", None, None),
            ("2027-03-08 00:01", "2027-03-14 08:00", "2027-03-14 10:00", "2027-03-14 14:00"),
            ("2027-03-15 08:00", "2027-03-15 09:00", None, None),
        ],
    ),
    (
        COMMITTEE,
        "2026-11-03 10:00",  # Tuesday: two business days before is Friday, on summer time
        [
            ("2026-10-30 10:00", "2026-11-02 09:00", "2026-11-02 10:00", "2026-11-02 14:00"),
            (None, None, None, None),
        ],
    ),
    (
        COMMITTEE,
        "2026-11-12 10:00",  # after Veterans Day
        [
            ("2026-11-09 10:00", "2026-11-10 09:00", "2026-11-10 10:00", "2026-11-10 14:00"),
            (None, None, None, None),
        ],
    ),
    (
        COMMITTEE,
        "2027-03-15 10:00",  # Monday after the clock went forward
        [
            ("2027-03-11 10:00", "2027-03-12 09:00", "2027-03-12 10:00", "2027-03-12 14:00"),
            (None, None, None, None),
        ],
    ),
    *(
        (
            POLICE,
            f"{day} 19:00",
            [
                (None, f"{day} 15:00", None, None),
                (f"{day} 00:00", f"{day} 19:00", None, None),
            ],
        )
        for day in ("2026-11-19", "2027-01-21", "2027-03-18")
    ),
    *(
        (
            CCPSA,
            f"{day} 18:30",
            [
                (f"{day} 18:00", f"{day} 18:30", None, None),
                (None, None, None, None),
                (None, None, None, None),
            ],
        )
        for day in ("2026-10-29", "2026-11-12", "2027-03-25")
    ),
    (
        NEW_YORK,
        "2026-10-30 10:00",  # 72 hours later the clock has gone back
        [
            (None, "2026-10-30 10:00", None, None),
            (None, "2026-11-02 09:00", None, None),
            (None, "2026-10-28 00:00", None, None),
        ],
    ),
    (
        NEW_YORK,
        "2026-11-30 13:00",  # Monday after Thanksgiving: three business days back is a week ago
        [
            (None, "2026-11-30 13:00", None, None),
            (None, "2026-12-03 13:00", None, None),
            (None, "2026-11-23 24:00", None, None),
        ],
    ),
    (
        NEW_YORK,
        "2027-03-12 10:00",
        [
            (None, "2027-03-12 10:00", None, None),
            (None, "2027-03-15 11:00", None, None),
            (None, "2027-03-09 24:00", None, None),
        ],
    ),
    (
        SAN_FRANCISCO,
        "2026-11-02 14:00",
        [
            ("2026-11-02 00:00", "ends", None, None),
            (None, "2026-10-31 15:00", None, None),  # 48 hours, one of them twice
        ],
    ),
    (
        SAN_FRANCISCO,
        "2026-11-30 14:00",
        [("2026-11-30 00:00", "ends", None, None), (None, "2026-11-28 14:00", None, None)],
    ),
    (
        SAN_FRANCISCO,
        "2027-03-15 14:00",
        [("2027-03-15 00:00", "ends", None, None), (None, "2027-03-13 13:00", None, None)],
    ),
    (LONG_BEACH, "2026-11-03 17:00", [("2026-10-28 07:30", "2026-10-28 12:00", None, None)]),
    (LONG_BEACH, "2026-11-17 17:00", [("2026-11-11 07:30", "2026-11-11 12:00", None, None)]),
    (LONG_BEACH, "2027-03-16 17:00", [("2027-03-10 07:30", "2027-03-10 12:00", None, None)]),
    (SEATTLE, "2026-11-01 03:00", [("2026-11-01 01:00 second", "ends", None, None)]),
    (SEATTLE, "2026-11-24 14:00", [("2026-11-24 12:00", "ends", None, None)]),
    (SEATTLE, "2027-03-14 03:30", [("2027-03-14 00:30", "ends", None, None)]),
]


def moment(text, zone):
    """A time on a wall as a moment, by plain arithmetic in UTC."""
    if text in (None, "ends"):
        return None
    day, clock, *second = text.split()
    hour, minute = map(int, clock.split(":"))
    days = date.fromisoformat(day).toordinal() + hour // 24
    naive = datetime.combine(date.fromordinal(days), datetime.min.time())
    local = naive.replace(hour=hour % 24, minute=minute, tzinfo=zone, fold=len(second))
    return local.astimezone(UTC)


@pytest.mark.parametrize(("name", "start", "windows"), TABLE, ids=lambda one: str(one)[:60])
def test_windows_come_out_right(name, start, windows):
    zone = ZoneInfo(known()[name]["timezone"])
    occasion = Occasion(moment(start, zone), zone, HOLIDAYS)
    rule = template(name, Body(slug="x", timezone=str(zone)))
    found = [opening(one, occasion) for one in rule.windows]

    assert [(one.opens_at, one.closes_at, one.calls_from, one.calls_to) for one in found] == [
        tuple(moment(text, zone) for text in window) for window in windows
    ]


def test_each_of_the_eight_is_tried_on_three_dates():
    assert len(known()) == 8
    assert {name: sum(row[0] == name for row in TABLE) for name in known()} == dict.fromkeys(
        known(), 3
    )
