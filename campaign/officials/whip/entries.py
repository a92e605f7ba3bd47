"""Writing down what somebody learned, and taking it back. Entries are never edited."""

from collections.abc import Sequence
from datetime import date

from ...accounts.models import User
from ...db import db, now
from ..models import Official
from .counting import Entry
from .models import Stance, Whip
from .voters import today_at, voters

COLUMNS = (
    Stance.id,
    Stance.official_id,
    Stance.value,
    Stance.evidence,
    Stance.on,
    Stance.source,
)


class RefusedError(ValueError):
    """This cannot be recorded: the count is closed, or somebody has no vote."""


def record(
    whip: Whip,
    officials: Sequence[Official],
    *,
    value: str,
    evidence: str,
    on: date,
    source: str = "",
    note: str = "",
    by: User | None,
) -> list[Stance]:
    """Add an entry for each of these office holders; the caller commits.

    What is written down already in the same words is not written twice. Raises RefusedError for
    a closed count, for a day that is yet to come and for somebody who holds no seat.
    """
    refuse(whip, officials, on)
    said = {"value": value, "evidence": evidence, "on": on, "source": source, "note": note}
    same = db.select(Stance.official_id).filter_by(whip_id=whip.id, withdrawn_at=None, **said)
    known = set(db.session.scalars(same))
    added = [
        Stance(whip=whip, official=one, user=by, **said) for one in officials if one.id not in known
    ]
    db.session.add_all(added)
    return added


def refuse(whip: Whip, officials: Sequence[Official], on: date) -> None:
    body = whip.measure.body
    today = today_at(body)
    if whip.closed_at is not None:
        raise RefusedError("this count is closed")
    if on > today:
        raise RefusedError("this day is yet to come")
    seated = {one.official.id for one in voters(body, today)}
    for one in officials:
        if one.id not in seated:
            raise RefusedError(f"{one.name} holds no seat in this body")


def withdraw(stance: Stance) -> None:
    """Let an entry count no longer; twice is once."""
    stance.withdrawn_at = stance.withdrawn_at or now()


def entries_of(whip: Whip) -> list[Entry]:
    """All entries of a count that were not withdrawn."""
    query = db.select(*COLUMNS).where(Stance.whip_id == whip.id, Stance.withdrawn_at.is_(None))
    return [Entry(*row) for row in db.session.execute(query)]
