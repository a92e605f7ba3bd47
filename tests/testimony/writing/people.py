"""Ana by her private link, and Omar, who leads the campaign, at her testimony."""

from urllib.parse import urlsplit

from campaign.db import db
from campaign.hearings.speaking import links as speaking
from campaign.testimony import links
from campaign.testimony.models import Draft, Revision
from tests.accounts.factories import log_in, make_user
from tests.coalition.factories import make_campaign as make_led_campaign
from tests.coalition.factories import make_membership, make_organization, make_partnership
from tests.factories import rows
from tests.hearings.factories import make_hearing, make_rule, make_speaker
from tests.testimony.factories import make_draft

DESK = "/organize/south-side/campaigns/stop-the-contract/testimony"


def path_of(draft: Draft) -> str:
    return urlsplit(links.link(draft)).path


def page_of(draft: Draft, view: str = "", version: int | None = None) -> str:
    """A page of the draft behind its link: `/check`, `/versions` …"""
    number = f"/{version or draft.main.id}" if view == "/check" or version else ""
    return f"{path_of(draft)}{number}{view}"


def begin_path(speaker) -> str:
    return f"{urlsplit(speaking.link(speaker)).path}/draft"


def at_desk(client, role: str = "organizer", part: str = "lead", **rule) -> Draft:
    """Omar logged in, in the organization that leads; a draft of its hearing."""
    campaign, organization = make_led_campaign(), make_organization()
    make_partnership(campaign, organization, part)
    omar = make_user()
    make_membership(omar, organization, role)
    draft = make_draft(make_speaker(make_hearing(campaign, make_rule(**rule))))
    log_in(client, omar)
    return draft


def texts() -> list[str]:
    """Every revision, oldest first."""
    db.session.rollback()
    return [one.text for one in rows(Revision)]
