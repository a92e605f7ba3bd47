"""Making and changing hearings: from a template, as a series, from a meeting of the record."""

import re
import secrets
from collections.abc import Iterable
from datetime import datetime, time
from typing import Any

from sqlalchemy import func

from ..accounts.models import User
from ..coalition.models import Campaign, Membership, Organization
from ..coalition.slugs import numbered, slug_from
from ..db import db, now
from ..filters import zone_info
from ..i18n import spoken
from ..officials.models import Body
from ..officials.record import numbers
from ..officials.record.models import Measure, Meeting, RecordNumber
from ..officials.whip.models import Whip
from .day.models import Heard
from .models import Hearing
from .rules.deadlines import occasion_of, problems
from .rules.models import SpeakingRule, Window, copied
from .speaking.models import Speaker

LINKED, TOP = 40, 10  # measures that one hearing may be about, and that an agenda fills in


def family_of(body: Body) -> list[Body]:
    """The council that a body belongs to, with its committees."""
    council = body.parent or body
    return [council, *council.parts]


def find_measures(body: Body, typed: str) -> tuple[list[Measure], list[str]]:
    """The measures of a council with these record numbers, and the numbers that it has not."""
    council = body.parent or body
    found: dict[int, Measure] = {}
    unknown = []
    for one in [word.strip() for word in re.split(r"[,;\n]", typed) if word.strip()][:LINKED]:
        measure = find_measure(council, one)
        if measure is None:
            unknown.append(one)
        else:
            found[measure.id] = measure
    return list(found.values()), unknown


def find_measure(council: Body, written: str) -> Measure | None:
    try:
        key = numbers.key(written)
    except ValueError:
        return None
    query = db.select(Measure).join(RecordNumber)
    query = query.where(RecordNumber.body_id == council.id, RecordNumber.key == key)
    found: Measure | None = db.session.scalar(query.limit(1))
    return found


def members(organization: Organization, current: User | None = None) -> list[User]:
    """Who may run a hearing: who may change something in the organization, and who runs it."""
    query = db.select(User).join(Membership, Membership.user_id == User.id)
    query = query.where(
        Membership.organization_id == organization.id,
        Membership.ended_at.is_(None),
        Membership.role != "viewer",
    )
    found = list(db.session.scalars(query.order_by(func.lower(User.name), User.id)))
    return found if current is None or current in found else [*found, current]


def local(hearing: Hearing, moment: datetime | None) -> time | None:
    return moment.astimezone(hearing.zone).time() if moment else None


def free_slug(title: str, starts_at: datetime) -> str:
    """“city-council-2026-12-16”, or the next number after it."""
    wanted = f"{slug_from(title, 'hearing')[:60].strip('-')}-{starts_at:%Y-%m-%d}"
    query = db.select(Hearing.slug).where(Hearing.slug.startswith(wanted, autoescape=True))
    taken, number = set(db.session.scalars(query)), 1
    while numbered(wanted, number) in taken:
        number += 1
    return numbered(wanted, number)


def make(
    campaign: Campaign,
    rule: SpeakingRule,
    body: Body,
    *,
    measures: Iterable[Measure] = (),
    other_bodies: Iterable[Body] = (),
    **values: Any,
) -> Hearing:
    """A draft of this body with its own copy of a rule; the caller commits."""
    mine = copied(rule, body=body)
    there = values["starts_at"].astimezone(zone_info(body.timezone))
    slug = free_slug(spoken(values["title"]), there)
    made = Hearing(campaign=campaign, body=body, rule=mine, slug=slug, **values)
    made.measures, made.other_bodies = list(measures), list(other_bodies)
    db.session.add(made)
    db.session.flush()
    return made


def new_series(starts: list[datetime]) -> str:
    """A name that the hearings of one series share; empty for one alone."""
    return secrets.token_hex(8) if len(starts) > 1 else ""


def faults(hearing: Hearing) -> list[tuple[Window, str]]:
    """The windows that cannot be for this hearing, each with the sentence."""
    windows = hearing.rule.windows
    return [(windows[place], said) for place, said in problems(windows, occasion_of(hearing))]


def last_place(body: Body, campaign: Campaign) -> Hearing | None:
    """The campaign's latest hearing of a body: the next one is likely where it was."""
    query = db.select(Hearing).filter_by(body_id=body.id, campaign_id=campaign.id)
    found: Hearing | None = db.session.scalar(query.order_by(Hearing.id.desc()).limit(1))
    return found


def measures_on(meeting: Meeting, campaign: Campaign) -> list[Measure]:
    """What of an agenda the campaign is likely about: what it counts votes on, else its top."""
    found = [one.measure for one in meeting.items if one.measure is not None]
    counted = set(db.session.scalars(db.select(Whip.measure_id).filter_by(campaign_id=campaign.id)))
    return [one for one in found if one.id in counted] or found[:TOP]


def set_published(hearing: Hearing, is_public: bool) -> None:
    """Show it to everybody, or to nobody else again; the caller has checked the edition."""
    hearing.published_at = now() if is_public else None
    hearing.changed_at = now()


def has_speakers(hearing: Hearing) -> bool:
    query = db.select(func.count()).select_from(Speaker).filter_by(hearing_id=hearing.id)
    return bool(db.session.scalar(query))


def delete(hearing: Hearing) -> None:
    """Take a draft away with its rule and its record; who named it as successor names none then."""
    db.session.execute(db.delete(Heard).where(Heard.hearing_id == hearing.id))
    before = db.update(Hearing).where(Hearing.successor_id == hearing.id)
    db.session.execute(before.values(successor_id=None))
    db.session.delete(hearing)


def series_of(hearing: Hearing) -> list[Hearing]:
    """The hearings that repeat with this one, the earliest first."""
    if not hearing.series:
        return []
    query = db.select(Hearing).filter_by(series=hearing.series, campaign_id=hearing.campaign_id)
    return list(db.session.scalars(query.order_by(Hearing.starts_at)))
