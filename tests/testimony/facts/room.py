"""A draft that cites a fact, and the fact changes; its writer, and Omar at his desk."""

import re
from typing import Any

from campaign.testimony import links
from campaign.testimony.models import Draft
from tests.factsheet.factories import change, make_fact
from tests.hearings.factories import make_speaker
from tests.hearings.speaking.desk import at_desk
from tests.testimony.factories import make_draft

DESK = "/organize/south-side/campaigns/stop-the-contract/testimony"
TEXT = "I live in Ward 35. The city says: {fact:rate} So I *ask* you to vote no."
NEWER = "Evidence was found after 8.9% of alerts."


def make_stale(client: Any, **values: Any) -> Draft:
    """Ana's draft for the hearing of the organization where Omar is logged in."""
    hearing = at_desk(client)
    fact = make_fact(hearing.campaign)
    draft = make_draft(make_speaker(hearing), TEXT, **values)
    change(fact, statement=NEWER, translations={}, figure="8.9")
    return draft


def mine(draft: Draft) -> str:
    return f"/drafts/{links.make_token(draft)}/facts"


def at_my_desk(draft: Draft) -> str:
    return f"{DESK}/{draft.id}/facts"


def fields_of(page: Any) -> dict[str, str]:
    """What the page's first form of a fact would send."""
    names = ("chosen", "seen", "csrf_token")
    found = {name: re.search(rf'name="{name}"[^>]*value="([^"]*)"', page.text) for name in names}
    return {name: one[1] for name, one in found.items() if one}
