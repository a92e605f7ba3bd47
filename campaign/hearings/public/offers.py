"""Offers of seats that nobody answered: taken back, and made to the next in order."""

from ... import mail
from ...db import db, now
from ...jobs import job
from ..models import Hearing
from ..speaking import pool, seats
from ..speaking.models import Speaker


@job("hearings.offers", every_minutes=1)
def pass_on() -> int:
    """Give every seat on whose offer has lapsed; return how many have an offer now."""
    late = db.select(Speaker.hearing_id).where(
        Speaker.state == "offered", Speaker.offered_until <= now()
    )
    done = 0
    for number in list(db.session.scalars(late.distinct().order_by(Speaker.hearing_id))):
        done += len(fill(db.session.get_one(Hearing, number)))
    if done:
        mail.wake()
    return done


def fill(hearing: Hearing) -> list[Speaker]:
    pool.lock(hearing)
    found = seats.fill(hearing)
    db.session.commit()
    return found
