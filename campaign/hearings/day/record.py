"""The record of a hearing: who spoke, what was said and heard, and what was promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import abort
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from ...accounts.models import User
from ...db import db, now
from ...officials.contact import log
from ...officials.contact.models import Interaction
from ...officials.models import Official, Term
from ...officials.place import Place as OfficialsPlace
from ...officials.terms import in_force
from ..lineup.members import COLUMNS, ORDER, in_states
from ..lineup.models import Deal
from ..models import Hearing
from ..place import Place
from ..speaking import pool
from .acts import OVER
from .models import Heard
from .sheet import Row, points_by_speaker

SPOKE = ("present", *OVER)


@dataclass(frozen=True)
class Record:
    """What is kept of a hearing."""

    rows: list[Row]  # who spoke or was to speak, in order
    heard: Sequence[Heard]
    counts: dict[str, int]  # speakers by state


def record_of(hearing: Hearing) -> Record:
    query = db.select(*COLUMNS).where(*in_states(hearing, SPOKE)).order_by(*ORDER)
    rows = list(db.session.execute(query).all())
    counted = pool.counts(hearing)
    counts = {state: number for state, number in counted.items() if state != "unproven" and number}
    return Record(rows, heard_at(hearing), counts)


def heard_at(hearing: Hearing) -> Sequence[Heard]:
    mine = db.select(Heard).filter_by(hearing_id=hearing.id).order_by(Heard.at, Heard.id)
    return db.session.scalars(
        mine.options(joinedload(Heard.official), joinedload(Heard.speaker))
    ).all()


def get_heard(hearing: Hearing, number: int) -> Heard:
    mine = db.select(Heard).filter_by(id=number, hearing_id=hearing.id)
    found: Heard = db.session.scalar(mine) or abort(404)
    return found


def officials_of(hearing: Hearing, also: int | None = None) -> list[tuple[str, str]]:
    """Who may have said something: all in office that day in these bodies and their councils."""
    bodies = [hearing.body, *hearing.other_bodies]
    numbers = {one.id for one in bodies} | {one.parent_id for one in bodies if one.parent_id}
    query = in_force(hearing.local_start.date()).where(Term.body_id.in_(numbers))
    found = {one.official for one in db.session.scalars(query.options(joinedload(Term.official)))}
    if also and (other := db.session.get(Official, also)):
        found.add(other)
    return [(str(one.id), one.name) for one in sorted(found, key=lambda one: one.sort_name)]


def speakers_of(hearing: Hearing, also: int | None = None) -> list[tuple[str, str]]:
    """To whom it may have been said: those who spoke."""
    query = db.select(*COLUMNS[:2]).where(*in_states(hearing, SPOKE)).order_by(*ORDER)
    found = [(str(one.id), one.name) for one in db.session.execute(query.limit(500))]
    if also and str(also) not in dict(found):
        found += [(str(one.id), one.name) for one in pool.some(hearing, [also])]
    return found


def keep_promise(place: Place, heard: Heard, by: User) -> None:
    """A promise with a day becomes a note of ours, with what to ask for and when.

    The note follows the entry while both are there; without its day it asks for nothing more.
    """
    note = db.session.get(Interaction, heard.interaction_id) if heard.interaction_id else None
    is_due = heard.kind == "promise" and heard.due_on is not None
    if not is_due or heard.official_id is None:
        if note is not None:
            note.next_step, note.next_on, note.edition = "", None, note.edition + 1
        return
    official = db.session.get_one(Official, heard.official_id)
    step = _("Ask whether the promise is kept")
    if note is None:
        made = log.write(
            OfficialsPlace(place.membership, place.partnership),
            official,
            by,
            way="event",
            on=heard.hearing.local_start.date(),
            answered=heard.text,
            next_step=step,
            next_on=heard.due_on,
            who=by.name[:120],
            measure_id=measure_of(heard.hearing),
        )
        heard.interaction_id = made.id
        return
    note.official_id, note.answered = official.id, heard.text
    note.next_step, note.next_on = note.next_step or step, heard.due_on
    note.edition += 1


def measure_of(hearing: Hearing) -> int | None:
    return hearing.measures[0].id if len(hearing.measures) == 1 else None


def set_made(hearing: Hearing, speakers: Sequence[int], made: Sequence[int]) -> None:
    """Which deals of these speakers were made; of nobody else's."""
    mine = db.select(Deal).where(Deal.hearing_id == hearing.id, Deal.speaker_id.in_(speakers))
    ticked = set(made)
    for one in db.session.scalars(mine):
        one.is_made = one.id in ticked


def as_text(hearing: Hearing, record: Record) -> list[tuple[Row, list[Any]]]:
    """Who spoke with the points that were made, for the plain copy."""
    points = points_by_speaker(hearing, record.rows)
    return [
        (row, [point for point, deal in points[row.id] if deal.is_made])
        for row in record.rows
        if row.state == "spoke"
    ]


def heard_now(hearing: Hearing, by: User, **said: Any) -> Heard:
    heard = Heard(hearing_id=hearing.id, by_id=by.id, at=now(), **said)
    db.session.add(heard)
    db.session.flush()
    return heard
