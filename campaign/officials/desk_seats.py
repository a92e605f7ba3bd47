"""Who follows in a seat: a new official and their term in one step."""

from datetime import date

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..db import db
from ..security import allow
from . import listing, succession
from .desk import bp
from .desk_contacts import LEAD
from .desk_terms import overlap_words
from .forms import SuccessorForm
from .models import Official, Seat, Term
from .place import Place, get_place, locked, note
from .succession import OverlapError


@bp.route("/seats/<int:number>/successor", methods=["GET", "POST"])
@allow(LEAD)
def successor(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Let somebody follow; whoever holds the seat leaves on the day before."""
    place, seat = get_place(organization, campaign), get_seat(number)
    before, form = holder(seat), offered()
    form.before = before
    if request.method != "POST":
        form.show(*seat.terms)
    if not form.submitted():
        return page(place, seat, before, form)
    if form.is_outdated(*seat.terms):
        form.show(*seat.terms)
        text, _status = page(place, seat, before, form, is_outdated=True)
        return text, 409
    official = chosen(form)
    try:
        said = {"starts": form.starts.data or "", "left": form.left.data or ""}
        made = succession.succeed(seat, before, official, note=form.note.data or "", **said)
    except OverlapError as fault:
        words = overlap_words(fault.other)
        db.session.rollback()
        form.starts.errors = [words]
        return page(place, get_seat(number), holder(get_seat(number)), form)
    if form.name.data:
        note("official.added", place, official)
    note("term.added", place, official, seat=seat.label, starts=made.starts)
    db.session.commit()
    flash(_("%(name)s holds the seat. Now add how to reach the office.", name=official.name))
    return redirect(place.url("official", official, _anchor="office"), 303)


def get_seat(number: int) -> Seat:
    """A seat, locked until the commit where a request changes who holds it; else 404."""
    found: Seat = db.session.scalar(locked(db.select(Seat).filter_by(id=number))) or abort(404)
    return found


def holder(seat: Seat) -> Term | None:
    """The last term of a seat that is not over: whoever follows ends it."""
    on = listing.today(seat.body)
    return next((one for one in reversed(seat.terms) if may_last(one, on)), None)


def may_last(term: Term, on: date) -> bool:
    return term.may_hold(on) or term.ends is None


def offered() -> SuccessorForm:
    form = SuccessorForm()
    query = db.select(Official.slug, Official.name).order_by(Official.sort_name)
    listed = [(slug, name) for slug, name in db.session.execute(query)]
    form.official.choices = [("", _("Somebody new")), *listed]
    return form


def chosen(form: SuccessorForm) -> Official:
    """Who follows: somebody listed, or somebody new."""
    if form.name.data:
        return succession.add_official(form.name.data)
    query = db.select(Official).filter_by(slug=form.official.data)
    return db.session.scalars(query).one()


def page(
    place: Place,
    seat: Seat,
    before: Term | None,
    form: SuccessorForm,
    is_outdated: bool = False,
) -> tuple[str, int]:
    text = render_template(
        "officials/desk/successor.html",
        place=place,
        seat=seat,
        before=before,
        form=form,
        is_outdated=is_outdated,
    )
    return text, form.status
