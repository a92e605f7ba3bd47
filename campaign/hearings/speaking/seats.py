"""Seats that the organizers give away: never two for one seat, none empty while somebody waits.

Everything here runs under `pool.lock`: whoever comes, cancels or answers an offer waits for that
one row, and the unique key over seats stands behind it. Who comes is somebody whose mailbox is
proven: a name that nobody confirms holds no seat.
"""

from datetime import timedelta

from sqlalchemy import func

from ...db import db, now
from ..models import Hearing
from .models import Speaker
from .way import noted


def take(speaker: Speaker) -> None:
    """Give the lowest free seat to who has just come, else put them on the waiting list.

    Nobody passes those who wait: with a waiting list there is no free seat.
    """
    hearing = speaker.hearing
    fill(hearing)
    free = free_seats(hearing)
    speaker.queued_at = now()
    if free and first_waiting(hearing) is None:
        speaker.seat, speaker.offered_until = free[0], None
        noted(speaker, "confirmed", None)
    else:
        noted(speaker, "waiting", None)
    db.session.flush()


def wants(speaker: Speaker) -> bool:
    """Whether somebody speaks where the seats are ours."""
    return speaker.hearing.rule.is_own and speaker.mode != "written"


def follow(speaker: Speaker, wanted: bool) -> None:
    """Give a seat back, or ask for one, when somebody's mode has changed.

    `wanted` is what `wants` said before. Who has had their turn stays as they are.
    """
    if wanted and not wants(speaker) and speaker.state in ("waiting", "offered", "confirmed"):
        noted(speaker, "interested", None, "writes instead")
        db.session.flush()
        fill(speaker.hearing)
    elif wants(speaker) and not wanted and speaker.state in ("interested", "ready", "lapsed"):
        take(speaker)


def fill(hearing: Hearing) -> list[Speaker]:
    """Take back what nobody answered in time and offer every free seat to the next in order.

    Returns those who have an offer now and had none before; their mails are queued.
    """
    for late in late_offers(hearing):
        noted(late, "lapsed", None, "no answer in time")
    db.session.flush()
    found = []
    for seat in free_seats(hearing):
        following = first_waiting(hearing)
        if following is None or hearing.starts_at <= now():
            break
        offer(following, seat)
        found.append(following)
    return found


def offer(speaker: Speaker, seat: int) -> None:
    """Hold a seat for one person until they answer, and tell them."""
    from ..public import telling

    hours = timedelta(hours=speaker.hearing.rule.offer_hours)
    speaker.seat = seat
    speaker.offered_until = min(now() + hours, speaker.hearing.starts_at)
    change = noted(speaker, "offered", None)
    db.session.flush()
    telling.tell_offer(speaker, change.id)


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


def place_in_line(speaker: Speaker) -> int:
    """How manieth on the waiting list, from 1."""
    before = (Speaker.queued_at < speaker.queued_at) | (
        (Speaker.queued_at == speaker.queued_at) & (Speaker.id < speaker.id)
    )
    mine = db.select(func.count()).where(
        Speaker.hearing_id == speaker.hearing_id,
        Speaker.state == "waiting",
        Speaker.proven_at.is_not(None),
        before,
    )
    return (db.session.scalar(mine) or 0) + 1


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
