"""Omar at the desk of a hearing, and what he does there."""

import re
from typing import Any

from campaign.hearings.rules.models import Window
from tests.accounts.factories import log_in, make_user_with_phone
from tests.coalition.factories import (
    make_campaign,
    make_membership,
    make_organization,
    make_partnership,
)
from tests.hearings.factories import make_hearing, make_rule
from tests.page import PageClient

DESK = "/organize/south-side/campaigns/stop-the-contract/hearings/public-safety"
SPEAKERS = f"{DESK}/speakers"


def lottery(**values: Any) -> Any:
    """Ten of all who apply are drawn, half of them remotely; the clerk calls those back."""
    windows = [
        Window(
            position=0,
            purpose="speak",
            mode="remote",
            channel="phone",
            opens="5 days before 08:00",
            closes="1 day before 08:00",
            calls_from="1 day before 10:00",
            calls_to="1 day before 14:00",
            address="(312) 555-0134",
            script={"en": "Leave your name."},
        ),
        Window(position=1, purpose="speak", mode="in_person", channel="form", closes="start"),
        Window(
            position=2,
            purpose="write",
            channel="email",
            opens="on the day 08:00",
            closes="on the day 09:00",
        ),
    ]
    rule = {"turns": "draw", "cap": 10, "cap_in_person": 5, "cap_remote": 5, "asks_phone": True}
    return make_rule(windows=windows, **rule | values)


def at_desk(client: PageClient, role: str = "organizer", part: str = "lead", **values: Any):
    """Omar logged in, in the organization that leads; the hearing of its campaign."""
    campaign, omar = make_campaign(), make_user_with_phone()
    organization = make_organization()
    make_partnership(campaign, organization, part)
    make_membership(omar, organization, role)
    if "rule" not in values:
        values["rule"] = lottery()
    hearing = make_hearing(campaign, **values)
    log_in(client, omar)
    return hearing


def token_in(client: PageClient, url: str = f"{SPEAKERS}/add") -> str:
    found = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', client.get(url).text)
    assert found, "no form on this page"
    return found[1]


def post(client: PageClient, url: str, **fields: Any) -> Any:
    return client.post(url, data={"csrf_token": token_in(client), **fields})


def act(client: PageClient, name: str, people: list[Any], **fields: Any) -> Any:
    """Take one step with these speakers; what the page says afterwards."""
    numbers = [getattr(one, "id", one) for one in people]
    answer = post(client, f"{SPEAKERS}/act", act=name, numbers=numbers, **fields)
    return client.get(answer.location) if answer.status_code == 303 else answer


def batch_in(page: Any) -> str:
    found = re.search(r'name="batch" value="(\w+)"', page.text)
    assert found, "nothing to undo on this page"
    return found[1]
