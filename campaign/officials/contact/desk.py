"""Organizers' pages of talks with officials: log one in seconds, look them through."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...accounts.checks import me
from ...coalition import audit
from ...coalition.editing import OutdatedEditError, edit
from ...coalition.permissions import partner_in_campaign
from ...db import db
from ...forms import StaffForm, asked_number
from ...security import allow
from .. import history
from ..models import Official
from ..place import Place, get_official, get_place
from . import log, reading
from .forms import DoneForm, InteractionForm
from .models import Interaction

bp = Blueprint("contact_desk", __name__, url_prefix="/organize/<organization>/campaigns/<campaign>")
PAGE = 50  # notes on a page
WRITER = partner_in_campaign("writer")


@bp.get("/interactions")
@allow(WRITER)
def interactions(organization: str, campaign: str) -> ResponseReturnValue:
    """Our notes in this campaign, and those that partners share with us when we lead it."""
    place, wanted = get_place(organization, campaign), reading.Asked.from_words(request.args)
    found, first = reading.notes(place, wanted), PAGE * max(0, asked_number("page", 1) - 1)
    return render_template(
        "officials/contact/interactions.html",
        place=place,
        asked=wanted,
        notes=found[first : first + PAGE],
        number=first // PAGE + 1,
        has_more=len(found) > first + PAGE,
        organizations=[(one.slug, one.name) for one in reading.organizations(place)],
        may_change=lambda note: log.may_change(place, note, me()),
        done_form=DoneForm(formdata=None),
    )


@bp.route("/officials/<slug>/log", methods=["GET", "POST"])
@allow(WRITER)
def log_interaction(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Log a talk with an official: how, one text, done."""
    place, official = get_place(organization, campaign), get_official(slug)
    form = offered(official)
    if request.method != "POST":
        form.edition.data, form.on.data, form.is_shared.data = 0, form.today, True
        form.who.data = me().name
        form.way.data = request.args.get("way")
    if not form.submitted():
        return form_page(place, official, form, None)
    log.write(place, official, me(), **form.said)
    db.session.commit()
    flash(_("Noted."), "success")
    return redirect(place.url("official", official, _anchor="interactions"), 303)


@bp.route("/interactions/<int:number>/edit", methods=["GET", "POST"])
@allow(WRITER)
def edit_interaction(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Correct a note; who saves second sees both."""
    place = get_place(organization, campaign)
    note = log.get_my_note(place, number, me())
    form = offered(note.official)
    if request.method != "POST":
        form.fill(note)
        form.edition.data = note.edition
    if not form.submitted():
        return form_page(place, note.official, form, note)
    try:
        edit(note, form.edition.data or 0, **form.said)
    except OutdatedEditError:
        db.session.rollback()
        form.edition.data, form.edition.raw_data = note.edition, None
        page, _status = form_page(place, note.official, form, note, is_outdated=True)
        return page, 409
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(place.url("official", note.official, _anchor="interactions"), 303)


@bp.post("/interactions/<int:number>/done")
@allow(WRITER)
def done(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Say that a next step is done, or that it is not after all."""
    place = get_place(organization, campaign)
    note = log.get_my_note(place, number, me())
    if DoneForm().submitted():
        log.set_done(note, is_done=request.form.get("act") != "undo")
        db.session.commit()
    return redirect(place.url("official", note.official, _anchor="interactions"), 303)


@bp.route("/interactions/<int:number>/delete", methods=["GET", "POST"])
@allow(WRITER)
def delete_interaction(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Ask, then delete a note for good."""
    place = get_place(organization, campaign)
    note, form = log.get_my_note(place, number, me()), StaffForm()
    if not form.submitted():
        page = render_template("officials/contact/delete.html", place=place, note=note, form=form)
        return page, form.status
    official = note.official
    db.session.delete(note)
    audit.note(
        "interaction.deleted",
        organization=place.organization,
        campaign=place.campaign,
        about=f"officials/{official.slug}",
    )
    db.session.commit()
    flash(_("The note is deleted."), "success")
    return redirect(place.url("official", official, _anchor="interactions"), 303)


def offered(official: Official) -> InteractionForm:
    form = InteractionForm()
    body = official.terms[-1].body if official.terms else None
    council = body.parent or body if body else None
    form.offer(log.measures(council), history.today_of(official))
    return form


def form_page(
    place: Place,
    official: Official,
    form: InteractionForm,
    note: Interaction | None,
    is_outdated: bool = False,
) -> tuple[str, int]:
    page = render_template(
        "officials/contact/log.html",
        place=place,
        official=official,
        form=form,
        note=note,
        is_outdated=is_outdated,
        overwritten=form.overwritten(note) if is_outdated and note else [],
    )
    return page, form.status
