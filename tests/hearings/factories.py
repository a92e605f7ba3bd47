"""Rules, hearings and speakers with valid defaults."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from campaign.coalition.models import Campaign
from campaign.db import db, now
from campaign.hearings.lineup.models import Point
from campaign.hearings.models import Hearing
from campaign.hearings.rules.models import SpeakingRule, Window
from campaign.hearings.speaking.models import Speaker
from campaign.officials.models import Body
from campaign.security import keyed_hash
from tests.coalition.factories import make_campaign
from tests.factories import add
from tests.officials.factories import make_body

SEATS = {"turns": "own", "cap": 10}


def make_rule(body: Body | None = None, windows: list[Window] | None = None, **values: Any):
    """Three minutes each in the order of signing up, for an hour; signing up is open already."""
    rule = SpeakingRule(body=body or make_body(), **{"total_seconds": 3600} | values)
    rule.windows = windows or [
        Window(position=0, purpose="speak", channel="online", closes="start"),
        Window(position=1, purpose="write", channel="email", closes="start"),
    ]
    return rule


def make_hearing(
    campaign: Campaign | None = None, rule: SpeakingRule | None = None, **values: Any
) -> Hearing:
    """A published hearing in ten days, at 10:00 in Chicago, under `rule` or `make_rule`'s."""
    rule = rule or make_rule()
    day = now() + timedelta(days=10)
    defaults: dict[str, Any] = {
        "slug": "public-safety",
        "campaign": campaign or make_campaign(),
        "body": rule.body,
        "rule": rule,
        "title": {"en": "Committee on Public Safety", "es": "Comité de Seguridad Pública"},
        "starts_at": datetime(day.year, day.month, day.day, 16, tzinfo=UTC),
        "place": "City Hall, 121 N LaSalle St",
        "published_at": now() - timedelta(days=1),
    }
    return add(Hearing(**defaults | values))


def make_speaker(hearing: Hearing, name: str = "Ana Quetzal", **values: Any) -> Speaker:
    """Somebody in the pool, whose mailbox is proven."""
    email = f"{name.lower().replace(' ', '.')}@example.org"
    defaults: dict[str, Any] = {
        "name": name,
        "email": email,
        "mailbox": keyed_hash(email, "mailbox"),
        "mode": "in_person",
        "language": "en",
        "proven_at": now(),
    }
    return add(Speaker(hearing_id=hearing.id, **defaults | values))


def make_speakers(hearing: Hearing, count: int, **values: Any) -> list[Speaker]:
    """So many at once, named “Speaker 1” and on."""
    made = [
        Speaker(
            hearing_id=hearing.id,
            **{
                "name": f"Speaker {n}",
                "email": f"speaker{n}@example.org",
                "mailbox": uuid4().hex,
                "mode": "in_person",
                "language": "en",
                "proven_at": now(),
            }
            | values,
        )
        for n in range(1, count + 1)
    ]
    db.session.add_all(made)
    db.session.commit()
    return made


def make_point(campaign: Campaign, title: str = "It did not find guns", **values: Any) -> Point:
    return add(Point(campaign_id=campaign.id, title=title, **values))
