"""What somebody types who takes part, and the pages that their mail leads to."""

from datetime import timedelta
from urllib.parse import urlsplit

from campaign.coalition.models import Campaign
from campaign.db import db, now
from campaign.hearings.models import Hearing
from campaign.hearings.speaking import links
from campaign.hearings.speaking.models import Speaker
from campaign.mail import OutgoingEmail
from tests.factories import rows
from tests.hearings.factories import SEATS, make_hearing, make_rule
from tests.petitions.factories import make_campaign, make_organization

URL = "/hearings/public-safety"
ANA = {
    "name": "Ana Ruiz",
    "email": "Ana@example.org",
    "ward": "25",
    "mode": "in_person",
    "interpreter": "none",
}
SECOND = timedelta(seconds=1)
WRITES = {"name": "Ana Ruiz", "email": "ana@example.org", "ward": "25"}


def make_led_campaign() -> Campaign:
    """A campaign that neighbors lead and parents are partners in."""
    campaign = make_campaign()
    make_organization(campaign, "neighbors")
    make_organization(campaign, "parents", "partner")
    return campaign


def make_own_hearing(cap: int = 2, **values: object) -> Hearing:
    """A hearing whose seats the organizers give away."""
    return make_hearing(rule=make_rule(**SEATS | {"cap": cap}), **values)


def path_of(speaker: Speaker) -> str:
    return urlsplit(links.link(speaker)).path


def speakers() -> list[Speaker]:
    db.session.rollback()
    return rows(Speaker)


def states() -> list[tuple[str, str]]:
    return [(one.name, one.state) for one in speakers()]


def sent() -> list[tuple[str, str]]:
    """All mails: to whom, and which."""
    db.session.rollback()
    return [(mail.to, mail.template.rpartition("/")[2]) for mail in rows(OutgoingEmail)]


def link_in_mail() -> str:
    """The path in the last mail."""
    db.session.rollback()
    return urlsplit(rows(OutgoingEmail)[-1].merge["link"]).path


def join(client, name: str) -> str:
    """Sign up and confirm; the person's own page."""
    email = f"{name.lower()}@example.org"
    said = ANA | {"name": name, "email": email}
    assert client.post(f"{URL}/sign-up", data=said).status_code == 303
    path = link_in_mail()
    assert client.post(path, data={"act": "confirm"}).status_code == 303
    return path


def in_days(days: float):
    return now() + timedelta(days=days)
