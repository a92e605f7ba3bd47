"""Neighbors, who lead, and Parents, their partner, at their mailings; Ana may be mailed."""

from typing import Any, NamedTuple

from campaign.coalition import scope
from campaign.coalition.models import Campaign, Organization
from campaign.db import db, now
from campaign.outreach.mailings import queueing
from campaign.outreach.mailings.models import Mailing
from campaign.outreach.mailings.segments import Audience, Segment
from campaign.people.models import Person
from tests.coalition.desk import Desk, make_desk
from tests.outreach.factories import make_mailing, make_person
from tests.petitions.factories import make_campaign, make_organization

URL = "/organize/neighbors/campaigns/clinic/mailings"


class House(NamedTuple):
    campaign: Campaign
    lead: Organization
    partner: Organization


def make_house() -> House:
    campaign = make_campaign()
    lead = make_organization(campaign)
    return House(campaign, lead, make_organization(campaign, "parents", "partner"))


def make_omar(app: Any, house: House, role: str = "organizer") -> Desk:
    return make_desk(app, house.lead, role)


def make_people(organization: Organization, count: int, **values: Any) -> list[Person]:
    return [
        make_person(organization, f"r{number}@example.org", name=f"Ana R{number}", **values)
        for number in range(count)
    ]


def names_in(house: House, is_lead: bool = True, **asked: Any) -> list[str]:
    """Who is in a segment, of the lead's people or of the partner's."""
    mine = house.lead if is_lead else house.partner
    with scope.of(mine.id):
        audience = Audience(mine.id, is_lead, Segment.of(asked))
        found = [one.name for one in audience.sample()]
        assert audience.count() == len(found)
        return found


def make_due(house: House, **values: Any) -> Mailing:
    """A mailing whose time has come."""
    defaults: dict[str, Any] = {"state": "scheduled", "scheduled_at": now()}
    return make_mailing(house.lead, house.campaign, **defaults | values)


def work() -> None:
    """What the job does in its own transaction."""
    db.session.rollback()
    queueing.mailings()
    db.session.rollback()


def get(mailing_id: int) -> Mailing:
    db.session.expire_all()
    with scope.everyones():
        return db.session.get_one(Mailing, mailing_id)
