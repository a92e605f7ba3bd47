"""Letters in numbers: by state, ward, office and day. Private ones count as all do."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select

from ...db import db, now
from ...filters import date_words, zone_info
from ..letters.models import Letter, LetterAction
from ..replies.models import LetterReply
from . import pace
from .offices import Office, offices

DAYS = 60  # that the chart shows
ANSWERED = "answered"
COLUMNS = (
    *("sent", ANSWERED, "waiting", "held", "uncertain", "failed", "bounced"),
    *("unconfirmed", "withdrawn"),
)


@dataclass(frozen=True)
class WardRow:
    """The letters of one ward by state; `leaving` counts as waiting."""

    office: Office
    counts: Counter[str]

    @property
    def reached(self) -> int:
        """What has gone to the office, as far as anybody knows."""
        return self.counts["sent"]


@dataclass(frozen=True)
class Queue:
    """What still waits for one office, and when the last of it has left at the earliest."""

    office: Office
    waiting: int
    ends: datetime | None  # None: it does not move now


@dataclass(frozen=True)
class Numbers:
    totals: Counter[str] = field(default_factory=Counter)
    rows: list[WardRow] = field(default_factory=list)
    queues: list[Queue] = field(default_factory=list)


def by_action(ids: Sequence[int]) -> dict[int, Counter[str]]:
    """How many letters of each action are in each state."""
    query = select(Letter.action_id, Letter.state, func.count()).where(Letter.action_id.in_(ids))
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for number, state, count in db.session.execute(query.group_by(Letter.action_id, Letter.state)):
        found[number][state] = count
    return found


def numbers(action: LetterAction) -> Numbers:
    """All of an action's page."""
    wards = by_ward(action)
    every = offices(action.body)
    totals: Counter[str] = Counter()
    for one in wards.values():
        totals.update(one)
    rows = [WardRow(one, wards.get(one.ward.id, Counter())) for one in every]
    return Numbers(totals, rows, queues(action, rows))


def by_ward(action: LetterAction) -> dict[int, Counter[str]]:
    query = select(Letter.ward_id, Letter.state, func.count()).filter_by(action_id=action.id)
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for ward, state, count in db.session.execute(query.group_by(Letter.ward_id, Letter.state)):
        found[ward]["waiting" if state == "leaving" else state] += count
    answers = (
        select(Letter.ward_id, func.count())
        .join(LetterReply)
        .where(Letter.action_id == action.id, LetterReply.answer != "no")
    )
    for ward, count in db.session.execute(answers.group_by(Letter.ward_id)):
        found[ward][ANSWERED] = count
    return found


def queues(action: LetterAction, rows: Sequence[WardRow]) -> list[Queue]:
    """The offices for which letters wait, the longest queue first."""
    waiting = [(one.office, one.counts["waiting"]) for one in rows if one.counts["waiting"]]
    found = [Queue(office, count, ends(action, office, count)) for office, count in waiting]
    return sorted(found, key=lambda one: (-one.waiting, one.office.ward.number))


def ends(action: LetterAction, office: Office, waiting: int) -> datetime | None:
    """At the earliest, if nobody pauses it; nothing where no letter can leave."""
    is_moving = action.published_at is not None and action.paused_at is None
    if not is_moving or not office.may_get_letters(action.on_bounce):
        return None
    return now() + pace.takes(waiting + 1, action.per_hour, action.per_day)


def by_day(action: LetterAction) -> list[tuple[str, int, int]]:
    """Label, number sent and ordinal of each of the last days, on the clocks of the body."""
    zone = zone_info(action.body.timezone)
    since = now() - timedelta(days=DAYS)
    query = select(Letter.sent_at).where(Letter.action_id == action.id, Letter.sent_at >= since)
    days: Counter[date] = Counter(
        at.astimezone(zone).date() for at in db.session.scalars(query) if at is not None
    )
    if not days:
        return []
    last = datetime.now(UTC).astimezone(zone).date()
    first = min(days)
    every = [first + timedelta(days=each) for each in range((last - first).days + 1)]
    return [(date_words(day), days[day], day.toordinal()) for day in every]
