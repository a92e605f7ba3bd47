"""A hearing with people in its pool, and the organizers' forms about them filled in rightly.

It is found by its slug, so that other parts of a world may have made it already.
"""

from typing import Any

from campaign.coalition.models import Campaign
from campaign.db import db
from campaign.hearings.models import Hearing
from campaign.hearings.speaking import way
from campaign.hearings.speaking.models import Speaker
from campaign.officials.models import Body
from tests.hearings.factories import make_hearing, make_rule, make_speaker

PERSON: dict[str, Any] = {
    "name": "Ana Quetzal",
    "email": "ana@example.org",
    "phone": "312-555-0134",
    "ward_id": "0",
    "mode": "in_person",
    "language": "en",
    "interpreter": "none",
    "says": "It is near.",
    "why": "The clerk agreed.",
}
FORMS: dict[str, dict[str, Any]] = {
    "speakers_desk.act": {"act": "ready", "numbers": ["1", "2"], "why": "They rang."},
    "speakers_desk.undo": {"batch": "trial"},
    "speakers_desk.receipts": {"receipt_1": "Number 7"},
    "speakers_desk.step": {"act": "withdrawn", "why": "They rang."},
    "speakers_desk.add": PERSON | {"email": "new@example.org"},
    "speakers_desk.edit": PERSON | {"edition": "1"},
    "speakers_desk.apply": {"numbers": ["1"], "why": "Omar rang."},
    "speakers_desk.watch": {"act": "confirmed", "numbers": ["1"]},
    "speakers_desk.draw": {"text": "1. Speaker 1", "part": "all", "tells": "y", "seen": "x"},
}


def make_pool(campaign: Campaign, body: Body, slug: str, name: str = "Speaker 1") -> Speaker:
    """Somebody in the pool of this campaign's hearing, who took one step; the hearing is made."""
    mine = db.select(Hearing).filter_by(campaign_id=campaign.id, slug=slug)
    hearing = db.session.scalar(mine)
    if hearing is None:
        rule = make_rule(body, turns="draw", asks_phone=True, asks_address=True)
        hearing = make_hearing(campaign, rule, slug=slug)
    one = make_speaker(hearing, name, state="drawn", drawn=1, phone="312-555-0134")
    way.step(one, "confirmed", None, batch="trial")
    way.step(one, "forfeited", None, batch="second")
    db.session.commit()
    return one
