"""What lower rooms ask of this one: where people are heard next."""

from flask import url_for
from sqlalchemy import or_

from ...db import db, now
from ...officials.asking import Coming
from ...officials.models import Body
from ..models import Hearing
from . import ways

LOOKED_AT = 20  # hearings to come, of which the first that takes people is shown


def next_hearing(body: Body) -> Coming | None:
    """The next one of a body or its committees in which people can still take part."""
    inside = db.select(Body.id).filter_by(parent_id=body.id)
    query = db.select(Hearing).where(
        Hearing.published_at.is_not(None),
        Hearing.starts_at > now(),
        or_(Hearing.body_id == body.id, Hearing.body_id.in_(inside)),
    )
    for one in db.session.scalars(query.order_by(Hearing.starts_at).limit(LOOKED_AT)):
        if ways.open_modes(one) or ways.may_write(one):
            path = url_for("hearings.hearing", slug=one.slug)
            return Coming(one.title, path, one.starts_at, one.body.timezone)
    return None
