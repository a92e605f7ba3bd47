"""A hearing with speakers and points, and Omar, who leads the campaign."""

import re

from campaign.hearings.lineup.models import Deal
from campaign.hearings.speaking.models import Speaker
from tests.accounts.factories import log_in, make_user
from tests.coalition.factories import (
    make_campaign,
    make_membership,
    make_organization,
    make_partnership,
)
from tests.factories import rows
from tests.hearings.factories import make_hearing, make_point, make_rule, make_speaker
from tests.officials.factories import make_body

ROOT = "/organize/south-side/campaigns/stop-the-contract/hearings"
HOME = f"{ROOT}/public-safety"
LINEUP, DAY, RECORD = f"{HOME}/line-up", f"{HOME}/day", f"{HOME}/record"


def make_room(client, role="organizer", part="lead", **rule):
    """Omar’s campaign with a hearing; he is logged in."""
    campaign, organization = make_campaign(), make_organization()
    make_partnership(campaign, organization, part)
    omar = make_user()
    make_membership(omar, organization, role)
    hearing = make_hearing(campaign, make_rule(**rule))
    log_in(client, omar)
    return hearing


def seat(hearing, *names, **values):
    """Speakers in this order, who have a place."""
    return [
        make_speaker(hearing, name, **{"state": "confirmed", "position": place} | values)
        for place, name in enumerate(names, start=1)
    ]


def say(hearing, *titles, **values):
    return [
        make_point(hearing.campaign, title, position=place, **values)
        for place, title in enumerate(titles, start=1)
    ]


def hidden(page):
    """The hidden fields of the first form that has a token, as a browser sends them."""
    found = re.findall(r'<input[^>]*type="hidden"[^>]*>', page)
    pairs = [(re.search(r'name="(.*?)"', one), re.search(r'value="(.*?)"', one)) for one in found]
    return {name[1]: value[1] for name, value in pairs if name and value}


def send(client, url, post_to=None, **fields):
    """Open a page and send its form to it, or to another address."""
    page = client.get(url)
    assert page.status_code == 200, page.status
    return client.post(post_to or url, data=hidden(page.text) | fields)


def order(hearing):
    found = rows(Speaker, hearing_id=hearing.id)
    return [one.name for one in sorted(found, key=lambda one: one.position or 99)]


def dealt(hearing):
    return sorted((one.speaker.name, one.point.title) for one in rows(Deal, hearing_id=hearing.id))


def other_hearing():
    """A hearing of another organization’s campaign, with somebody in it."""
    campaign = make_campaign(slug="quetzal", name={"en": "Quetzal"})
    make_partnership(campaign, make_organization("quetzal"), "lead")
    hearing = make_hearing(campaign, make_rule(make_body(slug="zoning")), slug="zoning")
    return hearing, make_speaker(hearing, "Eve Ibis", state="confirmed")
