"""Letters are offered where people have just signed, signed up, or looked up their ward."""

import pytest

from campaign.db import db, now
from campaign.officials import asking
from campaign.officials.models import Body
from campaign.officials.wards.finding import leads_to_letter, sign_url
from campaign.people.places import source_words
from tests.officials.factories import make_body, make_committee, make_term
from tests.officials.wards.city import bring_map, squares
from tests.outreach.factories import make_action, make_letter
from tests.outreach.letters.writing import URL, path_of
from tests.petitions.factories import link_of, make_campaign, make_petition, make_signature


def test_after_signing_one_writes_as_of_one_s_ward(client):
    action = make_action()
    petition = make_petition(campaign=action.campaign, body=action.body)
    signature = make_signature(petition, confirmed=True)
    page = client.get(link_of(signature)).text

    assert f'href="{URL}/write?ward=25"' in page
    assert "Write as a resident of Ward 25" in page


def test_a_language_in_the_address_is_kept(client):
    action = make_action()
    petition = make_petition(campaign=action.campaign, body=action.body)
    signature = make_signature(petition, confirmed=True)
    page = client.get(f"{link_of(signature)}?lang=es").text
    assert f"{URL}/write?lang=es&amp;ward=25" in page


def test_the_page_of_a_ward_offers_it(client):
    make_action()
    assert f'href="{URL}/write?ward=35"' in client.get("/wards/35").text


@pytest.mark.parametrize("values", [{"published_at": None}, {"closed_at": now()}])
def test_what_is_not_open_is_not_offered(client, values):
    make_action(**values)
    assert URL not in client.get("/wards/35").text


def test_a_committee_s_action_is_its_council_s_too(app):
    action = make_action()
    council = db.session.get_one(Body, action.body_id)
    action.body = make_committee(council)
    db.session.commit()
    with app.test_request_context():
        assert len(asking.open_letters(council)) == 1


def test_a_campaign_s_own_comes_first(app):
    first = make_action()
    other = make_campaign(slug="another")
    make_action(slug="another", campaign=other, body=first.body)
    with app.test_request_context():
        found = asking.open_letters(first.body, other)
    assert [one.path for one in found] == ["/letters/another", URL]


def test_after_sending_one_signs_and_brings_a_neighbor(client):
    action = make_action()
    make_petition(campaign=action.campaign, body=action.body)
    letter = make_letter(action, state="sent", sent_at=now())
    page = client.get(path_of(letter)).text

    assert "Sign “Save the clinic”" in page
    assert f"http://localhost{URL}" in page


def test_the_finder_s_button_names_what_is_next():
    assert leads_to_letter(f"{URL}/write")
    assert not leads_to_letter("/petitions/save-the-clinic/sign")


def test_a_consent_says_where_it_was_ticked(app):
    action = make_action()
    with app.test_request_context():
        assert "Write to your alderperson" in source_words(f"letter:{action.id}")
        assert sign_url(f"{URL}/write", 35) == f"{URL}/write?ward=35"


def test_pressing_the_map_leads_on_to_writing(client):
    body = make_body(wards=4)
    make_term(body, 2)
    bring_map(body, squares())
    make_action(body=body)
    asked = f"/wards/find?next={URL}/write%3Fby%3Dneighbors"
    page = client.post(asked, data={"latitude": "41.805", "longitude": "-87.685"}).text

    assert "Write as a resident of Ward 2" in page
    assert f'href="{URL}/write?by=neighbors&amp;ward=2"' in page


def test_without_a_map_a_ward_of_the_list_leads_on_too(client):
    make_action()
    page = client.get(f"/wards/find?next={URL}/write").text
    assert f'href="{URL}/write?ward=35"' in page
