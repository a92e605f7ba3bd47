"""A campaign's counts: the list, beginning one, changing what it asks, closing it."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...coalition import audit
from ...db import db
from ...forms import StaffForm, asked_number
from ...security import allow
from ..record.models import Measure
from . import access, counts, measures
from .access import KEEP, READ
from .drawing import bar
from .forms import BeginForm, ChangeForm, StateForm
from .models import Whip
from .place import Place

ON_A_PAGE = 25  # counts

bp = Blueprint(
    "whip_desk", __name__, url_prefix="/organize/<organization>/campaigns/<campaign>/whip"
)


@bp.get("")
@allow(READ)
def counts_page(organization: str, campaign: str) -> ResponseReturnValue:
    """Every count with its totals."""
    place = Place.of(organization, campaign)
    number = asked_number("page", 1)
    found = db.paginate(
        counts.counts_of(place.campaign), page=number, per_page=ON_A_PAGE, error_out=False
    )
    counted = counts.with_totals(found.items)
    return show(
        "officials/whip/counts_page.html",
        place,
        page=found,
        counted=counted,
        page_url=lambda number: place.url("counts_page", page=number),
        bars={whip.id: bar(totals) for whip, totals in counted},
    )


@bp.route("/begin", methods=["GET", "POST"])
@allow(KEEP)
def begin(organization: str, campaign: str) -> ResponseReturnValue:
    """Choose a measure, and what we want of it."""
    place, bodies = Place.of(organization, campaign), measures.bodies()
    form = BeginForm(bodies)
    if form.submitted() and (measure := ready(form)):
        try:
            whip = counts.begin(
                place.campaign, measure, form.wanted.data, form.needed.data or measure.needs or 1
            )
        except counts.AlreadyError as known:
            db.session.rollback()
            flash(_("This measure is counted already: here it is."), "info")
            return to_board(place, known.whip)
        note("whip.begun", place, whip)
        db.session.commit()
        flash(_("The count has begun. Record what you know."), "success")
        return to_board(place, whip)
    db.session.rollback()
    return show(
        "officials/whip/begin.html", place, form, bodies=bodies, suggested=measures.suggested()
    )


def ready(form: BeginForm) -> Measure | None:
    """The measure, if its number and the number of votes can be had."""
    measure = form.measure()
    return measure if measure and form.fits(form.chosen, measure) else None


@bp.route("/<int:number>/edit", methods=["GET", "POST"])
@allow(KEEP)
def edit(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Change what the count asks."""
    place, whip = get_here(organization, campaign, number)
    form = ChangeForm(obj=whip)
    if form.submitted() and form.fits(whip.measure.body, whip.measure):
        try:
            counts.change(whip, form.seen.data or "", form.wanted.data, form.needed.data or 1)
        except counts.OutdatedError:
            form.form_errors = [
                _("Somebody else has changed this meanwhile. Look, and save again.")
            ]
            form.seen.data = counts.asks(whip)
            return show("officials/whip/edit.html", place, form, status=409, whip=whip)
        note("whip.changed", place, whip)
        db.session.commit()
        flash(_("Saved."), "success")
        return to_board(place, whip)
    if not form.is_submitted():
        form.seen.data = counts.asks(whip)
    return show("officials/whip/edit.html", place, form, whip=whip)


@bp.post("/<int:number>/state")
@allow(KEEP)
def state(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Close the count, or reopen it."""
    place, whip = get_here(organization, campaign, number)
    form = StateForm()
    if not form.submitted():
        abort(400)
    if form.act.data == "close":
        counts.close(whip)
        note("whip.closed", place, whip)
        flash(_("The count is closed. It stays readable."), "success")
    else:
        counts.reopen(whip)
        note("whip.reopened", place, whip)
        flash(_("The count is open again."), "success")
    db.session.commit()
    return to_board(place, whip)


def get_here(organization: str, campaign: str, number: int) -> tuple[Place, Whip]:
    """Where one works, and one of its campaign's counts; 404 without."""
    place = Place.of(organization, campaign)
    return place, access.get_whip(place.campaign, number)


def show(
    template: str, place: Place, form: Any = None, status: int = 0, **values: Any
) -> ResponseReturnValue:
    """A page of the whip count."""
    given = values | ({} if form is None else {"form": form})
    body = render_template(
        template,
        place=place,
        button_form=StaffForm(formdata=None),
        **given,
    )
    return body, status or (200 if form is None else form.status)


def to_board(place: Place, whip: Whip) -> ResponseReturnValue:
    return redirect(place.url("board_page", whip), 303)


def note(act: str, place: Place, whip: Whip | None = None, **details: Any) -> None:
    """Write into the audit what was done: the act and the measure's number, never a stance."""
    audit.note(
        act,
        organization=place.organization,
        campaign=place.campaign,
        about=whip.measure.record if whip else "",
        **details,
    )
