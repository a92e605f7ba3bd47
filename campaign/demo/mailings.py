"""The demo's mailing: a draft that its organizers can look at, test and send."""

from ..accounts.models import User
from ..coalition.models import Campaign, Organization
from ..db import db
from ..officials.models import Body, Ward
from ..outreach.mailings.models import Mailing
from ..outreach.mailings.saving import cite_all
from ..outreach.mailings.segments import Segment
from ..people.models import Person
from .files import read

OMAR = "omar@example.org"


def bring(body: Body, campaign: Campaign) -> bool:
    """Write the draft of the organization that leads, unless it has mailings; False if it has."""
    lead = next(iter(campaign.partners("lead")), None)
    mine = db.select(Mailing.id).filter_by(campaign_id=campaign.id).limit(1)
    if lead is None or db.session.scalar(mine.execution_options(everyones=True)) is not None:
        return False
    omar = db.session.scalar(db.select(User).filter_by(email=OMAR))
    for values in read("mailings.toml")["mailing"]:
        wards = busiest(lead)
        here = db.select(Ward.division).where(Ward.body_id == body.id, Ward.division.in_(wards))
        divisions = tuple(db.session.scalars(here.order_by(Ward.number)))
        made = Mailing(
            organization=lead,
            campaign=campaign,
            name=values["name"],
            segment=Segment(wards=divisions).values,
            created_by=omar,
            subject=values["subject"],
            preheader=values["preheader"],
            text={code: text.strip() for code, text in values["text"].items()},
        )
        db.session.add(made)
        db.session.flush()
        cite_all(made)
    return True


def busiest(lead: Organization) -> set[str]:
    """The three wards in which most of its people live."""
    most = db.select(Person.division).filter_by(organization_id=lead.id)
    most = most.where(Person.division.is_not(None)).group_by(Person.division)
    most = most.order_by(db.func.count().desc(), Person.division).limit(3)
    return {one for one in db.session.scalars(most.execution_options(everyones=True)) if one}
