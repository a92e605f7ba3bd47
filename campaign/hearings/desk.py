"""Organizers' pages of hearings: all of a campaign, and one."""

from flask import Blueprint, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..coalition.editing import OutdatedEditError, edit
from ..coalition.permissions import lead_of_campaign, partner_in_campaign
from ..db import db
from ..security import allow
from . import editing
from .desk_listing import SHOWS, Asked, bodies, find, month_of
from .desk_pages import overview
from .forms import ActForm
from .models import Hearing
from .place import Place, get_my_hearing, get_place, note

bp = Blueprint(
    "hearings_desk", __name__, url_prefix="/organize/<organization>/campaigns/<campaign>/hearings"
)
READER, LEAD = partner_in_campaign("viewer"), lead_of_campaign("organizer")


@bp.get("")
@allow(READER)
def hearings(organization: str, campaign: str) -> ResponseReturnValue:
    """The campaign's hearings, as a list or by the days of a month."""
    place, asked = get_place(organization, campaign), Asked.from_words(request.args)
    found = find(place, asked)
    return render_template(
        "hearings/desk/list.html",
        place=place,
        asked=asked,
        hearings=found,
        month=month_of(found, asked.month) if asked.grid == "month" else None,
        bodies=bodies(place),
        shows=SHOWS,
    )


@bp.get("/<slug>")
@allow(READER)
def hearing(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """One hearing: what, when, by which rule, what is open, and numbers; no names."""
    place = get_place(organization, campaign)
    return overview(place, get_my_hearing(place, slug))


@bp.post("/<slug>/publish")
@allow(LEAD)
def publish(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Show a draft to everybody, or hide again what nobody has signed up for."""
    place = get_place(organization, campaign)
    mine, form = get_my_hearing(place, slug), ActForm()
    hides = request.form.get("act") == "hide"
    if not form.submitted():
        return back(place, mine)
    if sentence := refusal(mine, hides):
        flash(sentence, "error")
        return back(place, mine)
    try:
        edit(mine, form.edition.data or 0)
    except OutdatedEditError:
        return changed_meanwhile(place, mine)
    editing.set_published(mine, not hides)
    note("hearing.hidden" if hides else "hearing.published", place, mine)
    db.session.commit()
    flash(_("It is a draft again.") if hides else _("It is public now."), "success")
    return back(place, mine)


@bp.post("/<slug>/delete")
@allow(LEAD)
def delete(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Delete a draft for which nobody has signed up."""
    place = get_place(organization, campaign)
    mine, form = get_my_hearing(place, slug), ActForm()
    if not form.submitted():
        return back(place, mine)
    if mine.is_public or editing.has_speakers(mine):
        flash(_("Only a draft for which nobody has signed up can be deleted."), "error")
        return back(place, mine)
    note("hearing.deleted", place, mine)
    editing.delete(mine)
    db.session.commit()
    flash(_("The draft is deleted."), "success")
    return redirect(place.url("hearings"), 303)


def refusal(mine: Hearing, hides: bool) -> str:
    """Why it cannot be shown, or hidden again; empty where it can."""
    if hides and editing.has_speakers(mine):
        return _("People have signed up for it. Cancel it instead, and they get word.")
    if not hides and editing.faults(mine):
        return _("A window of its rule cannot be on that day. Mend it first.")
    return ""


def back(place: Place, mine: Hearing) -> ResponseReturnValue:
    return redirect(place.url("hearing", mine), 303)


def changed_meanwhile(place: Place, mine: Hearing) -> ResponseReturnValue:
    db.session.rollback()
    flash(_("Somebody has changed it meanwhile. Look at it as it is now."), "error")
    return back(place, mine)
