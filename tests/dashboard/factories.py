"""A campaign with two petitions that cite different facts, and Omar, who organizes for its lead."""

from campaign.coalition.models import Campaign, Organization
from campaign.db import db
from campaign.factsheet import cite
from campaign.petitions.models import KIND, Petition
from tests.accounts.factories import make_user_with_phone
from tests.coalition.factories import make_membership
from tests.factsheet.factories import make_fact
from tests.petitions.factories import make_campaign, make_organization, make_petition

PAGE = "/organize/neighbors/campaigns/clinic"
DECIDE = f"{PAGE}/decide"
OLD, NEW = "It was 9.1% of alerts.", "It was 10.9% of alerts."
PRICE = "It cost $33 million."


def make_two_petitions():
    """“Save the clinic” says `rate`, “Count the cost” says `price`."""
    campaign = make_campaign()
    make_organization(campaign)
    make_fact(campaign, statement=OLD)
    make_fact(campaign, "price", statement=PRICE)
    for slug, title, key in (
        ("save-the-clinic", "Save the clinic", "rate"),
        ("count-the-cost", "Count the cost", "price"),
    ):
        text = {"en": f"We read: {{fact:{key}}}", "es": f"Leemos: {{fact:{key}}}"}
        petition = make_petition(slug=slug, campaign=campaign, title={"en": title}, text=text)
        for code, words in petition.text.items():
            cite(KIND, petition.id, words, campaign, place=code)
    db.session.commit()
    return campaign


def make_omar(role="organizer", slug="neighbors"):
    omar = make_user_with_phone()
    make_membership(omar, db.session.query(Organization).filter_by(slug=slug).one(), role)
    return omar


def only_campaign():
    return db.session.scalars(db.select(Campaign)).one()


def petition_of(slug):
    return db.session.scalars(db.select(Petition).filter_by(slug=slug)).one()
