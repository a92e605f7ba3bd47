"""Omar at the desk of testimony, Ana behind her private link, and what they do there."""

import re
from typing import Any

from campaign.testimony.links import make_token
from campaign.testimony.models import Draft
from tests.hearings.speaking.desk import at_desk, token_in
from tests.page import PageClient
from tests.testimony.factories import TEXT, make_draft, make_speaker

DESK = "/organize/south-side/campaigns/stop-the-contract/testimony"


def draft_at_desk(
    client: PageClient,
    role: str = "organizer",
    part: str = "lead",
    text: str = TEXT,
    speaker: dict[str, Any] | None = None,
    **values: Any,
) -> Draft:
    """Ana's draft, and Omar logged in, in the organization that leads."""
    hearing = at_desk(client, role, part)
    return make_draft(make_speaker(hearing, **(speaker or {})), text, **values)


def page_of(draft: Draft, more: str = "") -> str:
    return f"{DESK}/{draft.id}{more}"


def post(client: PageClient, url: str, **fields: Any) -> Any:
    """Send a form of the desk with its token."""
    return client.post(url, data={"csrf_token": token_in(client), **fields})


def act(client: PageClient, draft: Draft, name: str, **fields: Any) -> Any:
    """Press a button of the draft's page, whose marks the form carries."""
    url = page_of(draft)
    seen = marks_in(client.get(url).text)
    return post(client, url, act=name, **{"seen": seen, **fields})


def marks_in(page: str) -> str:
    found = re.search(r'name="seen" value="([^"]*)"', page)
    return found[1] if found else ""


def mine(draft: Draft, page: str = "comments", version: int | None = None) -> str:
    """The address of one of Ana's own pages."""
    return f"/drafts/{make_token(draft)}/{version or draft.main.id}/{page}"
