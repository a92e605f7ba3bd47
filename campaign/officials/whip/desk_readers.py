"""Whom the lead lets read its counts."""

from flask import abort, flash, redirect
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...accounts.checks import me
from ...db import db
from ...forms import LARGEST, StaffForm
from ...security import allow
from . import readers
from .access import KEEP
from .desk import bp, note, show
from .forms import ReaderForm
from .models import WhipReader
from .place import Place


@bp.route("/readers", methods=["GET", "POST"])
@allow(KEEP)
def readers_page(organization: str, campaign: str) -> ResponseReturnValue:
    """Who may read beside our organizers; name one more."""
    place, form = Place.of(organization, campaign), ReaderForm()
    if form.submitted() and (reader := named(place, form)):
        note("whip.reader_named", place, user=reader.user_id)
        db.session.commit()
        flash(_("%(name)s can read the whip count now.", name=reader.user.name), "success")
        return back(place)
    return show(
        "officials/whip/readers_page.html", place, form, readers=readers.readers_of(place.campaign)
    )


def named(place: Place, form: ReaderForm) -> WhipReader | None:
    try:
        return readers.name(place.campaign, form.email.data or "", me())
    except ValueError as fault:
        form.email.errors = [str(fault)]
        return None


@bp.post("/readers/<int:number>/remove")
@allow(KEEP)
def remove_reader(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Let an account read no longer, at once."""
    place = Place.of(organization, campaign)
    query = db.select(WhipReader).filter_by(id=min(number, LARGEST), campaign_id=place.campaign.id)
    reader = db.session.scalar(query) or abort(404)
    if StaffForm().submitted():
        note("whip.reader_removed", place, user=reader.user_id)
        db.session.delete(reader)
        db.session.commit()
        flash(_("This account cannot read the whip count any more."), "success")
    return back(place)


def back(place: Place) -> ResponseReturnValue:
    return redirect(place.url("readers_page"), 303)
