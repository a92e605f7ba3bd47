"""The desk in a browser: Omar, logged in, in the organization that leads the clinic campaign."""

import re
from typing import Any

from campaign.coalition.models import Campaign, Organization
from campaign.db import db
from campaign.factsheet import Fact, cite
from tests.accounts.factories import log_in, make_user_with_phone
from tests.coalition.factories import make_membership, make_organization, make_partnership
from tests.factories import rows
from tests.factsheet.factories import RATE, make_campaign
from tests.page import PageClient

DESK = "/organize/neighbors/campaigns/clinic"
FACTS = f"{DESK}/facts"
TYPED = {
    "key": "rate",
    "statement": RATE["statement"],
    "in_es": "Tras el 9.1% de las alertas se halló evidencia.",
    "figure": "9.1",
    "unit": "%",
    "denominator": "50,176 alerts",
    "period": "January 2020 to May 2021",
    "kind": "official",
    "topic": "What alerts lead to",
    "standing": "current",
}


def make_desk(client: PageClient, role: str = "organizer", part: str = "lead") -> Campaign:
    """The campaign, and Omar logged in with this role in an organization with this part."""
    campaign = make_campaign()
    group = make_organization("neighbors", name="Neighbors")
    make_partnership(campaign, group, part)
    let_in(client, group, role)
    return campaign


def let_in(client: PageClient, group: Organization, role: str, name: str = "omar") -> None:
    user = make_user_with_phone(f"{name}@example.org")
    make_membership(user, group, role)
    log_in(client, user)


def use(campaign: Campaign, *numbers: int, text: str = "{fact:rate}") -> None:
    """Let petitions cite what the text says."""
    for number in numbers:
        cite("petition", number, text, campaign)
    db.session.commit()


def hidden(page: Any) -> dict[str, str]:
    """The hidden fields of a page's first form of the desk, as a browser sends them."""
    main = page.text.partition("<main")[2]
    names = ("csrf_token", "seen", "seen_review_by", "packed", "name")
    found = {name: re.search(rf'name="{name}"[^>]* value="([^"]*)"', main) for name in names}
    return {name: match[1] for name, match in found.items() if match}


def controls(page: Any) -> dict[str, str]:
    """Everything that the form of a fact would send if nobody typed."""
    form = page.text.partition('class="fact-form"')[2].partition("</form>")[0]
    inputs = re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', form)
    areas = re.findall(r'<textarea[^>]* name="([^"]+)"[^>]*>\r?\n?([^<]*)</textarea>', form)
    chosen = re.findall(
        r'<select[^>]* name="([^"]+)".*?<option selected value="([^"]*)"', form, re.DOTALL
    )
    return {name: unescape(value) for name, value in [*inputs, *areas, *chosen]}


def unescape(text: str) -> str:
    for mark, char in (
        ("&#34;", '"'),
        ("&#39;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ):
        text = text.replace(mark, char)
    return text


def edit(client: PageClient, at: str = "rate", page: Any = None, **typed: str) -> Any:
    """Open the form of a fact (or take a page that was opened), type, and save."""
    page = page or client.get(f"{FACTS}/{at}/edit")
    return client.post(f"{FACTS}/{at}/edit", data=controls(page) | hidden(page) | typed)


def press(client: PageClient, address: str, on: str, **values: Any) -> Any:
    """Send a button's form that stands on a page."""
    return client.post(address, data=hidden(client.get(on)) | values)


def the_fact(key: str = "rate") -> Fact:
    return rows(Fact, key=key)[0]
