"""Links, codes and posters of the organizations that recruit, and the numbers of a petition."""

import pytest

from campaign.petitions import counting
from tests.petitions.factories import make_organization, make_signature
from tests.petitions.writing import ONE, act, begin, log_in_as, make_world, petition

PUBLIC = "http://localhost/petitions/save-the-clinic"


@pytest.fixture
def omar(client):
    """A public petition that two partners recruit for, and an endorser who does not."""
    make_world()
    log_in_as(client)
    made = begin(client)
    for slug, role in (("parents", "partner"), ("nurses", "endorser")):
        make_organization(made.campaign, slug, role)
    act(client, "published")
    return client


def test_each_has_a_link_of_its_own(omar):
    page = omar.get(f"{ONE}/links").text

    assert f"{PUBLIC}?by=neighbors" in page
    assert f"{PUBLIC}?by=parents" in page
    assert "by=nurses" not in page
    assert "/petitions/save-the-clinic/qr.svg?by=parents" in page
    assert f"{ONE}/poster?by=parents" in page


def test_it_counts_what_each_has_brought(omar):
    from campaign.coalition.models import Organization
    from tests.factories import rows

    parents = rows(Organization, slug="parents")[0].id
    for number in range(3):
        make_signature(
            petition(), f"a{number}@example.org", organization_id=parents, confirmed=True
        )
    make_signature(petition(), "b@example.org", confirmed=True)
    make_signature(petition(), "c@example.org")
    page = omar.get(f"{ONE}/links").text
    assert '<strong class="figure">3</strong> confirmed' in page
    assert "1 came without any of these links." in page

    one = omar.get(ONE).text
    assert "<strong>4</strong> confirmed" in one
    assert "<strong>1</strong> waiting for confirmation" in one
    assert "Parents" in one
    assert "Ana Ruiz" not in one
    counting.fold()
    assert omar.get(ONE).text.count("<desc>") == one.count("<desc>") == 3


def test_a_poster_carries_the_code_of_one_organization(omar):
    page = omar.get(f"{ONE}/poster?by=parents").text
    assert "/petitions/save-the-clinic/qr.svg?by=parents" in page
    assert f"{PUBLIC}?by=parents" in page
    assert omar.get(f"{ONE}/poster?by=nurses").status_code == 404


def test_partners_find_their_own_link_and_frame(omar):
    log_in_as(omar, "viewer", "parents")
    page = omar.get(ONE.replace("neighbors", "parents", 1) + "/links").text
    assert "http://localhost/embed/petitions/save-the-clinic?by=parents" in page
    assert "&lt;iframe src=&#34;http://localhost/embed" in page
