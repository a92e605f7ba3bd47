"""Public pages of hearings."""

from flask import Blueprint, Response, make_response, render_template

from ..db import db, now
from ..pages import keep
from ..security import allow, public
from .models import Hearing

bp = Blueprint("hearings", __name__)


@bp.get("/hearings")
@allow(public)
def hearings() -> Response:
    """What comes, the nearest first."""
    query = db.select(Hearing).where(Hearing.published_at.is_not(None), Hearing.starts_at > now())
    found = db.session.scalars(query.order_by(Hearing.starts_at)).all()
    return keep(make_response(render_template("hearings/hearings.html", hearings=found)))
