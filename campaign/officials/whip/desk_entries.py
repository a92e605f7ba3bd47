"""Recording stances, one or many at once; an official's entries; withdrawing one."""

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ...accounts.checks import me
from ...db import db
from ...forms import LARGEST, StaffForm
from ...security import allow
from ..models import Official
from . import entries
from .access import KEEP, READ, get_whip
from .board import board
from .desk import bp, get_here, note, show, to_board
from .forms import StanceForm
from .models import Stance, Whip
from .place import Place
from .result import as_stances, result, roll_calls


@bp.route("/<int:number>/record", methods=["GET", "POST"])
@allow(KEEP)
def record(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Write down where somebody stands; `?official=` has chosen one already."""
    place, whip = get_here(organization, campaign, number)
    if whip.closed_at is not None:
        abort(410, _("This count is closed. Reopen it to record more."))
    chosen = asked_official()
    form = StanceForm(whip.measure.body, chosen.id if chosen else None)
    if not form.submitted():
        return show("officials/whip/record.html", place, form, whip=whip, chosen=chosen)
    officials = [form.seated[number].official for number in form.officials.data or ()]
    added = entries.record(whip, officials, by=me(), **form.said)
    note("whip.recorded", place, whip, count=len(added))
    db.session.commit()
    flash(recorded_words(len(added)), "success" if added else "info")
    if chosen:
        return to_official(place, whip, chosen)
    return to_board(place, whip)


def recorded_words(number: int) -> str:
    if not number:
        return _("This was recorded already; nothing has changed.")
    return ngettext("Recorded.", "%(num)s stances recorded.", number)


def asked_official() -> Official | None:
    slug = request.args.get("official", "")
    return get_official(slug) if slug else None


@bp.get("/<int:number>/officials/<official>")
@allow(READ)
def official(organization: str, campaign: str, number: int, official: str) -> ResponseReturnValue:
    """Everything that was recorded about one official on this measure, withdrawn entries too."""
    place, whip = get_here(organization, campaign, number)
    found = get_official(official)
    row = next((one for one in board(whip).rows if one.official.id == found.id), None)
    stances = history_of(whip, found)
    if row is None and not stances:
        abort(404)
    return show(
        "officials/whip/official.html", place, whip=whip, official=found, row=row, stances=stances
    )


def history_of(whip: Whip, official: Official) -> list[Stance]:
    """All entries, the newest evidence first."""
    mine = db.select(Stance).filter_by(whip_id=whip.id, official_id=official.id)
    return list(db.session.scalars(mine.order_by(Stance.on.desc(), Stance.id.desc())))


@bp.post("/entries/<int:number>/withdraw")
@allow(KEEP)
def withdraw(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Take an entry back: it stays readable as withdrawn, and counts no longer."""
    place = Place.of(organization, campaign)
    stance = db.session.get(Stance, min(number, LARGEST)) or abort(404)
    whip = get_whip(place.campaign, stance.whip_id)
    if StaffForm().submitted():
        entries.withdraw(stance)
        note("whip.withdrawn", place, whip)
        db.session.commit()
        flash(_("Withdrawn. The entry before it counts again."), "success")
    return to_official(place, whip, stance.official)


@bp.post("/<int:number>/result/record")
@allow(KEEP)
def record_result(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Take the votes of the last roll call over as entries."""
    place, whip = get_here(organization, campaign, number)
    roll_call = next(iter(roll_calls(whip)), None)
    if roll_call is None or whip.closed_at is not None:
        abort(410, _("There is no vote to take over, or the count is closed."))
    if StaffForm().submitted():
        source = _("Roll call: %(action)s", action=roll_call.action)[:300]
        added = as_stances(result(whip, roll_call), source, me())
        note("whip.recorded", place, whip, count=len(added))
        db.session.commit()
        flash(recorded_words(len(added)), "success")
    return to_board(place, whip)


def get_official(slug: str) -> Official:
    found: Official | None = db.session.scalar(db.select(Official).filter_by(slug=slug))
    return found or abort(404)


def to_official(place: Place, whip: Whip, official: Official) -> ResponseReturnValue:
    return redirect(place.url("official", whip, official=official.slug), 303)
