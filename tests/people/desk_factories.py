"""Two organizations of one campaign with people of their own; Omar organizes for the first."""

from typing import Any

from campaign.coalition import scope
from campaign.coalition.models import Organization
from campaign.db import db
from campaign.mail.addresses import mailbox
from campaign.people import consents
from campaign.people.bringing import uploads
from campaign.people.models import Import, Person
from campaign.petitions.models import Petition
from campaign.security import keyed_hash
from tests.accounts.factories import log_in, make_user_with_phone
from tests.coalition.factories import make_membership
from tests.petitions.factories import make_organization, make_petition

PEOPLE = "/organize/neighbors/people"
ANA = {"name": "Ana Núñez", "email": "ana@example.org", "division": "ocd-division/ward:25"}
SENTENCE = "Neighbors may email me."


def owner_of(email: str) -> str:
    """The mark of a mailbox."""
    return keyed_hash(mailbox(email), "mailbox")


def make_two() -> tuple[Organization, Organization]:
    """Neighbors, who lead, and Parents, their partner."""
    petition = make_petition()
    [lead] = petition.campaign.partners("lead")
    return lead, make_organization(petition.campaign, "parents", "partner")


def make_person(organization: Organization, source: str | None = None, **values: Any) -> Person:
    """Ana, who ticked this organization under the petition."""
    details = {**ANA, "language": "en", **values}
    petition = db.session.scalars(db.select(Petition)).first()
    source = source or f"petition:{petition.id if petition else 1}"
    owner = owner_of(details["email"])
    kept = consents.allow(owner, details, {organization.id: SENTENCE}, source)
    db.session.commit()
    return get_person(kept[organization.id])


def get_person(number: int) -> Person:
    with scope.everyones():
        return db.session.get_one(Person, number)


def count_people(organization: Organization) -> int:
    with scope.of(organization.id):
        return int(db.session.query(Person).count())


def log_in_as_organizer(client: Any, organization: Organization, role: str = "organizer") -> None:
    omar = make_user_with_phone()
    make_membership(omar, organization, role)
    log_in(client, omar)


def token_of(client: Any, url: str = f"{PEOPLE}/import") -> str:
    """What the forms of this client's session carry."""
    import re

    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get(url).text)
    assert found, "no form on this page"
    return found[1]


def only_import() -> Import:
    """The one import there is, after the worker has done what it can."""
    db.session.rollback()
    uploads.work()
    with scope.everyones():
        db.session.expire_all()
        return db.session.scalars(db.select(Import)).one()
