"""A council in which some hold seats, a count on its measure, and who is at the desk."""

from datetime import date, timedelta
from typing import Any

from campaign.accounts.models import User
from campaign.coalition.models import Campaign
from campaign.db import db
from campaign.officials.models import Body, Official
from campaign.officials.record.models import Measure
from campaign.officials.whip.models import Stance, Whip
from campaign.officials.whip.voters import today_at
from tests.accounts.factories import log_in, make_user_with_phone
from tests.coalition.factories import (
    make_campaign,
    make_membership,
    make_organization,
    make_partnership,
)
from tests.factories import add, rows
from tests.officials.factories import make_body, make_measure, make_official, make_term
from tests.page import PageClient

WHIP = "/organize/south-side/campaigns/stop-the-contract/whip"
RECORD = "O2024-0011032"


def make_council(seats: int = 5, held: int = 4, **values: Any) -> Body:
    """A council with so many wards, the first of them held by officials “Official N”."""
    body = make_body(seats, **{"threshold": seats // 2 + 1, "override": None} | values)
    for ward in range(1, held + 1):
        make_term(body, ward, make_official(f"Official {ward}"))
    return body


def make_whip(campaign: Campaign, measure: Measure, **values: Any) -> Whip:
    values = {"needed": 3, "wanted": "yes"} | values
    return add(Whip(campaign_id=campaign.id, measure_id=measure.id, **values))


def make_stance(whip: Whip, official: Official, value: str, **values: Any) -> Stance:
    """An entry of today, from a meeting."""
    values = {"evidence": "meeting", "on": today(whip)} | values
    return add(Stance(whip_id=whip.id, official_id=official.id, value=value, **values))


def today(whip: Whip) -> date:
    return today_at(whip.measure.body)


def days_ago(number: int) -> date:
    """Where the one council that there is meets, whose day is not always that of Greenwich."""
    return today_at(rows(Body)[0]) - timedelta(days=number)


def officials() -> list[Official]:
    return list(db.session.scalars(db.select(Official).order_by(Official.id)))


def make_lead(role: str = "organizer", **council: Any) -> tuple[User, Whip]:
    """Omar in the organization that leads; his campaign's count on a council's measure."""
    campaign, omar = make_campaign(), make_user_with_phone()
    organization = make_organization()
    make_partnership(campaign, organization)
    make_membership(omar, organization, role)
    return omar, make_whip(campaign, make_measure(make_council(**council)))


def at_desk(client: PageClient, role: str = "organizer", **council: Any) -> Whip:
    """The same with Omar logged in."""
    omar, whip = make_lead(role, **council)
    log_in(client, omar)
    return db.session.merge(whip)
