"""Organizers' page of when a council and its committees meet."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import selectinload

from ...db import db
from ...forms import asked_number
from ...security import allow
from ..bodies import councils
from .desk import READER, begin_with_a_council, bp
from .meetings import family, is_off, past, upcoming
from .models import AgendaItem, Meeting
from .place import get_place

PAGE = 50


@bp.get("/meetings")
@allow(READER)
def meetings(organization: str, campaign: str) -> ResponseReturnValue:
    """What comes, the nearest first, and what was; of all bodies or of one."""
    here = get_place(organization, campaign)
    if not councils():
        return begin_with_a_council(here)
    asked = request.args.get("of", "")
    bodies = family(here.council)
    body = next((one for one in bodies if one.slug == asked), None)
    of = body or here.council
    agenda = selectinload(Meeting.items).joinedload(AgendaItem.measure)
    every = body is None
    later = db.session.scalars(upcoming(of, every).options(agenda).limit(PAGE)).all()
    gone = db.paginate(
        past(of, every).options(agenda),
        page=asked_number("page", 1),
        per_page=PAGE,
        error_out=False,
    )
    return render_template(
        "officials/record/meetings.html",
        place=here,
        bodies=bodies,
        body=body,
        later=later,
        gone=gone,
        is_off=is_off,
        page_url=lambda number: here.url("meetings", of=asked, page=number) + "#past",
        councils=councils(),
    )
