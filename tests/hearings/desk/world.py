"""Omar's organization leads a campaign; its council has a template and a committee."""

from typing import Any

from campaign.coalition.models import Campaign
from campaign.db import db
from campaign.hearings.rules.known import template
from campaign.hearings.rules.models import SpeakingRule
from campaign.officials.models import Body
from tests.factories import add, rows
from tests.hearings.factories import make_hearing, make_rule
from tests.officials.desk import make_council
from tests.officials.factories import make_committee

COUNCIL_RULE = "Chicago City Council, regular meeting"
DESK = "/organize/neighbors/campaigns/clinic/hearings"
PARTNER = "/organize/south-side/campaigns/clinic/hearings"
START = "2027-05-19T10:00"


def make_desk() -> Body:
    """A council with a committee; “Neighbors” lead the campaign, “South-Side” are a partner."""
    council = make_council()
    council.kind = "council"
    make_committee(council)
    return council


def make_template(body: Body, known: str = COUNCIL_RULE) -> SpeakingRule:
    return add(template(known, body))


def make_one(rule: SpeakingRule | None = None, **values: Any) -> Any:
    """A hearing of the campaign, published unless told otherwise."""
    campaign = values.pop("campaign", None) or rows(Campaign)[0]
    body = db.session.scalars(db.select(Body).order_by(Body.id)).first()
    return make_hearing(campaign, rule or make_rule(body), **values)
