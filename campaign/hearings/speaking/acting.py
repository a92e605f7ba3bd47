"""What organizers do with several speakers at once, and how that is taken back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from sqlalchemy import exists, func
from sqlalchemy.orm import aliased, selectinload

from ...accounts.models import User
from ...db import db, now
from ..models import Hearing
from . import pool, way
from .models import Speaker, SpeakerChange

ACTS = {  # as the forms call them, in the order in which they are offered
    "ready": _("Ready: they know what to say"),
    "applied": _("Applied to the body"),
    "confirmed": _("Confirmed by the body"),
    "forfeited": _("Forfeited: missed the call or the turn"),
    "write": _("Not drawn: writes instead"),
    "filed": _("Filed in writing"),
    "withdrawn": _("Withdrawn, because they asked"),
    "interested": _("Back to interested"),
}
OWN = ("confirmed", "forfeited", "filed", "withdrawn")  # where the seats are ours
SPOKEN = ("applied", "confirmed", "forfeited")  # nothing for who writes
MODE, UNDO = "mode:", "undo"  # how a step notes the mode that it changed, and that it undoes
SHOWN = 30  # acts in the history


def act(
    hearing: Hearing,
    numbers: Collection[int],
    name: str,
    by: User,
    *,
    why: str = "",
    receipts: dict[int, str] | None = None,
) -> way.Steps:
    """Take one of ACTS with these speakers of a hearing; the caller has locked and commits."""
    found = way.Steps()
    for one in pool.some(hearing, numbers):
        try:
            found.taken.append(take(one, name, by, why, found.batch))
        except way.NoSuchStepError:
            found.refused.append(one)
        else:
            one.receipt = (receipts or {}).get(one.id, one.receipt)
    return found


def take(one: Speaker, name: str, by: User, why: str, batch: str) -> SpeakerChange:
    """Raises NoSuchStepError where that act makes no sense for this speaker."""
    if not may(one, name):
        raise way.NoSuchStepError(f"{one.state}: {name}")
    if name != "write":
        change = way.step(one, name, by, why, batch=batch)
        if name == "confirmed":
            one.offered_until = None
        return change
    change = way.step(one, "ready", by, f"{MODE}{one.mode}", batch=batch)
    one.mode = "written"
    return change


def may(one: Speaker, name: str) -> bool:
    """Whether this act is one for this speaker, beside what the table of steps says."""
    if one.hearing.rule.is_own:
        return name in OWN and (name != "confirmed" or one.is_offered)
    if name == "write":
        return one.state == "not_drawn"
    return one.mode != "written" or name not in SPOKEN


def offered(one: Speaker) -> list[str]:
    """The acts that are possible from where this speaker is."""
    after = way.NEXT[one.state]
    return [name for name in ACTS if may(one, name) and (name in after or name == "write")]


def undo(hearing: Hearing, batch: str, by: User) -> way.Steps:
    """Take an act back, with the numbers, receipts and modes that it wrote."""
    found = way.undo(batch, of_batch(hearing, batch), by)
    for change in found.taken:
        tidy(change.speaker, batch)
    return found


def of_batch(hearing: Hearing, batch: str) -> Sequence[Speaker]:
    query = pool.select_pool(hearing).options(selectinload(Speaker.changes))
    mine = db.select(SpeakerChange.speaker_id).where(SpeakerChange.batch == batch)
    found = query.where(Speaker.id.in_(mine)).order_by(Speaker.id)
    return db.session.scalars(found.execution_options(populate_existing=True)).all()


def tidy(one: Speaker, batch: str) -> None:
    for change in (each for each in one.changes if each.batch == batch):
        if change.after == "drawn":
            one.drawn = None
        elif change.after == "filed":
            one.receipt = ""
        elif change.why.startswith(MODE):
            one.mode = change.why.removeprefix(MODE)
    if one.state == "offered":
        hours = timedelta(hours=one.hearing.rule.offer_hours)
        one.offered_until = min(now() + hours, one.hearing.starts_at)


@dataclass
class Done:
    """An act as the history shows it."""

    batch: str
    at: datetime
    by: User | None
    counts: dict[str, int]
    is_undo: bool
    left: int = 0  # how many have not gone on since

    @property
    def may_be_undone(self) -> bool:
        return self.left > 0 and not self.is_undo


def history(hearing: Hearing) -> list[Done]:
    """The latest acts with several or one, newest first."""
    last = func.max(SpeakerChange.id)
    query = (
        db.select(
            SpeakerChange.batch,
            SpeakerChange.after,
            SpeakerChange.by_id,
            func.max(SpeakerChange.at),
            func.count(func.distinct(SpeakerChange.speaker_id)),
            func.max(SpeakerChange.why),
        )
        .join(Speaker)
        .where(Speaker.hearing_id == hearing.id, SpeakerChange.batch != "")
        .group_by(SpeakerChange.batch, SpeakerChange.after, SpeakerChange.by_id)
        .order_by(last.desc())
        .limit(SHOWN * 3)
    )
    found: dict[str, Done] = {}
    for batch, after, by_id, at, count, why in db.session.execute(query):
        by = db.session.get(User, by_id) if by_id else None
        one = found.setdefault(batch, Done(batch, at, by, {}, why == UNDO))
        one.counts[after] = count
    shown = list(found.values())[:SHOWN]
    left = not_gone_on([one.batch for one in shown])
    for one in shown:
        one.left = left.get(one.batch, 0)
    return shown


def not_gone_on(batches: list[str]) -> dict[str, int]:
    """How many speakers took their last step in each of these acts."""
    later: Any = aliased(SpeakerChange)
    is_last = ~exists().where(
        later.speaker_id == SpeakerChange.speaker_id, later.id > SpeakerChange.id
    )
    query = db.select(SpeakerChange.batch, func.count()).where(
        SpeakerChange.batch.in_(batches), is_last
    )
    rows = db.session.execute(query.group_by(SpeakerChange.batch))
    return {row[0]: row[1] for row in rows}
