"""Entering one paper sheet: line by line, saved at any time, refused while its total differs."""

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...accounts.checks import me
from ...db import db
from ...forms import StaffForm
from ...security import allow
from ..models import Petition
from ..place import Place, forget_pages
from . import sheets as paper
from .desk import ORGANIZER, bp, get_here, url_of, where
from .forms import SeenForm, SheetForm, sheet_form
from .models import PaperSheet
from .printing import consent_sentence


@bp.route("/<int:number>", methods=["GET", "POST"])
@allow(ORGANIZER)
def sheet(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """The lines of a sheet: to enter, or as they were entered."""
    place, petition = get_here(organization, campaign, slug)
    found = get_sheet(petition, number)
    form = sheet_form(found)
    if request.method != "POST":
        form.show(found)
        return show(place, petition, found, form)
    if not form.submitted():
        return show(place, petition, found, form)
    try:
        seen, total = form.seen.data or 0, form.total.data or 0
        paper.save(found, me(), seen, form.typed, total=total, why=form.note.data or "")
    except paper.KeptByOtherError as fault:
        db.session.rollback()
        form.form_errors = [str(fault), _("Nothing was stored: what you typed is still here.")]
        page, _status = show(place, petition, found, form)
        return page, 409
    return concluded(place, petition, found, form)


def concluded(
    place: Place, petition: Petition, found: PaperSheet, form: SheetForm
) -> ResponseReturnValue:
    """What was typed is kept; the sheet is finished too, if that was asked and it agrees."""
    if not form.finish.data:
        db.session.commit()
        flash(_("Saved. Go on whenever you like."), "success")
        return redirect(url_of(place, petition, "sheet", number=found.id), 303)
    try:
        paper.finish(found)
    except paper.PaperError as fault:
        form.seen.data, form.seen.raw_data = found.revision, None
        db.session.commit()
        form.total.errors = [str(fault)]
        return show(place, petition, found, form)
    db.session.commit()
    forget_pages()
    words = _("Sheet %(number)s is entered: %(count)s.", number=found.number, count=found.entered)
    flash(words, "success")
    return redirect(url_of(place, petition, "index") + "#enter", 303)


@bp.post("/<int:number>/take-over")
@allow(ORGANIZER)
def take_over(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Go on with what another person began."""
    place, petition = get_here(organization, campaign, slug)
    found, form = get_sheet(petition, number), SeenForm()
    if form.submitted():
        try:
            paper.take_over(found, me(), form.seen.data or 0)
        except paper.KeptByOtherError as fault:
            db.session.rollback()
            flash(str(fault), "error")
        else:
            db.session.commit()
    return redirect(url_of(place, petition, "sheet", number=number), 303)


@bp.post("/<int:number>/reopen")
@allow(ORGANIZER)
def reopen(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Correct a finished sheet: it does not count until it is finished again."""
    place, petition = get_here(organization, campaign, slug)
    found = get_sheet(petition, number, lock=True)
    if StaffForm().submitted():
        paper.reopen(found, me())
        db.session.commit()
        forget_pages()
        flash(_("The sheet does not count now. Correct it and finish it again."), "success")
    return redirect(url_of(place, petition, "sheet", number=number), 303)


@bp.post("/<int:number>/remove")
@allow(ORGANIZER)
def remove(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Forget what was entered from a sheet."""
    place, petition = get_here(organization, campaign, slug)
    found = get_sheet(petition, number, lock=True)
    if not StaffForm().submitted():
        return redirect(url_of(place, petition, "sheet", number=number), 303)
    paper.remove(found)
    db.session.commit()
    forget_pages()
    flash(_("Sheet %(number)s is as if it had not been entered.", number=found.number), "success")
    return redirect(url_of(place, petition, "index") + "#enter", 303)


def get_sheet(petition: Petition, number: int, lock: bool = False) -> PaperSheet:
    """A sheet of my organization, else 404."""
    query = db.select(PaperSheet).filter_by(id=number, petition_id=petition.id)
    found: PaperSheet = db.session.scalar(query.with_for_update() if lock else query) or abort(404)
    return found


def show(place: Place, petition: Petition, found: PaperSheet, form: SheetForm) -> tuple[str, int]:
    is_mine = found.state == "begun" and found.keeper_id == me().id
    page = render_template(
        "petitions/paper/sheet.html",
        place=place,
        petition=petition,
        where=where(place, petition),
        sheet=found,
        form=form,
        is_mine=is_mine or bool(form.errors),
        sentence=consent_sentence(place.organization.name),
        seen_form=SeenForm(formdata=None, seen=found.revision),
        button_form=StaffForm(formdata=None),
    )
    return page, form.status
