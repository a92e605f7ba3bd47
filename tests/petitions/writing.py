"""Omar, who writes petitions for the lead of a campaign, and what his browser would send."""

import re
from html import unescape
from typing import Any

from campaign.coalition.models import Organization
from campaign.db import db, now
from campaign.petitions.models import Petition
from tests.accounts.factories import log_in, make_user_with_phone
from tests.coalition.factories import make_membership
from tests.factsheet.factories import make_fact
from tests.page import PageClient
from tests.petitions.factories import make_body, make_campaign, make_organization

DESK = "/organize/neighbors/campaigns/clinic/petitions"
ONE = f"{DESK}/save-the-clinic"
OLD, NEW = "It was 9.1% of alerts.", "It was 10.9% of alerts."
WRITTEN = {
    "title_en": "Save the clinic",
    "ask_en": "Keep it open.",
    "text_en": "It is needed.\n\n{fact:rate}",
}


def make_world() -> None:
    """A campaign with a lead, a council and one fact."""
    campaign = make_campaign()
    make_organization(campaign)
    make_body()
    make_fact(campaign, statement=OLD, translations={})


def log_in_as(client: PageClient, role: str = "organizer", slug: str = "neighbors") -> None:
    """Omar, with this role in this organization."""
    group = db.session.query(Organization).filter_by(slug=slug).one()
    omar = make_user_with_phone(f"{role}-{slug}@example.org", name="Omar")
    make_membership(omar, group, role)
    log_in(client, omar)


def fields_of(page: str) -> dict[str, str]:
    """What the form of a page sends if nothing is touched: its inputs, areas and lists."""
    form = re.search(r'<form method="post" class="write".*?</form>', page, re.DOTALL)
    assert form, "no form to write in"
    found = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        given = dict(re.findall(r'([\w-]+)="([^"]*)"', tag))
        is_on = given.get("type") not in ("checkbox", "radio") or " checked" in tag
        if "name" in given and is_on:
            found[given["name"]] = unescape(given.get("value", ""))
    for name, text in re.findall(
        r'<textarea[^>]* name="(\w+)"[^>]*>\r?\n?(.*?)</textarea>', form[0], re.DOTALL
    ):
        found[name] = unescape(text)
    for name, options in re.findall(
        r'<select[^>]* name="(\w+)".*?>(.*?)</select>', form[0], re.DOTALL
    ):
        chosen = re.search(r'selected value="([^"]*)"', options) or re.search(
            r'value="([^"]*)"', options
        )
        found[name] = chosen[1] if chosen else ""
    return found


def write(client: PageClient, url: str = f"{DESK}/new", page: Any = None, **values: str) -> Any:
    """Open a form, or use one that is open, change some of it and save."""
    page = page or client.get(url)
    assert page.status_code in (200, 409, 422), page.status
    return client.post(url, data=fields_of(page.text) | values)


def begin(client: PageClient, **values: str) -> Petition:
    """Omar's draft."""
    answer = write(client, **WRITTEN | values)
    assert answer.status_code == 303, answer.text
    return petition(answer.location.rsplit("/", 1)[1])


def act(client: PageClient, what: str, url: str = ONE, **values: str) -> Any:
    """Press the button of a decision, having looked at the newest revision."""
    kept = fields_of(client.get(f"{url}/edit").text)
    data = {"act": what, "csrf_token": kept["csrf_token"], "seen": kept["seen"]}
    return client.post(f"{url}/decide", data=data | values)


def petition(slug: str = "save-the-clinic") -> Petition:
    db.session.expire_all()
    return db.session.scalars(db.select(Petition).filter_by(slug=slug)).one()


def make_public() -> None:
    """Publish the petition past all checks."""
    petition().published_at = now()
    db.session.commit()
