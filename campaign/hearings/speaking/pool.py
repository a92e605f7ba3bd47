"""Who is in a hearing's pool: the one place that reads and locks its rows."""

from collections import Counter
from collections.abc import Collection, Sequence

from sqlalchemy import Select, func
from sqlalchemy.orm import joinedload

from ...db import db
from ..models import Hearing
from .models import Speaker


def lock(hearing: Hearing) -> None:
    """Let everybody who changes this hearing's pool wait until this transaction ends.

    On SQLite a request that changes something holds the database anyway; on PostgreSQL it is the
    hearing's row. Sessions read the rows anew afterwards.
    """
    mine = db.select(Hearing.id).filter_by(id=hearing.id).with_for_update()
    db.session.execute(mine)
    db.session.expire_all()


def select_pool(hearing: Hearing) -> Select[Speaker]:
    """Those whom organizers see: their mailbox is proven, or an organizer vouches for them."""
    mine = db.select(Speaker).where(
        Speaker.hearing_id == hearing.id, Speaker.proven_at.is_not(None)
    )
    return mine.options(joinedload(Speaker.ward), joinedload(Speaker.organization))


def speakers(hearing: Hearing, states: Collection[str] = ()) -> Sequence[Speaker]:
    """The pool in the order of the line-up, then as they signed up; without the withdrawn."""
    query = select_pool(hearing).where(Speaker.state != "withdrawn")
    if states:
        query = query.where(Speaker.state.in_(states))
    order = (Speaker.position.is_(None), Speaker.position, Speaker.signed_up_at, Speaker.id)
    return db.session.scalars(query.order_by(*order)).all()


def some(hearing: Hearing, ids: Collection[int]) -> Sequence[Speaker]:
    """Those of these numbers that are in this hearing's pool, oldest first."""
    query = select_pool(hearing).where(Speaker.id.in_(ids)).order_by(Speaker.id)
    return db.session.scalars(query).all()


def counts(hearing: Hearing) -> Counter[str]:
    """How many are in each state; “unproven” are those who have not confirmed their mailbox."""
    query = db.select(Speaker.state, Speaker.proven_at.is_(None), func.count())
    query = query.where(Speaker.hearing_id == hearing.id)
    found: Counter[str] = Counter()
    for state, is_unproven, number in db.session.execute(
        query.group_by(Speaker.state, Speaker.proven_at.is_(None))
    ):
        found["unproven" if is_unproven and state != "withdrawn" else state] += number
    return found
