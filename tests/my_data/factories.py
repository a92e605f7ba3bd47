"""People about whom something is held in every room, and the links that they get."""

from typing import Any

from campaign.coalition.models import Organization
from campaign.db import db
from campaign.people.my_data import erasing
from campaign.people.my_data import links as my_data
from campaign.petitions.models import Petition, Signature
from tests.petitions.factories import make_organization, make_petition, make_signature

ANA = "ana@example.org"
WORDING = "Parents may email me about this campaign."


def link_for(email: str = ANA) -> str:
    """The path in the mail to this address."""
    return my_data.link_of(erasing.mark_of(email)).removeprefix("http://localhost")


def make_signer(email: str = ANA, **values: Any) -> tuple[Petition, Organization, Signature]:
    """A confirmed signature whose owner allowed one organization to write."""
    petition = db.session.scalar(db.select(Petition)) or make_petition()
    partner = db.session.scalar(db.select(Organization).filter_by(slug="parents"))
    partner = partner or make_organization(petition.campaign, "parents", "partner")
    defaults = {"comment": "It is near.", "is_public": True, "wanted": {str(partner.id): WORDING}}
    signature = make_signature(petition, email, confirmed=True, **defaults | values)
    return petition, partner, signature
