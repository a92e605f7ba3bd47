"""A petition in numbers: totals for every member of the coalition, names for nobody."""

from datetime import timedelta

import time_machine

from campaign.db import db, now
from campaign.petitions import signing
from tests.accounts.factories import log_in
from tests.coalition.factories import make_membership
from tests.dashboard.factories import PAGE, make_omar
from tests.petitions.factories import make_organization, make_petition, make_signature


def make_signatures():
    """Six signatures of one petition: three count, one of them since long ago."""
    petition = make_petition()
    recruiter = make_organization(petition.campaign, "quetzal", "partner")
    with time_machine.travel(now() - timedelta(days=8), tick=False):
        make_signature(petition, "old@example.org", confirmed=True)
    make_signature(petition, "ana@example.org", confirmed=True, organization_id=recruiter.id)
    make_signature(petition, "eve@example.org", confirmed=True, organization_id=recruiter.id)
    make_signature(petition, "waits@example.org")
    for email, is_confirmed in (("gone@example.org", True), ("not-me@example.org", False)):
        signing.withdraw(make_signature(petition, email, confirmed=is_confirmed))
        db.session.commit()


def words(page):
    return " ".join(page.text.split())


def test_it_works(client):
    make_signatures()
    log_in(client, make_omar("viewer"))
    page = words(client.get(PAGE))

    assert "<strong>3</strong> confirmed, of 500" in page
    assert "<strong>1</strong> waiting for confirmation" in page
    assert "<strong>2</strong> confirmed in the last 7 days" in page
    assert '<th scope="row">Quetzal</th> <td class="number">2 signatures</td>' in page
    assert '<th scope="row">No organization’s link</th> <td class="number">1 ' in page
    assert "3 confirmed · 1 waiting · 2 in 7 days" in words(client.get("/organize"))


def test_names_and_addresses_stay_out(client):
    make_signatures()
    log_in(client, make_omar("owner"))
    for url in (PAGE, "/organize"):
        page = client.get(url).text
        assert "Ana Ruiz" not in page
        assert "ana@example.org" not in page


def test_a_petition_without_signatures(client):
    make_petition(goal=None)
    log_in(client, make_omar())
    assert "<strong>0</strong> confirmed" in words(client.get(PAGE))


def test_a_campaign_without_petition(client):
    from tests.coalition.factories import make_campaign, make_partnership
    from tests.coalition.factories import make_organization as make_group

    omar_group = make_group()
    make_partnership(make_campaign(), omar_group, "endorser")
    omar = make_omar("viewer", "south-side")
    log_in(client, omar)
    url = "/organize/south-side/campaigns/stop-the-contract"
    assert "No petition yet." in client.get(url).text


def test_another_campaigns_numbers_do_not_count(client):
    make_signatures()
    from tests.petitions.factories import make_campaign

    other = make_campaign(slug="park", name={"en": "Keep the park"})
    group = make_organization(other, "park-friends")
    make_signature(make_petition(slug="park", campaign=other), "ana@example.org", confirmed=True)
    omar = make_omar()
    make_membership(omar, group, "viewer")
    log_in(client, omar)

    assert "<strong>1</strong>" in words(client.get("/organize/park-friends/campaigns/park"))
    assert "<strong>3</strong>" in words(client.get(PAGE))
    assert client.get("/organize/park-friends/campaigns/clinic").status_code == 404
