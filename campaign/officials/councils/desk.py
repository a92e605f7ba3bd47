"""Organizers' pages of councils and their committees: begin one, correct what is known of it."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from ...coalition import audit, place
from ...coalition.permissions import lead_of_campaign, partner_in_campaign
from ...config import settings
from ...db import db
from ...forms import StaffForm
from ...i18n import spoken
from ...security import allow
from .. import seen
from ..bodies import councils
from ..models import Body
from . import starting
from .forms import (
    BodyForm,
    ChangeCommitteeForm,
    ChangeCouncilForm,
    CommitteeForm,
    HolidaysForm,
    NewCouncilForm,
    lines_of,
)

bp = Blueprint(
    "bodies_desk", __name__, url_prefix="/organize/<organization>/campaigns/<campaign>/bodies"
)
READER, EDITOR = partner_in_campaign("viewer"), lead_of_campaign("organizer")


class Place(place.Place):
    """The same, with the addresses of these pages."""

    @property
    def may_edit(self) -> bool:
        return self.may("organizer")

    def url(self, view: str, body: Body | None = None) -> str:
        values: dict[str, Any] = self.slugs | ({"body": body.slug} if body else {})
        return url_for(f"bodies_desk.{view}", **values)


@bp.get("")
@allow(READER)
def bodies(organization: str, campaign: str) -> ResponseReturnValue:
    """Every council with its committees."""
    here = Place.of(organization, campaign)
    return render_template("officials/bodies/bodies.html", place=here, councils=councils())


@bp.route("/new", methods=["GET", "POST"])
@allow(EDITOR)
def new_council(organization: str, campaign: str) -> ResponseReturnValue:
    """Start a council with its wards and seats."""
    here, form = Place.of(organization, campaign), NewCouncilForm.in_languages()
    if form.submitted():
        try:
            made = start(form)
        except IntegrityError:
            db.session.rollback()
            form.fields_of("name")[0].errors = [_("Somebody has just started this council.")]
        else:
            note("body.started", here, made, wards=form.wards.data)
            flash(_("The council is here. Its members come from a file."), "success")
            return redirect(here.url("body", made), 303)
    if not form.is_submitted():
        form.timezone.data, form.wards.data = settings().timezone, 0
    page = render_template("officials/bodies/new.html", place=here, form=form)
    return page, form.status


@bp.get("/<body>")
@allow(READER)
def body(organization: str, campaign: str, body: str) -> ResponseReturnValue:
    """One body: what is known of it, its committees, the days on which it rests."""
    return show(Place.of(organization, campaign), get_body(body))


@bp.route("/<body>/edit", methods=["GET", "POST"])
@allow(EDITOR)
def edit_body(organization: str, campaign: str, body: str) -> ResponseReturnValue:
    """Correct what is known of a council or a committee; no import overwrites it."""
    here, mine = Place.of(organization, campaign), get_body(body)
    form = change_form(mine)
    if not form.submitted():
        if not form.is_submitted():
            form.show(mine)
            form.seen.data = seen.mark(mine)
        return show_form(here, mine, form)
    try:
        seen.lock(mine, form.seen.data or "")
        if mine.parent is not None:
            starting.refuse_known(mine.parent, form.columns()["name"], but=mine)
    except seen.ChangedError as fault:
        return outdated(here, mine, form, str(fault))
    except starting.KnownNameError as fault:
        name_taken(form, fault)
        return show_form(here, mine, form)
    changed = mine.correct(**form.columns(mine))
    changed += grow(mine, form)
    note("body.corrected", here, mine, fields=changed)
    flash(_("Saved."), "success")
    return redirect(here.url("body", mine), 303)


@bp.route("/<body>/committees/new", methods=["GET", "POST"])
@allow(EDITOR)
def new_committee(organization: str, campaign: str, body: str) -> ResponseReturnValue:
    """Add a committee of a council."""
    here, council = Place.of(organization, campaign), get_council(body)
    form = CommitteeForm.in_languages()
    if form.submitted():
        try:
            made = starting.add_committee(council, **form.columns())
        except starting.KnownNameError as fault:
            name_taken(form, fault)
        else:
            note("body.committee_added", here, made)
            flash(_("The committee is here."), "success")
            return redirect(here.url("body", made), 303)
    page = render_template(
        "officials/bodies/committee.html", place=here, council=council, form=form
    )
    return page, form.status


def start(form: NewCouncilForm) -> Body:
    return starting.start_council(
        wards=form.wards.data or 0,
        division=form.division.data or "",
        seats=lines_of(form.seats),
        **form.columns(),
    )


def get_body(slug: str) -> Body:
    """A council or one of its committees, or 404."""
    return db.session.scalar(db.select(Body).filter_by(slug=slug)) or abort(404)


def get_council(slug: str) -> Body:
    """A body that is no part of another, or 404."""
    found = get_body(slug)
    return found if found.parent_id is None else abort(404)


def change_form(mine: Body) -> Any:
    if mine.parent_id is not None:
        return ChangeCommitteeForm.in_languages()
    form = ChangeCouncilForm.in_languages()
    form.known = len(mine.wards)
    return form


def grow(mine: Body, form: Any) -> list[str]:
    """Add the wards and seats that are new; what of it was done."""
    if mine.parent_id is not None:
        return []
    wards = starting.add_wards(mine, form.wards.data or 0)
    seats = starting.add_seats(mine, lines_of(form.seats))
    return ["wards"] * bool(wards) + ["seats"] * bool(seats)


def name_taken(form: BodyForm, fault: starting.KnownNameError) -> None:
    words = _("There is “%(name)s” already.", name=spoken(fault.other.name))
    form.fields_of("name")[0].errors = [words]


def outdated(here: Place, mine: Body, form: Any, fault: str) -> ResponseReturnValue:
    """What was typed stays in the form, beside what is stored now; saving again decides."""
    db.session.rollback()
    form.seen.data, form.seen.raw_data = seen.mark(mine), None
    page, _status = show_form(here, mine, form, fault=fault)
    return page, 409


def show_form(here: Place, mine: Body, form: Any, fault: str = "") -> tuple[str, int]:
    page = render_template(
        "officials/bodies/edit.html", place=here, body=mine, form=form, fault=fault
    )
    return page, form.status


def show(
    here: Place, mine: Body, form: HolidaysForm | None = None, problems: Any = ()
) -> ResponseReturnValue:
    """One body; with days that were refused, why each."""
    page = render_template(
        "officials/bodies/body.html",
        place=here,
        body=mine,
        holidays_form=form or HolidaysForm(formdata=None),
        button_form=StaffForm(formdata=None),
        problems=problems,
        **({"form": form} if form is not None else {}),
    )
    return page, form.status if form is not None else 200


def note(act: str, here: Place, mine: Body, **details: Any) -> None:
    """Write into the audit what was done with a body, and commit."""
    audit.note(
        act,
        organization=here.organization,
        campaign=here.campaign,
        about=f"bodies/{mine.slug}",
        **details,
    )
    db.session.commit()
