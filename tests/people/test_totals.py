"""Numbers for everybody in a campaign, from which nobody learns about a person."""

import pytest

from campaign.coalition.models import Partnership
from campaign.db import db
from campaign.people import consents, totals
from tests.factories import rows
from tests.people.desk_factories import (
    log_in_as_organizer,
    make_person,
    make_two,
    owner_of,
)

URL = "/organize/neighbors/campaigns/clinic"


@pytest.fixture
def two(app):
    app.extensions["pages"].clear()  # numbers are kept for a minute
    return make_two()


def make_people(organization, count, start=0, **values):
    for number in range(start, start + count):
        make_person(organization, email=f"ana{number}@example.org", **values)


def numbers(two):
    found = totals.totals(two[0].partnerships[0].campaign)
    return {one.slug: cells for one, cells in found.organizations.items()}


def test_it_works(client, two):
    lead, partner = two
    make_people(lead, 6)
    make_people(partner, 7)
    make_people(partner, 2, start=50, division="ocd-division/ward:3")
    log_in_as_organizer(client, lead, "viewer")
    page = client.get(f"{URL}/people").text

    for words in ("Ward 25", "under 5", ">6<", ">7<", ">13<"):
        assert words in page, words
    assert "Ana" not in page
    assert ">15<" not in page
    assert ">9<" not in page
    assert ">2<" not in page


def test_only_who_may_be_emailed_counts(two):
    lead, _partner = two
    make_people(lead, 6)
    consents.withdraw(owner_of("ana0@example.org"), "petition:1")
    db.session.commit()
    assert numbers(two)["neighbors"] == {"ocd-division/ward:25": 5}


def test_a_sum_does_not_give_small_numbers_away(two):
    lead, partner = two
    make_people(lead, 8)
    make_people(partner, 3, start=50)
    make_people(partner, 4, start=60, division="ocd-division/ward:3")
    found = totals.totals(lead.partnerships[0].campaign)
    assert found.wards["ocd-division/ward:25"] == (9, 1)  # 8 and one that is not told
    assert found.of(partner) == (2, 2)
    assert found.of(lead) == (8, 0)


def test_a_sum_of_small_numbers_is_not_called_small(client, two):
    lead, _partner = two
    for ward in range(1, 8):
        make_people(lead, 4, start=10 * ward, division=f"ocd-division/ward:{ward}")
    log_in_as_organizer(client, lead)
    page = client.get(f"{URL}/people").text

    assert "at least 7" in page
    assert f"{URL}/overlap" in page


def test_wards_come_in_the_order_of_their_numbers(two):
    lead, _partner = two
    for number in (10, 25, 3):
        make_people(lead, 1, start=number, division=f"ocd-division/ward:{number}")
    make_people(lead, 1, start=50, division=None)
    found = list(totals.totals(lead.partnerships[0].campaign).wards)
    assert found == [*(f"ocd-division/ward:{number}" for number in (3, 10, 25)), ""]


def test_nobody_yet_says_so(client, two):
    log_in_as_organizer(client, two[0])
    assert "has people yet" in client.get(f"{URL}/people").text
    assert "under 5" in client.get(f"{URL}/overlap").text


@pytest.mark.parametrize(
    ("shared", "words"), [(0, "under 5"), (4, "under 5"), (5, "at least 5"), (13, "at least 10")]
)
def test_overlap_is_a_number_in_fives(client, two, shared, words):
    lead, partner = two
    make_people(lead, shared)
    make_people(partner, shared, name="Ana Quetzal")
    make_people(partner, 20, start=100, name="Ana Quetzal")
    log_in_as_organizer(client, lead)
    page = client.get(f"{URL}/overlap").text

    assert words in page
    assert "Quetzal" not in page
    assert "example.org" not in page.replace("omar@example.org", "")


def test_an_endorser_compares_with_nobody(client, two):
    lead, _partner = two
    rows(Partnership)[0].role = "endorser"
    db.session.commit()
    log_in_as_organizer(client, lead)
    assert client.get(f"{URL}/overlap").status_code == 403


def test_overlap_needs_an_organizer(client, two):
    log_in_as_organizer(client, two[0], "writer")
    assert client.get(f"{URL}/overlap").status_code == 403
