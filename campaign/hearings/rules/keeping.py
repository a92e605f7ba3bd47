"""Templates of rules: begun, read again, deleted; and how old what we read is."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from sqlalchemy import func

from ...db import db, now
from ...filters import zone_info
from ...officials.dates import latest
from ...officials.listing import today
from ...officials.models import Body
from ..models import Hearing
from ..speaking.models import Speaker
from .deadlines import Occasion, at, holidays_at, occasion_of, problems
from .known import template
from .models import SpeakingRule, Window

OLD = timedelta(days=180)
HOURS = (time(9), time(13, 30), time(18, 30))  # at which an example meeting may begin
AHEAD = timedelta(days=14)


def templates() -> Sequence[SpeakingRule]:
    query = db.select(SpeakingRule).where(SpeakingRule.name != "")
    return db.session.scalars(query.order_by(SpeakingRule.body_id, SpeakingRule.name)).all()


def templates_of(body: Body) -> list[SpeakingRule]:
    return [one for one in templates() if one.body_id == body.id]


def begin(body: Body, known: str = "") -> SpeakingRule:
    """A new template of a body, from a known rule set or empty; the caller commits."""
    made = template(known, body) if known else SpeakingRule(body=body, name="-")
    made.name = free_name(body, known or "")
    db.session.add(made)
    db.session.flush()
    return made


def free_name(body: Body, wanted: str) -> str:
    """The name, or the next of “Name 2”, “Name 3” that this body has no template of."""
    wanted = wanted or next(iter(body.name.values()), body.slug)
    taken = {one.name for one in templates_of(body)}
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted[:110]} {number}"
    return name


def is_old(rule: SpeakingRule) -> bool:
    """Whether nobody has read the body's own words for more than 180 days, or ever."""
    return not rule.read_on or today(rule.body) - latest(rule.read_on) > OLD


def is_used(rule: SpeakingRule) -> bool:
    """Whether a hearing still to come was made from this template."""
    query = db.select(func.count()).select_from(Hearing).join(Hearing.rule)
    query = query.where(
        SpeakingRule.copied_from == rule.name,
        SpeakingRule.body_id == rule.body_id,
        Hearing.starts_at > now(),
    )
    return bool(db.session.scalar(query))


def hearing_of(rule: SpeakingRule) -> Hearing | None:
    """Whose own copy it is; None for a template."""
    found: Hearing | None = db.session.scalar(db.select(Hearing).filter_by(rule_id=rule.id))
    return found


def example(body: Body, day: date | None = None, hour: time = time(10)) -> Occasion:
    """A meeting to try a template on: a Wednesday in two weeks at ten, unless others are named.

    Raises WhenError for an hour that this day does not have, or has twice.
    """
    zone = zone_info(body.timezone)
    later = today(body) + AHEAD
    wednesday = later + timedelta(days=(2 - later.weekday()) % 7)
    local = datetime.combine(day or wednesday, hour)
    return Occasion(at(local, zone), zone, holidays_at(body))


def faults(window: Window, body: Body, hearing: Hearing | None) -> list[str]:
    """What is wrong with a window: for its hearing, or for every meeting that we can think of."""
    if hearing is not None:
        return [sentence for _place, sentence in problems([window], occasion_of(hearing))]
    found: list[str] = []
    for days in range(7):
        for hour in HOURS:
            day = today(body) + AHEAD + timedelta(days=days)
            found = [one for _place, one in problems([window], example(body, day, hour))]
            if not found:
                return []
    return found


def occasion(rule: SpeakingRule, hearing: Hearing | None) -> Occasion:
    return occasion_of(hearing) if hearing is not None else example(rule.body)


def seated(rule: SpeakingRule) -> int:
    """How many seats of the hearing that has this copy are held."""
    hearing = hearing_of(rule)
    if hearing is None:
        return 0
    held = db.select(func.count()).select_from(Speaker)
    held = held.where(Speaker.hearing_id == hearing.id, Speaker.seat.is_not(None))
    return db.session.scalar(held) or 0
