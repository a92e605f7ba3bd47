"""Which measures a council has, found by words and status."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, or_
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from ...db import db
from ..models import Body
from . import numbers
from .models import AgendaItem, Measure, Meeting, RecordNumber, RollCall, Vote


def measures_of(council: Body, words: str = "", status: str = "") -> Select[Measure]:
    """The newest first: those whose title or number holds all of the words, with this status."""
    query = db.select(Measure).where(Measure.body_id == council.id)
    if status:
        query = query.where(Measure.status == status)
    if numbers.is_number(words):
        meant = db.select(RecordNumber.measure_id).where(
            RecordNumber.body_id == council.id, RecordNumber.key == numbers.key(words)
        )
        query = query.where(or_(Measure.id.in_(meant), holds(words)))
    else:
        for word in words.split():
            query = query.where(holds(word))
    return query.order_by(Measure.introduced_on.desc().nulls_last(), Measure.id.desc())


def holds(word: str) -> ColumnElement[bool]:
    """SQL: whether the title or a number has this in it, whatever the capitals."""
    written = db.select(RecordNumber.measure_id).where(
        RecordNumber.written.icontains(word, autoescape=True)
    )
    return or_(Measure.title.icontains(word, autoescape=True), Measure.id.in_(written))


def statuses(council: Body) -> Sequence[str]:
    """The statuses that its measures have, by name."""
    query = db.select(Measure.status).where(Measure.body_id == council.id, Measure.status != "")
    return db.session.scalars(query.distinct().order_by(Measure.status)).all()


def agenda_of(measure: Measure) -> Sequence[AgendaItem]:
    """The agendas that it stood on, the last meeting first."""
    query = db.select(AgendaItem).join(Meeting).where(AgendaItem.measure_id == measure.id)
    query = query.options(contains_eager(AgendaItem.meeting).joinedload(Meeting.body))
    return db.session.scalars(query.order_by(Meeting.starts_at.desc(), AgendaItem.position)).all()


def roll_calls_of(measure: Measure) -> Sequence[RollCall]:
    """The roll calls on it with everything that a page shows, the last first."""
    votes = selectinload(RollCall.votes).joinedload(Vote.official)
    query = db.select(RollCall).where(RollCall.measure_id == measure.id)
    query = query.options(joinedload(RollCall.body), votes)
    return db.session.scalars(query.order_by(RollCall.on.desc(), RollCall.id.desc())).all()
