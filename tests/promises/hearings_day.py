"""A hearing on its day: what the crawlers try of line-up, run sheet and record."""

from typing import Any

from campaign.coalition.models import Campaign
from campaign.hearings.day.models import Heard
from campaign.hearings.lineup.models import Deal
from campaign.hearings.models import Hearing
from campaign.officials.models import Body, Official
from tests.factories import add
from tests.hearings.factories import make_hearing, make_point, make_rule, make_speaker

ROOMS = ("lineup_desk", "day_desk")  # whose slugs are those of hearings
SLUG = "on-its-day"
NOTED = {"kind": "remark", "official": "1", "text": "We hear you.", "due_on": "", "speaker": ""}
FORMS: dict[str, dict[str, Any]] = {
    "lineup_desk.lineup": {"act": "deal"},
    "lineup_desk.points": {"title": "It costs too much", "wanted": "2", "edition": "0"},
    "lineup_desk.edit_point": {"title": "It costs too much", "wanted": "1", "edition": "1"},
    "lineup_desk.move_point": {"act": "down"},
    "lineup_desk.retire_point": {"act": "back"},
    "day_desk.sheet": {"act": "present-1", "seconds": "90"},
    "day_desk.sync": {
        "acts": '[{"key": "0123456789abcdef", "speaker": 1, "act": "present"}]',
        "shown": "1,2",
    },
    "day_desk.period": {"act": "begin"},
    "day_desk.cut": {"seconds": "90"},
    "day_desk.record": NOTED | {"edition": "0"},
    "day_desk.made": {"made": "1", "shown": "1"},
    "day_desk.edit_heard": NOTED | {"edition": "1"},
}


def make_day(campaign: Campaign, body: Body, official: Official) -> Hearing:
    """Two who have a place, a point dealt to the first, and a remark."""
    hearing = make_hearing(campaign, make_rule(body), slug=SLUG)
    people = [
        make_speaker(hearing, name, state="confirmed") for name in ("Ana Ruiz", "Luis Zorzal")
    ]
    point = make_point(campaign, text="{fact:rate}")
    add(Deal(hearing=hearing, speaker=people[0], point=point, why="only"))
    add(Heard(hearing=hearing, kind="remark", official=official, text="Thank you."))
    return hearing
