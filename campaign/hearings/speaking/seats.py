"""Seats that the organizers give away: never two for one seat, none empty while somebody waits.

Everything here runs under `pool.lock`: whoever signs up, cancels or answers an offer waits for
that one row, and the unique key over seats stands behind it.
"""

from datetime import timedelta

from ...db import db, now
from ..models import Hearing
from .models import Speaker
from .way import noted

HOLD = timedelta(hours=1)  # that a seat waits for a mailbox to be proven


def take(speaker: Speaker) -> None:
    """Hold a free seat for who has just signed up, else put them on the waiting list.

    Nobody passes those who wait: with a waiting list there is no free seat.
    """
    hearing = speaker.hearing
    fill(hearing)
    free = free_seats(hearing)
    speaker.queued_at = now()
    if free and first_waiting(hearing) is None:
        speaker.seat = free[0]
        speaker.offered_until = min(now() + HOLD, hearing.starts_at)
        noted(speaker, "offered", None)
    else:
        noted(speaker, "waiting", None)
    db.session.flush()


def fill(hearing: Hearing) -> list[Speaker]:
    """Take back what nobody answered in time and offer every free seat to the next in order.

    Returns those who have an offer now and had none before: they are to be told.
    """
    for late in late_offers(hearing):
        noted(late, "lapsed", None, "no answer in time")
    db.session.flush()
    found = []
    for seat in free_seats(hearing):
        following = first_waiting(hearing)
        if following is None or hearing.starts_at <= now():
            break
        following.seat = seat
        hours = timedelta(hours=hearing.rule.offer_hours)
        following.offered_until = min(now() + hours, hearing.starts_at)
        noted(following, "offered", None)
        db.session.flush()
        found.append(following)
    return found


def free_seats(hearing: Hearing) -> list[int]:
    """Numbers of the seats that nobody holds, the lowest first."""
    query = db.select(Speaker.seat).where(Speaker.hearing_id == hearing.id)
    held = set(db.session.scalars(query.where(Speaker.seat.is_not(None))))
    return [one for one in range(1, (hearing.rule.cap or 0) + 1) if one not in held]


def first_waiting(hearing: Hearing) -> Speaker | None:
    """Who has waited longest among those whose mailbox is proven."""
    mine = db.select(Speaker).filter_by(hearing_id=hearing.id, state="waiting")
    mine = mine.where(Speaker.proven_at.is_not(None)).order_by(Speaker.queued_at, Speaker.id)
    found: Speaker | None = db.session.scalar(mine.limit(1))
    return found


def late_offers(hearing: Hearing) -> list[Speaker]:
    mine = db.select(Speaker).filter_by(hearing_id=hearing.id, state="offered")
    return list(db.session.scalars(mine.where(Speaker.offered_until <= now())))


def accept(speaker: Speaker) -> bool:
    """Take the seat that is offered; False when the offer has lapsed or there is none."""
    if not speaker.is_offered:
        return False
    speaker.offered_until = None
    noted(speaker, "confirmed", None)
    return True
