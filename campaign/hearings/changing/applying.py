"""Applying a sudden change: the row, its successor, seats, and the people who move with it."""

from collections.abc import Callable

from ...accounts.models import User
from ...coalition.editing import edit
from ...db import db, now
from .. import editing
from ..lineup.models import Deal
from ..models import Hearing
from ..rules.models import columns_of
from ..speaking import pool, seats
from ..speaking.models import Speaker
from ..speaking.way import noted
from .forms import HERE, ChangeForm
from .plan import seated

KEPT = (
    "interested",
    "ready",
    "filed",
    "withdrawn",
    "lapsed",
)  # states that a new day does not undo
COPIED = ("id", "slug", "rule_id", "edition", "sequence", "created_at", "changed_at", "meeting_id")


def apply(form: ChangeForm, by: User) -> list[Speaker]:
    """Do what the form says; those whom this change offers a seat are returned.

    The caller took `pool.lock` before it filled and checked the form; it writes the mail and
    commits. Raises OutdatedEditError when somebody has changed the hearing since the form was
    opened: nothing was done then.
    """
    hearing = form.hearing
    values = {
        "sequence": hearing.sequence + 1,
        "changed_at": now(),
        "status_note": form.words("status_note", hearing.status_note),
    }
    edit(hearing, form.edition.data or 0, **values)
    act = ACTS[form.kind.data]
    return act(form, hearing, by)


def begin_elsewhen(form: ChangeForm, hearing: Hearing, by: User) -> list[Speaker]:
    before, hearing.starts_at = hearing.starts_at, form.starts_at
    if hearing.ends_at is not None:
        hearing.ends_at += hearing.starts_at - before
    hearing.status = "recessed" if form.kind.data == "recessed" else "scheduled"
    return []


def go_elsewhere(form: ChangeForm, hearing: Hearing, by: User) -> list[Speaker]:
    hearing.place, hearing.remote = form.place.data or "", form.remote.data or ""
    return []


def cancel(form: ChangeForm, hearing: Hearing, by: User) -> list[Speaker]:
    hearing.status = "cancelled"
    return []


def cut(form: ChangeForm, hearing: Hearing, by: User) -> list[Speaker]:
    hearing.cut_seconds = form.seconds.data
    return []


def put_off(form: ChangeForm, hearing: Hearing, by: User) -> list[Speaker]:
    """Put a hearing off: another one follows it, new or known, or nobody knows yet."""
    hearing.status = "rescheduled"
    successor = form.others.get(form.successor.data or "")
    if form.successor.data == HERE:
        successor = followed(hearing, form)
    hearing.successor = successor
    db.session.flush()
    if successor is not None and form.carries.data:
        pool.lock(successor)
        carry_over(hearing, successor, by)
    return []


def followed(hearing: Hearing, form: ChangeForm) -> Hearing:
    """A new hearing like this one on its new day, public where this one is."""
    length = hearing.ends_at - hearing.starts_at if hearing.ends_at else None
    kept = columns_of(hearing, *COPIED, "campaign_id", "body_id", "successor_id", "starts_at")
    kept |= {"status": "scheduled", "status_note": {}, "cut_seconds": None, "series": ""}
    kept |= {"period_began_at": None, "period_ended_at": None}
    kept["ends_at"] = form.starts_at + length if length else None
    return editing.make(
        hearing.campaign,
        hearing.rule,
        hearing.body,
        measures=hearing.measures,
        other_bodies=hearing.other_bodies,
        starts_at=form.starts_at,
        **kept,
    )


def carry_over(old: Hearing, new: Hearing, by: User) -> None:
    """Move the whole pool; the body draws and confirms anew, our own seats stay.

    Who has signed up for the new day already stays behind with the old one.
    """
    there = set(db.session.scalars(db.select(Speaker.mailbox).filter_by(hearing_id=new.id)))
    held = set(db.session.scalars(db.select(Speaker.seat).filter_by(hearing_id=new.id)))
    query = db.select(Speaker).filter_by(hearing_id=old.id).order_by(Speaker.id)
    for one in db.session.scalars(query).all():
        if one.mailbox in there:
            continue
        fits = one.seat is None or (one.seat not in held and one.seat <= (new.rule.cap or 0))
        one.hearing = new
        settle(one, new, by, keeps=old.rule.is_own and new.rule.is_own and fits)
    deals = db.select(Speaker.id).filter_by(hearing_id=new.id).scalar_subquery()
    move = db.update(Deal).where(Deal.hearing_id == old.id, Deal.speaker_id.in_(deals))
    db.session.flush()
    db.session.execute(move.values(hearing_id=new.id))
    if new.rule.is_own:
        seats.fill(new)


def settle(one: Speaker, new: Hearing, by: User, keeps: bool) -> None:
    """Give somebody who moved a state that the new day knows."""
    if keeps or one.state in KEPT:
        return
    one.drawn = one.position = None
    after = "waiting" if new.rule.is_own else "interested"
    if after == "waiting":
        one.queued_at = one.queued_at or now()
    noted(one, after, by, "carried over to another day")


def change_seats(form: ChangeForm, hearing: Hearing, by: User) -> list[Speaker]:
    """Set how many seats there are; whom it turns away waits by when they signed up."""
    for one in form.to_waiting:
        noted(one, "waiting", by, "fewer seats")
        one.queued_at = one.signed_up_at
    hearing.rule.cap = form.cap.data
    hearing.rule.edition += 1
    db.session.flush()
    renumber(hearing)
    return seats.fill(hearing)


def renumber(hearing: Hearing) -> None:
    """Bring seats above the last one down to free numbers."""
    cap = hearing.rule.cap or 0
    free = iter(seats.free_seats(hearing))
    for one in sorted(seated(hearing), key=lambda each: each.seat or 0):
        if one.seat is not None and one.seat > cap:
            one.seat = next(free)
            db.session.flush()


ACTS: dict[str, Callable[[ChangeForm, Hearing, User], list[Speaker]]] = {
    "time": begin_elsewhen,
    "recessed": begin_elsewhen,
    "place": go_elsewhere,
    "deferred": put_off,
    "cancelled": cancel,
    "cut": cut,
    "capacity": change_seats,
}
