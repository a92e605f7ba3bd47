"""When a body meets: what comes next, and what was."""

from collections.abc import Sequence

from sqlalchemy import Select, func
from sqlalchemy.orm import contains_eager

from ...db import db, now
from ..models import Body
from .models import Meeting

OFF = (
    "cancelled",
    "canceled",
    "deferred",
    "postponed",
)  # “Rescheduled” takes place, at its new hour


def is_off(meeting: Meeting) -> bool:
    """Whether the calendar says that it does not take place."""
    return meeting.status.casefold() in OFF


def next_meeting(body: Body, with_committees: bool = False) -> Meeting | None:
    """The next meeting of a body that is not called off; with its committees', the first of all."""
    found = upcoming(body, with_committees).where(func.lower(Meeting.status).not_in(OFF))
    meeting: Meeting | None = db.session.scalar(found.limit(1))
    return meeting


def upcoming(body: Body, with_committees: bool = True) -> Select[Meeting]:
    """Meetings that have not begun, the nearest first."""
    query = of_body(body, with_committees).where(Meeting.starts_at > now())
    return query.order_by(Meeting.starts_at, Meeting.id)


def past(body: Body, with_committees: bool = True) -> Select[Meeting]:
    """Meetings that have begun, the last first."""
    query = of_body(body, with_committees).where(Meeting.starts_at <= now())
    return query.order_by(Meeting.starts_at.desc(), Meeting.id.desc())


def of_body(body: Body, with_committees: bool) -> Select[Meeting]:
    query = db.select(Meeting).join(Meeting.body).options(contains_eager(Meeting.body))
    if with_committees:
        return query.where((Body.id == body.id) | (Body.parent_id == body.id))
    return query.where(Body.id == body.id)


def family(council: Body) -> Sequence[Body]:
    """A council and its committees, the council first."""
    return [council, *council.parts]
