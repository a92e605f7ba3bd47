"""Public pages: who decides, ward by ward; nothing that a coalition thinks of them."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from ..db import db
from ..forms import asked_number
from ..pages import keep
from ..security import allow, public
from . import asking, history, listing
from .bodies import asked_council, councils
from .dates import FIRST, LAST
from .listing import Asked
from .models import Seat, Ward
from .place import body_of_page, get_official
from .record.meetings import next_meeting

bp = Blueprint("officials", __name__)
VOTES = 50  # on a page


@bp.context_processor
def links() -> dict[str, Any]:
    """Addresses of these pages, within the council that was asked for."""
    body = request.args.get("body") or None
    return {
        "asked_body": body,
        "official_url": lambda one: url_for(".official", slug=one.slug),
        "ward_url": lambda row: url_for(".ward", number=row.seat.ward.number, body=body),
        "here": lambda one: url_for(request.endpoint or "", body=one.slug),
    }


@bp.get("/officials")
@allow(public)
def officials() -> Response:
    """Everyone who holds a seat, searched by name or ward, by committee or not."""
    body, wanted = body_of_page(), Asked.from_words(request.args)
    on = listing.today(body) if body else date.min
    page = render_template(
        "officials/officials.html",
        body=body,
        councils=councils(),
        asked=wanted,
        rows=listing.rows(body, on, wanted) if body else [],
    )
    return keep(make_response(page))


@bp.get("/officials/<slug>")
@allow(public)
def official(slug: str) -> Response:
    """One official: seats over time, the office, committees, votes on the record."""
    found = get_official(slug)
    on, votes = history.today_of(found), history.votes_of(found)
    page = render_template(
        "officials/official.html",
        official=found,
        current=history.current_terms(found, on),
        terms=history.newest_first(found.terms),
        on=on,
        votes=db.paginate(votes, page=asked_number("page", 1), per_page=VOTES, error_out=False),
        page_address=lambda page: url_for(".official", slug=slug, page=page),
    )
    return keep(make_response(page))


@bp.get("/wards")
@allow(public)
def wards() -> Response:
    """The wards as a map of tiles and as a list."""
    body = body_of_page()
    rows = listing.rows(body, listing.today(body)) if body else []
    rows = [one for one in rows if one.seat.ward]
    page = render_template("officials/wards.html", body=body, councils=councils(), rows=rows)
    return keep(make_response(page))


@bp.get("/wards/<int:number>")
@allow(public)
def ward(number: int) -> ResponseReturnValue:
    """One ward: who decides for it, how to reach them, what its people can sign, who was before.

    `?on=2025-03-01` asks who held it that day.
    """
    found = get_ward(number)
    today = listing.today(found.body)
    seat = db.session.scalar(db.select(Seat).filter_by(body_id=found.body_id, ward_id=found.id))
    typed = request.args.get("on", "").strip()
    day = find_day(typed)
    page = render_template(
        "officials/ward.html",
        ward=found,
        seat=seat,
        on=today,
        answer=history.answer(seat, today) if seat else None,
        committees=listing.committee_terms(found.body, today),
        typed=typed[: listing.Asked.longest],
        asked_answer=history.answer(seat, day) if seat and day else None,
        terms=history.seat_terms(seat) if seat else [],
        petitions=asking.open_petitions(found.body),
        letters=asking.open_letters(found.body),
        meeting=next_meeting(found.body),
        hearing=asking.next_hearing(found.body),
    )
    if typed and day is None:
        return page, 422
    return keep(make_response(page))


def find_day(typed: str) -> date | None:
    """The day that somebody typed, if there is such a day and it may lie in a term."""
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if FIRST <= day.year <= LAST else None


def get_ward(number: int) -> Ward:
    query = db.select(Ward).filter_by(body_id=asked_council().id, number=number)
    found: Ward = db.session.scalar(query) or abort(404)
    return found
