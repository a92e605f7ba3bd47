"""Taking signatures out of the count: counted first, decided once, undone as a whole.

A decision takes exactly the set that somebody was shown. A small one is carried out in the
transaction that stores it; a large one in steps of a fraction of a second, each a transaction
of its own, so that nobody who signs waits for it. Decisions about one petition wait for each
other on its row, which signers do not lock.
"""

import time
from collections.abc import Sequence
from typing import Any

from flask import current_app
from sqlalchemy import CursorResult, Row, null, select, update

from ...db import db, looking, now
from ...jobs import job
from ...mail import OutgoingEmail
from .. import counting
from ..models import Petition, Signature
from ..signing import CONFIRM
from ..waiting import REMINDER
from .filters import Filter, conditions, mark_of
from .models import Invalidation

MOST = 100_000  # signatures of one decision
STEP = 2_000  # signatures of one transaction
TOUCHED = ("id", "petition_id", "ward_id", "organization_id", "confirmed_at", "language", "asks")


class ChangedError(Exception):
    """The set is no longer the one that was shown."""


class TooManyError(Exception):
    """One decision cannot take so many."""


class BusyError(Exception):
    """Another decision about this petition is still being carried out."""


def decide(
    petition: Petition, wanted: Filter, seen: str, *, reason: str, by: int, token: str
) -> tuple[Invalidation, bool]:
    """Take out what was `seen`; the decision, and whether it is new. The caller commits.

    The same `token` again is the same decision. Raises ChangedError, TooManyError, BusyError.
    """
    earlier = find(petition.id, token)
    if earlier is not None:
        return earlier, False
    petition_id = petition.id
    numbers = choose(petition, wanted)
    lock(petition_id)
    earlier = find(petition_id, token)
    if earlier is not None:
        return earlier, False
    if any(one.is_working for one in open_decisions(petition_id)):
        raise BusyError
    if mark_of(numbers) != seen or not numbers:
        raise ChangedError
    decision = Invalidation(
        petition_id=petition_id,
        token=token,
        filter=wanted.given,
        reason=reason,
        counted=len(numbers),
        chosen=numbers,
        by_id=by,
    )
    db.session.add(decision)
    db.session.flush()
    if len(numbers) <= STEP:
        take_next(decision)
        if decision.taken != decision.counted:
            raise ChangedError
    return decision, True


def choose(petition: Petition, wanted: Filter) -> list[int]:
    """The numbers of the signatures that fit, read without keeping anybody from signing."""
    fits = conditions(petition, wanted)
    query = select(Signature.id).where(*fits).order_by(Signature.id).limit(MOST + 1)
    with looking() as connection:
        numbers = list(connection.scalars(query))
    if len(numbers) > MOST:
        raise TooManyError
    return numbers


def find(petition_id: int, token: str) -> Invalidation | None:
    mine = db.select(Invalidation).filter_by(petition_id=petition_id, token=token)
    found: Invalidation | None = db.session.scalar(mine)
    return found


def lock(petition_id: int) -> None:
    """Let decisions about one petition wait for each other, and nobody else for them."""
    row = db.select(Petition.id).filter_by(id=petition_id)
    db.session.execute(row.with_for_update(key_share=True))


def open_decisions(petition_id: int | None = None) -> Sequence[Invalidation]:
    """Those of which something is still to be done."""
    undoing = Invalidation.undone_at.is_not(None) & Invalidation.restored_at.is_(None)
    query = db.select(Invalidation).where(Invalidation.finished_at.is_(None) | undoing)
    if petition_id is not None:
        query = query.filter_by(petition_id=petition_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def undo(decision: Invalidation, by: int) -> bool:
    """Bring back what it took; False if somebody has begun that already. The caller commits.

    What was withdrawn since stays withdrawn. A decision that is still taking stops.
    """
    lock(decision.petition_id)
    db.session.refresh(decision)
    if decision.undone_at is not None:
        return False
    finish(decision)
    decision.undone_at, decision.undone_by_id = now(), by
    restore_next(decision)
    return True


def carry_on(number: int, seconds: float) -> bool:
    """Do steps of a decision for about this long; whether nothing is left."""
    end = time.monotonic() + seconds
    while step(number):
        if time.monotonic() > end:
            return False
    return True


def step(number: int) -> bool:
    """One short transaction; whether anything is left after it."""
    decision = db.session.get_one(Invalidation, number)
    lock(decision.petition_id)
    db.session.refresh(decision)
    if decision.undone_at is not None and decision.restored_at is None:
        restore_next(decision)
    elif decision.finished_at is None:
        take_next(decision)
    left = decision.is_working
    db.session.commit()
    return left


@job("petitions.invalidate", every_minutes=1)
def finish_all() -> None:
    """Carry on with what was begun."""
    for number in [one.id for one in open_decisions()]:
        while step(number):
            pass


def ask_to_finish() -> None:
    current_app.extensions["jobs"]["petitions.invalidate"]()


def take_next(decision: Invalidation) -> None:
    numbers = decision.chosen[decision.position : decision.position + STEP]
    decision.taken += take(decision.id, numbers)
    decision.position += len(numbers)
    if decision.position >= len(decision.chosen):
        finish(decision)


def finish(decision: Invalidation) -> None:
    decision.finished_at = decision.finished_at or now()
    decision.chosen, decision.position = [], 0


def take(decision_id: int, numbers: list[int]) -> int:
    """Take these out, but for those that are out or withdrawn already; how many that was."""
    standing = (Signature.invalidated_at.is_(None), Signature.withdrawn_at.is_(None))
    taking = (
        update(Signature)
        .where(Signature.id.in_(numbers), *standing)
        .values(invalidated_at=now(), invalidation_id=decision_id, is_shown=False)
    )
    rows = touch(taking)
    counting.change_all(rows, -1)
    drop_mails(rows)
    return len(rows)


def restore_next(decision: Invalidation) -> None:
    """Bring some back. Those withdrawn since count no more, but may sign again."""
    some = select(Signature.id).filter_by(invalidation_id=decision.id)
    numbers = list(db.session.scalars(some.order_by(Signature.id).limit(STEP)))
    forget_blank(numbers)
    is_shown = Signature.is_public & Signature.confirmed_at.is_not(None)
    back = {"invalidated_at": null(), "invalidation_id": null()}
    among = update(Signature).where(Signature.id.in_(numbers))
    stays = Signature.withdrawn_at.is_(None)
    rows = touch(among.where(stays).values(is_shown=is_shown, **back))
    touch(among.where(~stays).values(**back))
    counting.change_all(rows, +1)
    decision.restored += len(rows)
    if len(numbers) < STEP:
        decision.restored_at = now()


def forget_blank(numbers: list[int]) -> None:
    """Delete those whose time to confirm ran out meanwhile, as it would have been without us."""
    blank = (Signature.confirmed_at.is_(None), Signature.withdrawn_at.is_(None))
    old = db.delete(Signature).where(Signature.id.in_(numbers), Signature.email == "", *blank)
    db.session.execute(old.execution_options(synchronize_session=False))


def touch(statement: Any) -> Sequence[Row[Any]]:
    """Carry out a change of many signatures; what counting needs of those it changed."""
    columns = (getattr(Signature, name) for name in TOUCHED)
    options = {"synchronize_session": False}
    return db.session.execute(statement.returning(*columns), execution_options=options).all()


def drop_mails(rows: Sequence[Row[Any]]) -> int:
    """Whoever is out gets no mail: drop what waits in the outbox for them; how many."""
    waiting = [one for one in rows if one.confirmed_at is None]
    keys = [f"{CONFIRM}:{one.id}:{one.asks}" for one in waiting]
    keys += [f"{REMINDER}:{one.id}:1" for one in waiting]
    mine = (OutgoingEmail.state == "queued", OutgoingEmail.key.in_(keys))
    free = select(OutgoingEmail.id).where(*mine).with_for_update(skip_locked=True)
    dropping = update(OutgoingEmail).where(OutgoingEmail.id.in_(free.scalar_subquery()))
    values = {"state": "dropped", "due_at": None, "error": "invalidated"}
    done = db.session.execute(dropping.values(values).execution_options(synchronize_session=False))
    assert isinstance(done, CursorResult)
    return done.rowcount
