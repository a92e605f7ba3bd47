"""Everything that will go out for an organization, and what went out in the last week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import case, func, or_, select

from ...coalition.models import Organization
from ...db import db, now
from ...mail import MailBatch, OutgoingEmail
from ...pages import remember
from .foreseen import foreseen
from .lines import Line, of_batch, together

STUCK_AFTER = timedelta(minutes=10)  # a confirmation leaves within seconds
DAYS = 7
KEPT = 30.0  # seconds that the week's numbers are kept
Waiting = tuple[int, datetime | None]


@dataclass(frozen=True)
class Day:
    """What became of an organization's mails on one day (UTC)."""

    on: date
    sent: int
    failed: int


def gather(organization: Organization) -> list[Line]:
    """What waits in the outbox and what is foreseen, one line a topic, the next first."""
    found = together([*written(organization), *foreseen(organization)])
    return [one for one in found if not one.is_empty]


def find(organization: Organization, topic: str) -> Line | None:
    return next((one for one in gather(organization) if one.topic == topic), None)


def written(organization: Organization) -> list[Line]:
    """The batches of which something waits, and those that are stopped."""
    mine = select(MailBatch).where(MailBatch.organization_id == organization.id)
    batches = {one.id: one for one in db.session.scalars(mine)}
    waits = waiting_in(list(batches))
    return [
        of_batch(one, *waits.get(one.id, (0, None)))
        for one in batches.values()
        if one.state != "cancelled" and (one.id in waits or one.state == "paused")
    ]


def waiting_in(batches: Sequence[int]) -> dict[int, Waiting]:
    """How many mails of each batch are not finished, and when the next is due."""
    rows = OutgoingEmail
    query = select(rows.batch_id, func.count(), func.min(rows.due_at))
    query = query.where(rows.batch_id.in_(batches), rows.due_at.is_not(None))
    found = db.session.execute(query.group_by(rows.batch_id))
    return {number: (count, at) for number, count, at in found if number is not None}


def confirmations() -> tuple[int, int]:
    """Mails of single people that wait now, and how many of them are late."""
    rows = OutgoingEmail
    late = func.sum(case((rows.queued_at < now() - STUCK_AFTER, 1), else_=0))
    query = select(func.count(), late).where(rows.batch_id.is_(None), rows.due_at.is_not(None))
    count, stuck = db.session.execute(query).one()
    return count, int(stuck or 0)


def week(organization: Organization) -> list[Day]:
    """Sent and failed on each of the last seven days; half a minute old at most."""
    key = ("outgoing week", organization.id, today())
    return remember(key, lambda: count_week(organization), KEPT)


def today() -> date:
    return now().astimezone(UTC).date()


def count_week(organization: Organization) -> list[Day]:
    days = [today() - timedelta(days=back) for back in reversed(range(DAYS))]
    mine = select(MailBatch.id).where(MailBatch.organization_id == organization.id)
    rows = OutgoingEmail
    at = func.coalesce(rows.sent_at, rows.queued_at)
    columns: list[Any] = []
    for state in ("sent", "failed"):
        for day in days:
            is_then = (rows.state == state) & (at >= start_of(day)) & (at < start_of(day, 1))
            columns.append(func.sum(case((is_then, 1), else_=0)))
    ended = or_(rows.state == "sent", rows.state == "failed")
    found = db.session.execute(select(*columns).where(rows.batch_id.in_(mine), ended)).one()
    numbers = [int(one or 0) for one in found]
    return [Day(*one) for one in zip(days, numbers[:DAYS], numbers[DAYS:], strict=True)]


def start_of(day: date, later: int = 0) -> datetime:
    return datetime.combine(day + timedelta(days=later), time(), UTC)
