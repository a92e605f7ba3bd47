"""Pages of lower rooms lead to the next hearing in which one can take part."""

from tests.hearings.factories import make_hearing, make_rule
from tests.hearings.public.people import in_days
from tests.officials.factories import make_committee
from tests.petitions.factories import link_of, make_petition, make_signature


def test_the_page_of_a_ward_names_the_next_one(client):
    first = make_hearing(status="cancelled", starts_at=in_days(3))
    committee = make_committee(first.body)
    make_hearing(first.campaign, make_rule(committee), slug="next", title={"en": "The next one"})
    page = client.get("/wards/25").text
    assert 'href="/hearings/next"' in page
    assert 'href="/hearings/public-safety"' not in page


def test_without_one_nothing_is_said(client):
    make_hearing(published_at=None)
    assert "Where you are heard next" not in client.get("/wards/25").text


def test_whoever_has_signed_learns_of_it(client):
    petition = make_petition()
    signature = make_signature(petition, confirmed=True)
    assert "be heard" not in client.get(link_of(signature)).text
    make_hearing(petition.campaign, make_rule(petition.body))
    page = client.get(link_of(signature)).text
    assert "The next step: be heard" in page
    assert 'href="/hearings/public-safety"' in page


def test_the_page_of_a_campaign_names_what_comes(client):
    hearing = make_hearing()
    make_hearing(hearing.campaign, make_rule(hearing.body), slug="off", status="cancelled")
    page = client.get(f"/c/{hearing.campaign.slug}").text
    assert 'href="/hearings/public-safety"' in page
    assert 'href="/hearings/off"' not in page
