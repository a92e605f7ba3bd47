"""Organizers' pages of officials: the list, one of them, on paper and as files."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from ..accounts.checks import me
from ..coalition.permissions import partner_in_campaign
from ..db import db
from ..forms import StaffForm
from ..security import allow
from . import asking, contacts, desk_listing, exports, history
from .bodies import councils
from .contact import log, reading
from .contact.forms import DoneForm
from .listing import Asked
from .models import Official, Term
from .place import Place, body_of_page, get_official, get_place
from .seen import mark

bp = Blueprint(
    "officials_desk",
    __name__,
    url_prefix="/organize/<organization>/campaigns/<campaign>/officials",
)
VIEWER = partner_in_campaign("viewer")
NOTES, VOTES = 20, 10  # shown on an official's page


@bp.get("")
@allow(VIEWER)
def officials(organization: str, campaign: str) -> ResponseReturnValue:
    """Every seat: who holds it, whether we can reach them, who signed there, who spoke last."""
    place, body = get_place(organization, campaign), body_of_page()
    wanted = Asked.from_words(request.args)
    return render_template(
        "officials/desk/officials.html",
        place=place,
        body=body,
        councils=councils(),
        here=lambda one: place.url("officials", body=one.slug),
        desk_url=lambda one: place.url("official", one),
        asked=wanted,
        asked_body=request.args.get("body") or None,
        states=desk_listing.states(place),
        rows=desk_listing.rows(place, body, wanted) if body else [],
    )


@bp.get("/phones")
@allow(VIEWER)
def phones(organization: str, campaign: str) -> ResponseReturnValue:
    """The offices with their phones, for paper."""
    place, rows = listed(organization, campaign)
    return render_template("officials/desk/phones.html", place=place, rows=rows)


@bp.get("/list.csv")
@allow(VIEWER)
def as_csv(organization: str, campaign: str) -> ResponseReturnValue:
    """The listed offices as a table."""
    rows = [one.row for one in listed(organization, campaign)[1]]
    return exports.file_answer(exports.as_csv(rows), "text/csv", "officials-{}.csv")


@bp.get("/cards.vcf")
@allow(VIEWER)
def as_vcards(organization: str, campaign: str) -> ResponseReturnValue:
    """The listed offices as cards for an address book."""
    rows = listed(organization, campaign)[1]
    cards = exports.as_vcards(term for one in rows for term in one.row.held.terms)
    return exports.file_answer(cards, "text/vcard", "officials-{}.vcf")


@bp.get("/<slug>/card.vcf")
@allow(VIEWER)
def as_vcard(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """One official's office as a card; 404 for who holds no seat."""
    official = get_official(slug)
    terms = [one for one in current(official) if one.seat] or abort(404)
    return exports.file_answer(exports.as_vcards(terms), "text/vcard", f"{official.slug}.vcf")


@bp.get("/<slug>")
@allow(VIEWER)
def official(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """One official: how to reach the office, terms, votes, what was said, who signed there."""
    return official_page(get_place(organization, campaign), get_official(slug))


def official_page(
    place: Place, mine: Official, *, is_outdated: bool = False
) -> ResponseReturnValue:
    seats = [one for one in current(mine) if one.seat]
    details = [one for term in seats for one in contacts.shown(term)]
    wards = [one.seat.ward for one in seats if one.seat and one.seat.ward]
    page = render_template(
        "officials/desk/official.html",
        place=place,
        official=mine,
        on=history.today_of(mine),
        seats=seats,
        terms=history.newest_first(mine.terms),
        contacts_mark=mark(*details),
        mark_of=mark,
        form=StaffForm(formdata=None),
        is_outdated=is_outdated,
        wards=wards,
        petitions=asking.petitions(place.campaign) if wards else [],
        votes=db.session.scalars(history.votes_of(mine).limit(VOTES)).all(),
        **notes_of(place, mine),
    )
    return page, 409 if is_outdated else 200


def notes_of(place: Place, mine: Official) -> dict[str, Any]:
    """What was said to an official, for those who may read it."""
    found = reading.notes(place, official=mine, most=NOTES + 1) if place.reads_notes else []
    return {
        "notes": found[:NOTES],
        "has_more_notes": len(found) > NOTES,
        "may_change": lambda note: log.may_change(place, note, me()),
        "done_form": DoneForm(formdata=None),
    }


def current(mine: Official) -> list[Term]:
    return history.current_terms(mine, history.today_of(mine))


def listed(organization: str, campaign: str) -> tuple[Place, list[desk_listing.DeskRow]]:
    """The rows that the page's address asks for; 404 without a council."""
    place, body = get_place(organization, campaign), body_of_page() or abort(404)
    return place, desk_listing.rows(place, body, Asked.from_words(request.args))
