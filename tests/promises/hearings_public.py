"""A public hearing with somebody in each state that a link of a mail can lead to.

It is found by its slug, so that other parts of a world may have made it already.
"""

from datetime import timedelta
from typing import Any

from campaign import tokens
from campaign.coalition.models import Campaign
from campaign.db import db, now
from campaign.hearings.models import Hearing
from campaign.hearings.speaking import links
from campaign.officials.models import Body
from tests.hearings.factories import SEATS, make_hearing, make_rule, make_speaker

SAID: dict[str, Any] = {
    "name": "Ana Ruiz",
    "email": "ana@example.org",
    "ward": "25",
    "says": "It is near.",
    "wishes": [],
    "allow": ["parents"],
    "by": "parents",
    "address": "1 Main St",
    "website": "",
}
SPEAKS = {"mode": "in_person", "phone": "312-555-0134", "speaks": "Español", "access": "A ramp."}
SPEAKS |= {"interpreter": "none", "is_extended": "y"}
FORMS: dict[str, dict[str, Any]] = {
    "hearings.sign_up": SAID | SPEAKS,
    "hearings.comment": SAID,
    "hearings.mine": SAID | SPEAKS | {"act": "change", "edition": "1"},
}
ODD: tuple[Any, ...] = (None, "x", [1], {}, [1, 999], [999, 1], ["1", "1"])


def make_public(campaign: Campaign, body: Body, slug: str) -> dict[str, list[str]]:
    """Tokens by the endpoint that takes them, whole and odd; the hearing is made."""
    mine = db.select(Hearing).filter_by(campaign_id=campaign.id, slug=slug)
    hearing = db.session.scalar(mine)
    if hearing is None:
        rule = make_rule(body, turns="draw", asks_phone=True, asks_address=True)
        hearing = make_hearing(campaign, rule, slug=slug)
    seats = make_hearing(campaign, make_rule(body, **SEATS), slug=f"{slug}-seats")
    later = {"seat": 1, "offered_until": now() + timedelta(hours=9)}
    people = [
        make_speaker(hearing, "Ana Link", proven_at=None),
        make_speaker(hearing, "Omar Link"),
        make_speaker(seats, "Eve Link", state="offered", **later),
    ]
    found = [links.link(one).rsplit("/", 1)[1] for one in people]
    found += [tokens.make(links.PURPOSE, one) for one in ODD]
    return dict.fromkeys(("hearings.mine", "hearings.mine_ics"), found)
