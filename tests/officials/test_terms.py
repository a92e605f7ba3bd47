"""Who holds a seat on a day: sure, unsure, nobody."""

from datetime import date

import pytest

from campaign.db import db
from campaign.officials import terms
from campaign.officials.models import Seat, Term
from tests.factories import add
from tests.officials.factories import make_body, make_committee, make_official, make_term

DAY = date(2025, 3, 15)


@pytest.fixture
def body(app):
    return make_body(3)


def seat(body, ward):
    return body.seats[ward - 1]


def held(body, day, ward=1):
    return [one.official.name for one in terms.held(seat(body, ward), day).terms]


def test_it_works(body):
    term = make_term(body, 1)
    found = terms.held(seat(body, 1), DAY)
    assert (found.seat, found.term, found.terms) == (seat(body, 1), term, [term])
    assert not found.is_vacant
    assert not found.is_unsure


def test_a_seat_without_a_term_is_vacant(body):
    make_term(body, 2)
    found = terms.held(seat(body, 1), DAY)
    assert (found.term, found.terms, found.is_vacant, found.is_unsure) == (None, [], True, False)


def test_the_first_and_the_last_day_count(body):
    make_term(body, 1, make_official("Ana Quetzal"), starts="2023-05-15", ends="2025-03-31")
    make_term(body, 1, make_official("Omar Quetzal"), starts="2025-04-07", ends="2027-05-17")
    for day, name in [
        (date(2023, 5, 14), None),
        (date(2023, 5, 15), "Ana Quetzal"),
        (date(2025, 3, 31), "Ana Quetzal"),
        (date(2025, 4, 1), None),
        (date(2025, 4, 6), None),
        (date(2025, 4, 7), "Omar Quetzal"),
        (date(2027, 5, 17), "Omar Quetzal"),
        (date(2027, 5, 18), None),
    ]:
        assert held(body, day) == ([name] if name else []), day


def test_days_known_by_the_year_leave_that_year_unsure(body):
    make_term(body, 1, make_official("Ana Quetzal"), starts="2023-05-15", ends="2025")
    make_term(body, 1, make_official("Omar Quetzal"), starts="2025", ends="2027-05-17")
    both = ["Ana Quetzal", "Omar Quetzal"]
    assert held(body, date(2024, 12, 31)) == ["Ana Quetzal"]
    assert held(body, date(2025, 7, 1)) == both
    assert held(body, date(2026, 1, 1)) == ["Omar Quetzal"]
    found = terms.held(seat(body, 1), date(2025, 7, 1))
    assert found.is_unsure
    assert found.term is None
    assert not found.is_vacant


def test_of_two_that_may_hold_it_the_sure_one_counts(body):
    make_term(body, 1, make_official("Ana Quetzal"), starts="2023-05-15", ends="2025")
    make_term(body, 1, make_official("Omar Quetzal"), starts="2025-04-07", ends=None)
    assert held(body, date(2025, 4, 6)) == ["Ana Quetzal"]
    assert held(body, date(2025, 4, 7)) == ["Omar Quetzal"]


def test_two_that_surely_hold_it_are_both_named(body):
    make_term(body, 1, make_official("Ana Quetzal"))
    make_term(body, 1, make_official("Omar Quetzal"))
    assert len(held(body, DAY)) == 2
    assert terms.held(seat(body, 1), DAY).is_unsure


def test_a_rough_last_month_counts_whole_and_a_known_gap_is_vacant(body):
    make_term(body, 1, make_official("Ana Quetzal"), ends="2024-02")
    make_term(body, 1, make_official("Omar Quetzal"), starts="2024-03-02")
    assert held(body, date(2024, 2, 29)) == ["Ana Quetzal"]
    assert held(body, date(2024, 3, 1)) == []
    assert held(body, date(2024, 3, 2)) == ["Omar Quetzal"]


def test_all_seats_in_order_with_those_at_large(body):
    add(Seat(body=body, label="President", position=0))
    make_term(body, 2, make_official("Omar Quetzal"))
    make_term(body, 1, make_official("Ana Quetzal"), ends="2024")
    db.session.expire_all()
    found = [
        (one.seat.label, one.term and one.term.official.name) for one in terms.all_held(body, DAY)
    ]
    assert found[:3] == [("President", None), ("Ward 1", None), ("Ward 2", "Omar Quetzal")]
    assert len(found) == 4


def test_members_of_a_committee_the_chair_first(body):
    committee = make_committee(body)
    for name, role, ends in [
        ("Ana Zamora", "member", None),
        ("Omar Abarca", "Member", None),
        ("Eve Quetzal", "Chair", None),
        ("Ana Rojas", "member", "2024"),
    ]:
        official = make_official(name)
        add(Term(official=official, body=committee, role=role, starts="2023-05", ends=ends))
    assert names_of(committee, DAY) == ["Eve Quetzal", "Omar Abarca", "Ana Zamora"]
    assert "Ana Rojas" in names_of(committee, date(2024, 12, 31))
    assert names_of(committee, date(2023, 4, 30)) == []


def names_of(committee, day):
    return [one.official.name for one in terms.members(committee, day)]


def test_no_seat_of_a_committee_is_taken_for_a_councils(body):
    committee, official = make_committee(body), make_official("Ana Quetzal")
    add(Term(official=official, body=committee, starts="2023"))
    assert all(one.is_vacant for one in terms.all_held(body, DAY))
