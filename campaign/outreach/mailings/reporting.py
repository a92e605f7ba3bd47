"""How a mailing went: by state, over time, what came back, who left since.

Rows of the outbox forget their addresses 30 days on, not what became of them: the numbers stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Integer, cast, func, select, type_coerce
from sqlalchemy import String as Text

from ...db import db, is_postgresql, now
from ...mail import batches
from ...mail.models import Bounce, OutgoingEmail
from ...people.models import EMAIL, Consent
from .domains import by_domain
from .models import Mailing

OPEN = ("queued", "sending")
POINTS = 40  # of the plot
FRESH = timedelta(days=29)  # afterwards the addresses are being forgotten


@dataclass(frozen=True)
class Progress:
    """How far a mailing has come, in mails."""

    total: int
    sent: int
    waiting: int
    failed: int
    uncertain: int
    dropped: int

    @property
    def settled(self) -> int:
        return self.total - self.waiting


def progress(mailing: Mailing) -> Progress:
    """One look at an index; while it is being queued the total is what was counted."""
    found = batches.counts(mailing.batch) if mailing.batch else {}
    written = sum(found.values())
    total = max(mailing.count, written) if mailing.state == "queueing" else written
    waiting = sum(found.get(one, 0) for one in OPEN) + total - written
    names = ("sent", "failed", "uncertain", "dropped")
    return Progress(total=total, waiting=waiting, **{one: found.get(one, 0) for one in names})


def bounces(mailing: Mailing) -> dict[str, int]:
    """How many came back or were complained about, by kind."""
    query = select(Bounce.kind, func.count()).join(
        OutgoingEmail, OutgoingEmail.id == Bounce.outgoing_email_id
    )
    query = query.where(OutgoingEmail.batch_id == mailing.batch_id).group_by(Bounce.kind)
    return {row[0]: row[1] for row in db.session.execute(query)}


def left_since(mailing: Mailing) -> int:
    """How many receivers took their consent back since it began, whatever for."""
    key = f"{mailing.topic}:" + cast(Consent.person_id, Text)
    query = select(func.count()).where(
        Consent.organization_id == mailing.organization_id,
        Consent.purpose == EMAIL,
        Consent.withdrawn_at >= mailing.begun_at,
        select(OutgoingEmail.id).where(OutgoingEmail.key == key).correlate(Consent).exists(),
    )
    return db.session.scalar(query) or 0


def domains(mailing: Mailing) -> list[dict[str, Any]]:
    """By domain: as it stands now, or as it was kept once the addresses are forgotten."""
    kept: list[dict[str, Any]] = mailing.numbers.get("domains", [])
    if mailing.ended_at is not None and mailing.ended_at < now() - FRESH:
        return kept
    return by_domain(mailing) or kept


def sent_over_time(mailing: Mailing) -> list[tuple[datetime, int]]:
    """How many had been sent by which moment, at most forty moments; two or none are no plot."""
    sent = (
        OutgoingEmail.batch_id == mailing.batch_id,
        OutgoingEmail.state == "sent",
        OutgoingEmail.sent_at.is_not(None),
    )
    seconds = epoch(OutgoingEmail.sent_at)
    first, last = db.session.execute(
        select(func.min(seconds), func.max(seconds)).where(*sent)
    ).one()
    if first is None or last is None:
        return []
    start, width = int(first), max(1, -(-(int(last) - int(first) + 1) // POINTS))
    slot = ((seconds - start) // width).label("slot")
    slots = select(slot, func.count()).where(*sent).group_by(slot)
    counted = {int(row[0]): row[1] for row in db.session.execute(slots)}
    return added_up(counted, start, width)


def added_up(counted: dict[int, int], start: int, width: int) -> list[tuple[datetime, int]]:
    points, total = [(datetime.fromtimestamp(start, UTC), 0)], 0
    for number in range(max(counted) + 1):
        total += counted.get(number, 0)
        points.append((datetime.fromtimestamp(start + (number + 1) * width, UTC), total))
    return points


def epoch(column: Any) -> Any:
    """Whole seconds since 1970 of a moment."""
    if is_postgresql():
        return cast(func.floor(func.extract("epoch", column)), Integer)
    return cast(func.strftime("%s", type_coerce(column, Text)), Integer)


def why_failed(mailing: Mailing) -> Sequence[tuple[str, int]]:
    """What servers answered to those that failed, most frequent first."""
    query = select(OutgoingEmail.error, func.count()).where(
        OutgoingEmail.batch_id == mailing.batch_id, OutgoingEmail.state == "failed"
    )
    query = query.group_by(OutgoingEmail.error).order_by(func.count().desc()).limit(8)
    return [(row[0] or "", row[1]) for row in db.session.execute(query)]
