"""The organizers' list of officials, its filters, and the page of one."""

from datetime import timedelta

import pytest

from campaign.coalition.models import Organization
from campaign.db import db, now
from campaign.officials.contact.models import Interaction
from campaign.officials.listing import today
from campaign.officials.models import Body
from tests.factories import add, rows
from tests.officials.desk import ANA, DESK, contacts, enter, make_council
from tests.officials.factories import make_committee, make_official
from tests.petitions.factories import (
    make_campaign,
    make_organization,
    make_petition,
    make_signature,
)


@pytest.fixture
def council(app):
    return make_council()


def listed(client, query=""):
    page = client.get(f"{DESK}?{query}").text
    return [name for name in ("Ana Quetzal", "Luis Zorzal", "Ward 3</th>") if name in page]


def test_it_works(client, council):
    enter(client)
    page = client.get(DESK).text
    assert "Ana Quetzal" in page
    assert "312-555-0100" in page
    assert "3 seats." in page
    assert f'href="{ANA}"' in page
    assert "seats/3/successor" in page


def test_each_filter(client, council):
    enter(client)
    ana, everybody = ["Ana Quetzal"], ["Ana Quetzal", "Luis Zorzal", "Ward 3</th>"]
    assert listed(client) == everybody
    assert listed(client, "q=quetz") == ana
    assert listed(client, "ward=2") == ["Luis Zorzal"]
    assert listed(client, "state=vacant") == ["Ward 3</th>"]
    assert listed(client, "state=unverified") == ana  # her phone
    assert listed(client, "state=bounced") == []
    assert listed(client, "state=nothing") == everybody
    found = contacts()
    found["email"].bounced_at = now()
    found["phone"].verified_on = today(council) - timedelta(days=181)
    db.session.commit()
    assert listed(client, "state=bounced") == ana
    assert listed(client, "state=unverified") == ana
    make_committee(council)
    assert listed(client, "committee=public-safety") == []


def talk(days_ago, slug="neighbors", **values):
    mine = rows(Organization, slug=slug)[0]
    on = today(rows(Body)[0]) - timedelta(days=days_ago)
    said = {"campaign_id": 1, "official_id": 1, "way": "call", "answered": "Yes."} | values
    return add(Interaction(organization_id=mine.id, on=on, **said))


def test_whom_nobody_spoke_to(client, council):
    enter(client)
    both = ["Ana Quetzal", "Luis Zorzal"]
    assert listed(client, "state=quiet") == both
    talk(40)
    assert listed(client, "state=quiet") == both
    talk(3)
    assert listed(client, "state=quiet") == ["Luis Zorzal"]


def test_viewers_do_not_learn_who_spoke(client, council):
    talk(3)
    enter(client, "viewer")
    page = client.get(DESK).text
    assert "Last talk" not in page
    assert "nobody spoke" not in page
    assert len(listed(client, "state=quiet")) == 3
    assert "Talks" not in client.get(ANA).text


@pytest.mark.parametrize(("role", "slug"), [("organizer", "south-side"), ("writer", "neighbors")])
def test_others_read_and_change_nothing(client, council, role, slug):
    enter(client, role, slug)
    base = ANA.replace("neighbors", slug)
    page = client.get(base).text
    assert "312-555-0100" in page
    for words in ("Still right", "Correct the name", "Left it", "Add a detail"):
        assert words not in page
    for path in ("edit", "terms/new", "terms/1", "terms/1/left", "terms/1/contacts", "contacts/1"):
        assert client.get(f"{base}/{path}").status_code == 403, path
    for path in ("contacts/right", "contacts/1/right", "contacts/1/remove", "terms/1/remove"):
        assert client.post(f"{base}/{path}").status_code == 403, path
    assert client.get(f"{base.rpartition('/')[0]}/seats/3/successor").status_code == 403


def test_signers_of_the_ward(client, app):
    council = make_council(wards=25)
    petition = make_petition(campaign=rows(Organization)[0].partnerships[0].campaign, body=council)
    ward = council.wards[0].id
    make_signature(petition, confirmed=True, ward_id=ward)
    make_signature(petition, "b@example.org", confirmed=True, ward_id=council.wards[1].id)
    enter(client)
    page = " ".join(client.get(ANA).text.split())
    assert "<strong>1</strong> in Ward 1, 2 in all" in page
    assert "Signers" in client.get(DESK).text


def test_without_a_council(client, app):
    make_organization(make_campaign())
    enter(client)
    assert "No council yet" in client.get(DESK).text
    assert client.get(f"{DESK}/phones").status_code == 404
    assert client.get(f"{DESK}/list.csv").status_code == 404


def test_who_holds_no_seat(client, council):
    make_official("Rosa Gaviota")
    enter(client)
    assert "Holds no seat today" in client.get(f"{DESK}/rosa-gaviota").text
    assert client.get(f"{DESK}/rosa-gaviota/card.vcf").status_code == 404
    assert client.get(f"{DESK}/nobody").status_code == 404


def test_the_list_of_phones(client, council):
    enter(client)
    page = client.get(f"{DESK}/phones").text
    assert "312-555-0100" in page
    assert "ward1@example.org" not in page
    assert "vacant" in page
