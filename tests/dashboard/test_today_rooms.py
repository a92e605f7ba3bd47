"""What each room has for today, for those who may do it."""

from datetime import timedelta

import pytest

from campaign.coalition import charter, partners
from campaign.coalition.models import Organization
from campaign.db import db, now
from campaign.people.models import Import
from campaign.petitions.letter.models import LetterEndorsement, SignOnLetter
from tests.accounts.factories import log_in
from tests.coalition.factories import make_campaign, make_membership, make_partnership
from tests.coalition.factories import make_organization as make_group
from tests.dashboard.factories import make_omar, make_two_petitions, petition_of
from tests.dashboard.test_today import items
from tests.factories import add, rows
from tests.petitions.factories import make_signature


@pytest.fixture
def world(app):
    return make_two_petitions()


def lead():
    return rows(Organization, slug="neighbors")[0]


def test_comments_to_read_are_for_organizers_of_the_lead(client, world):
    petition = petition_of("save-the-clinic")
    petition.reviews_comments = True
    db.session.commit()
    make_signature(petition, comment="It is near.", confirmed=True, is_public=True)
    omar = make_omar("organizer")
    log_in(client, omar)
    [item] = items(client)
    assert "1 comment under “Save the clinic” waits to be read" in item
    assert "/petitions/save-the-clinic/comments" in item
    assert "It is near." not in item

    lead().memberships[0].role = "writer"
    db.session.commit()
    assert items(client) == []


def test_comments_that_show_at_once_are_no_item(client, world):
    make_signature(petition_of("save-the-clinic"), comment="It is near.", confirmed=True)
    log_in(client, make_omar("organizer"))
    assert items(client) == []


def test_an_offer_is_for_owners_to_answer(client, world):
    other, omar = make_campaign(slug="park", name={"en": "Keep the park"}), make_omar("owner")
    make_partnership(other, make_group("park-friends"), "lead")
    offer = partners.offer(other, lead(), "partner", omar)
    db.session.commit()
    url = f"/organize/neighbors/offers/{offer.id}"
    log_in(client, omar)
    [item] = items(client)
    assert "We are asked to join “Keep the park”" in item
    assert url in item

    lead().memberships[0].role = "organizer"
    db.session.commit()
    assert items(client) == []


def write_charter(campaign):
    values = {"fields": ["name"], "purposes": ["deliver"], "ends_on": None, "note": ""}
    charter.write(campaign, lead(), None, seen=0, **values)
    db.session.commit()


def test_a_charter_waits_for_its_partners_owner(client, world):
    group = make_group("south-side")
    make_partnership(world, group, "partner")
    write_charter(world)
    log_in(client, make_omar("owner", "south-side"))
    [item] = items(client)
    assert "The charter of “Save the clinic” waits for our agreement" in item
    assert "/organize/south-side/campaigns/clinic/charter" in item

    charter.agree(charter.current(world), rows(Organization, slug="south-side")[0], None)
    db.session.commit()
    assert items(client) == []


def test_the_lead_sees_who_has_not_agreed_and_not_answered(client, world):
    make_partnership(world, make_group("south-side"), "partner")
    make_group("west-side")
    write_charter(world)
    omar = make_omar("owner")
    partners.offer(world, rows(Organization, slug="west-side")[0], "endorser", omar)
    db.session.commit()
    log_in(client, omar)
    offered, waiting = items(client)
    assert "1 offer to join waits for an answer" in offered
    assert "1 partner has not agreed to the charter yet" in waiting
    assert "South Side" in waiting


def make_letter(campaign, **values):
    texts = {"title": {"en": "A letter"}, "text": {"en": "We ask."}}
    letter = add(SignOnLetter(campaign_id=campaign.id, published_at=now(), **texts, **values))
    details = {"contact": "Ana", "email": "ana@example.org", "mailbox": "m", "language": "en"}
    names = {"name": "Swimmers", "name_key": "swimmers", "standing": "swimmers"}
    add(LetterEndorsement(letter_id=letter.id, confirmed_at=now(), **names, **details))


def test_a_letter_that_closes_and_who_signed_it(client, world):
    make_letter(world, closes_at=now() + timedelta(days=2))
    log_in(client, make_omar("organizer"))
    closing, signed = items(client)
    assert "The sign-on letter closes on" in closing
    assert "1 organization has signed the letter in the last 7 days" in signed
    assert "ana@example.org" not in signed


def test_partners_hear_of_the_deadline_alone(client, world):
    make_partnership(world, make_group("south-side"), "partner")
    make_letter(world, closes_at=now() + timedelta(days=2))
    log_in(client, make_omar("organizer", "south-side"))
    [item] = items(client)
    assert "The sign-on letter closes on" in item


@pytest.mark.parametrize(
    ("state", "found", "words"),
    [
        ("checked", {}, "“people.csv” can be imported"),
        ("cancelled", {"fault": "The file is gone."}, "“people.csv” could not be imported"),
        ("cancelled", {}, ""),
        ("done", {}, ""),
    ],
)
def test_imports_of_ones_own_organization(client, world, state, found, words):
    other = make_group("quetzal")
    for group, name in ((lead(), "people.csv"), (other, "quetzal.csv")):
        add(Import(organization_id=group.id, file_name=name, state=state, found=found))
    log_in(client, make_omar("organizer"))
    page = " ".join(items(client))
    assert words in page
    assert bool(words) is ("people.csv" in page)
    assert "quetzal" not in page


def test_what_waits_elsewhere_is_not_counted_here(client, world):
    omar, other = make_omar("owner"), make_group("south-side")
    make_membership(omar, other, "owner")
    add(Import(organization_id=other.id, file_name="people.csv", state="checked"))
    log_in(client, omar)
    assert 'class="waits"' not in client.get("/organize/neighbors/people").text
    assert 'class="waits">1<' in client.get("/organize/south-side/people").text
