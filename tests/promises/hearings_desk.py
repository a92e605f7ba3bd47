"""What the organizers' pages of hearings need in the worlds that crawlers walk through."""

from typing import Any

from campaign.coalition.models import Campaign
from campaign.db import db
from campaign.hearings.models import Hearing
from campaign.hearings.rules.models import SpeakingRule, Window
from campaign.officials.models import Body
from tests.factories import add
from tests.hearings.factories import make_hearing, make_rule

SLUG = "public-safety"
ROOMS = ("hearings_desk", "rules_desk")  # whose numbers and slugs are those below
RULE = {
    "name": "Regular meeting",
    "turns": "order",
    "seconds": "120",
    "consecutive": "1",
    "simultaneous": "1",
    "extended": "1",
    "offer_hours": "24",
    "edition": "1",
}
WINDOW = {"purpose": "speak", "mode": "any", "channel": "phone", "closes": "start", "edition": "1"}
HEARING = {"title_en": "A hearing", "coordinator": "", "place": "City Hall", "ends": "23:59"}
FORMS: dict[str, dict[str, Any]] = {
    "hearings_desk.new": HEARING
    | {"start": "2027-05-19T10:00", "repeats": "", "times": "1", "edition": "0"},
    "hearings_desk.edit_hearing": HEARING | {"edition": "1"},
    "hearings_desk.publish": {"edition": "0"},  # not as it was shown: refused
    "hearings_desk.delete": {"edition": "0"},  # it is public: refused
    "hearings_desk.change": {
        "kind": "place",
        "place": "Room 201-A",
        "successor": "",
        "edition": "1",
        "act": "send",
    },
    "rules_desk.begin": {"body": "1", "known": "Seattle City Council"},
    "rules_desk.edit_rule": RULE,
    "rules_desk.new_window": WINDOW,
    "rules_desk.edit_window": WINDOW,
    "rules_desk.delete": {},  # a hearing was made from it: refused
}


def make_hearings(campaign: Campaign, body: Body) -> Hearing:
    """A template, which is rule 1, and a public hearing that was made from it."""
    template = SpeakingRule(body=body, name="Regular meeting", total_seconds=3600)
    template.windows = [Window(position=0, purpose="speak", channel="online", closes="start")]
    add(template)
    rule = make_rule(body, copied_from=template.name)
    return make_hearing(campaign, rule, slug=SLUG, other_bodies=[])


def first_rule() -> SpeakingRule:
    found = db.session.scalars(db.select(SpeakingRule).order_by(SpeakingRule.id)).first()
    assert found is not None
    return found
