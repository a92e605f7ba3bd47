"""Omar, who organizes for the organization that leads the clinic's campaign, at his desk."""

import re
from collections.abc import Callable
from typing import Any

from campaign.coalition.models import Organization
from campaign.db import db
from campaign.officials.models import Body
from tests.accounts.factories import log_in, make_user_with_phone
from tests.coalition.factories import make_membership
from tests.officials.record.factories import make_council
from tests.petitions.factories import make_campaign, make_organization

DESK = "/organize/neighbors/campaigns/clinic"
Post = Callable[..., Any]


def make_desk(client: Any, role: str = "organizer", part: str = "lead") -> Body:
    """A campaign with a council, and Omar logged in with this role in an organization of it."""
    campaign = make_campaign()
    organization = make_organization(campaign, "neighbors", part)
    council = make_council()
    log_in_with(client, organization, role)
    return council


def log_in_with(client: Any, organization: Organization, role: str) -> None:
    omar = make_user_with_phone()
    make_membership(omar, organization, role)
    log_in(client, omar)


def poster(client: Any) -> Post:
    """`post("measures/new", record=…)` sends a form of the desk."""
    page = client.get("/account/password").text
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)
    assert found is not None

    def post(path: str, **fields: Any) -> Any:
        answer = client.post(f"{DESK}/{path}", data={"csrf_token": found[1], **fields})
        db.session.expire_all()
        return answer

    return post


def hidden(client: Any, path: str, name: str = "seen") -> str:
    """What a hidden field of a page of the desk carries."""
    found = re.search(rf'name="{name}"[^>]* value="([^"]+)"', client.get(f"{DESK}/{path}").text)
    assert found is not None
    return found[1]
