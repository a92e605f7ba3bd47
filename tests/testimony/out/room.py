"""Ana’s draft, and Omar, whose organization leads the campaign."""

from datetime import timedelta
from typing import Any

from campaign.db import db, now
from campaign.factsheet.models import Fact
from campaign.hearings.models import Hearing
from campaign.hearings.rules.models import Window
from campaign.testimony import links
from campaign.testimony.models import Draft
from tests.factsheet.factories import change, make_fact
from tests.hearings.factories import make_hearing, make_rule, make_speaker
from tests.hearings.lineup.room import hidden, make_room
from tests.page import PageClient
from tests.testimony.factories import make_draft, write

TESTIMONY = "/organize/south-side/campaigns/stop-the-contract/testimony"
CITES = "I live here.\n\n{fact:rate}\n\nI ask you to cancel the contract."
EMAIL = {
    "purpose": "write",
    "channel": "email",
    "opens": "30 days before 08:00",
    "closes": "start",
    "address": "clerk@example.org",
    "subject": "Public comment, May 19",
    "pages": 2,
}


def windows(**values: Any) -> list[Window]:
    return [
        Window(position=0, purpose="speak", channel="online", closes="start"),
        Window(position=1, **EMAIL | values),
    ]


def make_ana(mode: str = "written", text: str = CITES, **values: Any) -> Draft:
    """Her draft for a hearing that takes written comments by mail; it cites a fact."""
    hearing = make_hearing(rule=make_rule(windows=windows(**values)))
    return with_fact(hearing, mode, text)


def with_fact(hearing: Hearing, mode: str = "written", text: str = CITES) -> Draft:
    make_fact(hearing.campaign)
    draft = make_draft(make_speaker(hearing, mode=mode), "Begun.", seconds=0)
    write(draft, text)
    return draft


def make_omar(client: PageClient, **values: Any) -> Hearing:
    """Omar logged in; his hearing takes two pages by mail."""
    return make_room(client, windows=windows(), **values)


def grow_stale() -> None:
    [fact] = db.session.scalars(db.select(Fact)).all()
    change(fact, statement="Evidence was found after 8.4% of alerts.")


def at(draft: Draft, path: str) -> str:
    """An address behind Ana's private link."""
    return f"/drafts/{links.make_token(draft)}{path}"


def at_version(draft: Draft, path: str) -> str:
    return at(draft, f"/{draft.main.id}{path}")


def filing(draft: Draft, **values: Any) -> dict[str, str]:
    """The form as Ana fills it in."""
    hour_ago = now().astimezone(draft.hearing.zone) - timedelta(hours=1)
    return {
        "act": "file",
        "version": f"{draft.main.id}-{draft.main.number}",
        "how": "email",
        "moment": f"{hour_ago:%Y-%m-%dT%H:%M}",
        "receipt": "No. 17",
    } | values


def file_at_desk(client: PageClient, draft: Draft, **values: Any) -> Any:
    url = f"{TESTIMONY}/{draft.id}/file"
    page = client.get(url)
    return client.post(url, data=hidden(page.text) | filing(draft) | values)
