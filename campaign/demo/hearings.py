"""Hearings of the demo: one under the council's rules, one where the coalition owns the seats."""

import random
from datetime import UTC, datetime, time, timedelta
from typing import Any

from ..coalition.models import Campaign
from ..db import db, now
from ..filters import zone_info
from ..hearings.lineup.models import Point
from ..hearings.models import Hearing
from ..hearings.rules.known import template
from ..hearings.rules.models import SpeakingRule, Window, copied
from ..hearings.speaking.models import Speaker
from ..mail.outbox import mailbox_hash
from ..officials.models import Body
from .files import read, words

LETTERS = "ABCDEFGHIJKLMNOPRSTVWY"
MODES = ("in_person", "in_person", "remote")


def bring(council: Body, campaign: Campaign) -> bool:
    """Announce hearings in a campaign that has none; False if it has. The caller commits."""
    if db.session.scalar(db.select(Hearing.id).filter_by(campaign_id=campaign.id).limit(1)):
        return False
    data = read("hearings.toml")
    for position, values in enumerate(data["point"]):
        db.session.add(Point(campaign=campaign, position=position, **values))
    for values in data["hearing"]:
        announce(values, council, campaign)
    return True


def announce(values: dict[str, Any], council: Body, campaign: Campaign) -> None:
    hearing = Hearing(
        slug=values["slug"],
        campaign=campaign,
        body=council,
        rule=rule_of(values, council),
        starts_at=next_day(values, council),
        place=values["place"],
        is_vote_expected=values.get("is_vote_expected", False),
        published_at=now() - timedelta(days=2),
        **{name: words(values, name) for name in ("title", "about", "access")},
    )
    db.session.add(hearing)
    db.session.flush()
    dice = random.Random(values["slug"])  # noqa: S311  (not a secret)
    for number, state in enumerate(values["states"], 1):
        sign_up(hearing, number, state, dice)


def rule_of(values: dict[str, Any], council: Body) -> SpeakingRule:
    if values["template"]:
        kept = template(values["template"], council)
        db.session.add(kept)
        db.session.flush()  # so that the copy has what the table fills in
        return copied(kept)
    rule = SpeakingRule(body=council, turns="own", cap=values["seats"], seconds=values["seconds"])
    rule.windows = [
        Window(purpose="speak", mode="in_person", channel="here", closes="2 hours before")
    ]
    return rule


def next_day(values: dict[str, Any], council: Body) -> datetime:
    """The first such weekday after so many days, at this time where the council meets."""
    zone = zone_info(council.timezone)
    day = now().astimezone(zone).date() + timedelta(days=values["days"])
    day += timedelta(days=(values["weekday"] - day.weekday()) % 7)
    return datetime.combine(day, time.fromisoformat(values["time"]), zone).astimezone(UTC)


def sign_up(hearing: Hearing, number: int, state: str, dice: random.Random) -> None:
    email = f"demo-{hearing.slug}-{number}@example.org"
    moment = now() - timedelta(hours=40 - number)
    db.session.add(
        Speaker(
            hearing=hearing,
            name=f"{dice.choice(LETTERS)}. {dice.choice(LETTERS)}.",
            email=email,
            mailbox=mailbox_hash(email),
            phone=f"312-555-01{number:02}",  # numbers for films and examples
            ward=dice.choice(hearing.body.wards),
            mode="in_person" if hearing.rule.is_own else dice.choice(MODES),
            language=dice.choice(["en", "en", "es"]),
            interpreter="consecutive" if number == 3 else "none",
            state=state,
            seat=number if state == "confirmed" else None,
            queued_at=moment if hearing.rule.is_own else None,
            signed_up_at=moment,
            proven_at=moment + timedelta(minutes=5),
        )
    )
