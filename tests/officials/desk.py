"""A council on the desk of Omar's organization, which leads a campaign."""

import re
from typing import Any

from campaign.coalition.models import Organization
from campaign.db import db
from campaign.officials.models import Body, Contact
from tests.accounts.factories import log_in, make_user_with_phone
from tests.coalition.factories import make_membership
from tests.factories import rows
from tests.officials.factories import make_body, make_official, make_term
from tests.petitions.factories import make_campaign, make_organization

DESK = "/organize/neighbors/campaigns/clinic/officials"
ANA = f"{DESK}/ana-quetzal"


def make_council(wards: int = 3) -> Body:
    """Ana Quetzal sits for ward 1 with an address and a phone, Luis Zorzal for ward 2.

    “Neighbors” lead the campaign, “South-Side” are their partner.
    """
    campaign = make_campaign()
    make_organization(campaign)
    make_organization(campaign, "south-side", "partner")
    body = make_body(wards=wards)
    ana = make_term(body, 1, make_official("Ana Quetzal"))
    ana.contacts.append(Contact(kind="phone", value="312-555-0100", source="roster.csv"))
    make_term(body, 2, make_official("Luis Zorzal"))
    db.session.commit()
    return body


def enter(client: Any, role: str = "organizer", slug: str = "neighbors") -> Any:
    """Omar, logged in as a member of an organization."""
    omar = make_user_with_phone(f"omar-{slug}@example.org")
    make_membership(omar, rows(Organization, slug=slug)[0], role)
    log_in(client, omar)
    return omar


def hidden(page: str, action: str = "") -> dict[str, str]:
    """The hidden fields of the form that goes to this address, or of the page's first."""
    forms = re.findall(r"<form\b.*?</form>", page, re.DOTALL)
    mine = [one for one in forms if 'method="post"' in one and "log-out" not in one]
    [form, *_] = [one for one in mine if not action or f'action="{action}"' in one]
    found = re.findall(r'<input\b[^>]*type="hidden"[^>]*>', form)
    return {
        re.search(r'name="([^"]*)"', one)[1]: re.search(r'value="([^"]*)"', one)[1]  # type: ignore[index]
        for one in found
    }


def send(client: Any, url: str, page: str = "", **fields: Any) -> Any:
    """Fill in the form of a page and send it to `url`."""
    opened = client.get(page or url)
    assert opened.status_code == 200, opened.status
    return client.post(url, data=hidden(opened.text, url if page else "") | fields)


def contacts() -> dict[str, Contact]:
    """Ana’s contact details by kind."""
    return {one.kind: one for one in rows(Contact) if one.term.official.slug == "ana-quetzal"}
