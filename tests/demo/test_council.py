"""The City Council of the demo: sourced, whole, and no more sure than its sources."""

from datetime import date, timedelta

import pytest

from campaign.coalition.models import Campaign
from campaign.db import db
from campaign.demo import council, loading
from campaign.demo.files import read
from campaign.officials import dates, terms
from campaign.officials.models import Body, Contact, Holiday, Official, Term
from campaign.officials.record.models import Measure, RollCall, Sponsor
from campaign.officials.whip.models import Stance, Whip
from tests.coalition.factories import make_campaign
from tests.factories import rows

OFFICIALS, RECORD = read("officials.toml"), read("record.toml")
SWORN_IN, LAST = date(2023, 5, 15), date(2027, 5, 17)


def test_people_are_named_once_and_used():
    people = OFFICIALS["officials"]
    used = {slug for one in OFFICIALS["council"] for slug in one["members"]}
    used |= {one["came"] for one in OFFICIALS["change"] if "came" in one}
    assert people.keys() == used
    spellings = [spelling for names in people.values() for spelling in set(names)]
    assert len(spellings) == len(set(spellings))
    assert [len(one["members"]) for one in OFFICIALS["council"]] == [50, 50]


@pytest.mark.parametrize("change", OFFICIALS["change"], ids=lambda change: change["left"])
def test_a_change_has_days_and_a_source_for_each(change):
    term = next(one for one in OFFICIALS["council"] if one["ends"] > change["ends"])
    assert term["members"][change["ward"] - 1] == change["left"]
    assert change["left_source"]
    if "came" in change:
        assert change["came_source"]
        assert dates.latest(change["ends"]) < dates.earliest(change["starts"])


@pytest.mark.parametrize("stance", RECORD["stance"], ids=lambda one: f"{one['on']} {one['source']}")
def test_a_position_was_printed_no_earlier_than_it_was_taken(stance):
    assert stance["on"] <= dates.latest(RECORD["sources"][stance["source"]]["published"])
    assert stance["note"]
    if stance["value"].startswith("strong"):
        assert stance["on"] == date(2024, 9, 18)  # the day of the vote on this ordinance


def test_records_are_those_of_the_timeline():
    told = {one["record"] for one in read("timeline.toml")["date"] if "record" in one}
    assert {one["record"] for one in RECORD["measure"]} == told


def test_holidays_are_those_of_the_code_as_observed():
    assert list(OFFICIALS["holidays"]) == [
        day.isoformat() for day in observed(2026) + observed(2027) + [date(2027, 12, 31)]
    ]


def observed(year: int) -> list[date]:
    """As the comment in officials.toml says."""
    moved = [(1, 1), (2, 12), (6, 19), (7, 4), (11, 11), (12, 25)]
    mondays = [nth(year, month, n) for month, n in ((1, 3), (2, 3), (3, 1), (9, 1), (10, 2))]
    thanksgiving = nth(year, 11, 4, weekday=3)
    memorial = nth(year, 6, 1) - timedelta(weeks=1)
    return sorted([workday(date(year, *one)) for one in moved] + mondays + [thanksgiving, memorial])


def nth(year: int, month: int, n: int, weekday: int = 0) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7, weeks=n - 1)


def workday(day: date) -> date:
    return day + timedelta(days={5: -1, 6: 1}.get(day.weekday(), 0))


@pytest.fixture
def body(app) -> Body:
    """The council of the demo, without the campaign's people and signatures."""
    body, campaign = loading.load_body(), make_campaign()
    db.session.flush()
    assert council.bring(body, campaign)
    db.session.commit()
    return body


def holder(body: Body, ward: int, on: date) -> str | None:
    """Who surely holds the ward's seat; None for a vacancy."""
    found = terms.held(next(one for one in body.seats if one.position == ward), on)
    assert not found.is_unsure
    return found.term.official.slug if found.term else None


def test_it_works(body):
    assert [len(rows(one)) for one in (Official, Whip, Holiday)] == [69, 1, 27]
    assert (body.threshold, body.override) == (26, 34)
    assert [len(one.terms) for one in body.seats if one.position in {1, 27, 34, 35}] == [2, 3, 2, 3]
    assert {one.body_id for one in rows(Measure)} == {body.id}
    assert rows(RollCall) == []


def test_everything_names_its_source(body):
    assert all(one.source for table in (Term, Contact, Measure, Sponsor) for one in rows(table))
    assert all(one.source and one.on and one.note for one in rows(Stance))


def test_addresses_are_invented_and_unverified(body):
    contacts = rows(Contact)
    assert {one.value for one in contacts} == {f"ward{n}@example.org" for n in range(1, 51)}
    assert {(one.kind, one.label, one.verified_on) for one in contacts} == {("email", "Demo", None)}


def test_fifty_seats_are_held(body):
    for day in (SWORN_IN, date(2024, 6, 12), date(2026, 11, 1), LAST):
        assert [one.seat.label for one in terms.all_held(body, day) if not one.term] == []


def test_no_seat_is_surely_held_twice(body):
    for seat in body.seats:
        days = {dates.latest(one.starts) for one in seat.terms} | {
            dates.earliest(one.ends) for one in seat.terms
        }
        for day in days:
            assert sum(one.surely_holds(day) for one in seat.terms) <= 1, (seat.label, day)


DAY = timedelta(days=1)
HANDS = {  # ward: who left, on the last day; who came, on the first that is sure
    11: ("patrick-d-thompson", date(2022, 2, 14), "nicole-lee", date(2022, 3, 28)),
    12: ("george-a-cardenas", date(2022, 11, 30), "anabel-abarca", date(2022, 12, 14)),
    24: ("michael-scott-jr", date(2022, 6, 3), "monique-scott", date(2022, 6, 22)),
    27: ("walter-burnett-jr", date(2025, 7, 31), "walter-redmond-burnett", date(2025, 9, 30)),
    34: ("carrie-m-austin", date(2023, 3, 1), "william-conway", SWORN_IN),
    35: ("carlos-ramirez-rosa", date(2025, 3, 31), "anthony-quezada", date(2025, 4, 7)),
    43: ("michele-smith", date(2022, 8, 12), "timmy-knudsen", date(2022, 9, 21)),
}


def test_seven_seats_changed_hands_or_stood_empty(body):
    assert HANDS.keys() == {one["ward"] for one in OFFICIALS["change"]}
    for ward, (before, last, after, first) in HANDS.items():
        found = [holder(body, ward, day) for day in (last, last + DAY, first)]
        assert found == [before, None, after], ward
        if ward != 27:  # whose first day is known by the month
            assert holder(body, ward, first - DAY) is None


def test_who_held_ward_35_in_march_2025(body):
    assert holder(body, 35, date(2025, 3, 1)) == "carlos-ramirez-rosa"


def test_committees_have_a_chair_and_members_who_held_a_seat(body):
    sizes = {}
    for committee in body.parts:
        members = terms.members(committee, date(2024, 6, 12))
        sizes[committee.slug.removeprefix("committee-on-")] = len(members)
        assert [one.role for one in members].count("Chair") == 1
        holders = {one.term.official_id for one in terms.all_held(body, date(2024, 6, 12))}
        assert {one.official_id for one in members} <= holders
    assert sizes == {
        "budget-and-government-operations": 33,
        "police-and-fire": 18,
        "public-safety": 18,
    }


def test_who_left_the_council_left_its_committees(body):
    budget = next(one for one in body.parts if "budget" in one.slug)
    now = {one.official.slug for one in terms.members(budget, date(2026, 11, 1))}
    assert len(now) == 31
    assert not {"carlos-ramirez-rosa", "walter-burnett-jr"} & now


def test_the_count_is_history_with_no_position_for_the_absent(body):
    [whip] = rows(Whip)
    assert (whip.measure.record, whip.wanted, whip.needed) == ("O2024-0011032", "no", 26)
    assert whip.measure.status.startswith("History: ")
    positions = {one.official.slug: one.value for one in rows(Stance)}
    assert len(positions) == 23
    assert "lamont-j-robinson" not in positions
    assert "gilbert-villegas" not in positions  # a sponsor is not a voter


def test_a_council_with_seats_is_left_alone(body):
    assert not council.bring(body, db.session.scalars(db.select(Campaign)).one())
