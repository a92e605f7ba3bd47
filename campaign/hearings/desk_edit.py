"""Editing a hearing: what it is. When and where a public one takes place is changed elsewhere."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..coalition.editing import OutdatedEditError, edit
from ..db import db, now
from ..security import allow
from . import editing
from .desk import LEAD, bp
from .desk_new import sentences
from .desk_pages import form_page
from .forms import HearingForm
from .models import Hearing
from .place import Place, get_my_hearing, get_place, note


@bp.route("/<slug>/edit", methods=["GET", "POST"])
@allow(LEAD)
def edit_hearing(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Change what a hearing is; who saves second sees both."""
    place = get_place(organization, campaign)
    mine = get_my_hearing(place, slug)
    form = offered(place, mine)
    if not form.is_submitted():
        form.show(mine)
    if not form.submitted():
        return form_page(place, form, hearing=mine)
    try:
        store(mine, form)
    except OutdatedEditError:
        db.session.rollback()
        form.edition.data, form.edition.raw_data = mine.edition, None
        page, _status = form_page(place, form, hearing=mine, is_outdated=True)
        return page, 409
    if form.moves and (problems := sentences(mine)):
        db.session.rollback()
        form.start.errors = tuple(problems)
        return form_page(place, form, hearing=mine)
    note("hearing.edited", place, mine)
    db.session.commit()
    flash(_("Saved."), "success")
    return redirect(place.url("hearing", mine), 303)


def offered(place: Place, mine: Hearing) -> HearingForm:
    form: HearingForm = HearingForm.in_languages()
    form.offer(mine.body, editing.members(place.organization, mine.coordinator))
    form.begins_at = mine.starts_at
    if mine.is_public:
        del form.start, form.fold, form.place
    return form


def store(mine: Hearing, form: HearingForm) -> None:
    """Keep what the form says; raises OutdatedEditError."""
    start = form.starts_at if form.moves else mine.starts_at
    edit(
        mine,
        form.edition.data or 0,
        **form.said(start),
        **form.every_text(mine),
        changed_at=now(),
    )
    mine.measures, mine.other_bodies = form.found, form.joined
    db.session.flush()
