"""Organizers' pages of mailings: all of them, one, copies, and what is put away."""

from collections.abc import Callable
from typing import Any

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select

from ...accounts.checks import me
from ...coalition.permissions import partner_in_campaign
from ...db import db
from ...forms import LARGEST, asked_number
from ...mail import batches
from ...security import allow
from ..place import SENDS, WRITES, Place, get_my_mailing, get_place, note
from . import acts, bp
from .choices import described, offer
from .forms import SeenForm
from .models import STATES, Mailing
from .queueing import audience_of
from .rendering import settings_of

PAGE = 25
READS = partner_in_campaign("viewer")
STATE = {  # word and badge
    "draft": (lazy_gettext("draft"), ""),
    "proposed": (lazy_gettext("waits for approval"), "warn"),
    "scheduled": (lazy_gettext("scheduled"), "good"),
    "queueing": (lazy_gettext("begins"), "good"),
    "sending": (lazy_gettext("is being sent"), "good"),
    "paused": (lazy_gettext("paused"), "bad"),
    "done": (lazy_gettext("sent"), "good"),
    "cancelled": (lazy_gettext("cancelled"), ""),
}


@bp.get("")
@allow(READS)
def mailings(organization: str, campaign: str) -> ResponseReturnValue:
    """Mailings of this organization, newest first; those that were put away only when asked for."""
    place = get_place(organization, campaign)
    state = request.args.get("state", "")
    q = request.args.get("q", "").replace("\0", "").strip()[:100]
    state = state if state in STATES else ""
    query = select(Mailing).filter_by(
        organization_id=place.organization.id, campaign_id=place.campaign.id
    )
    has_any = db.session.scalar(query.with_only_columns(Mailing.id).limit(1)) is not None
    query = query.where(Mailing.state == state if state else Mailing.state != "cancelled")
    if q:
        query = query.where(func.lower(Mailing.name).contains(q.lower(), autoescape=True))
    before = asked_number("before", LARGEST) or LARGEST
    query = query.where(Mailing.id < before).order_by(Mailing.id.desc()).limit(PAGE + 1)
    found = db.session.scalars(query.options(db.joinedload(Mailing.batch))).all()
    return render_template(
        "outreach/mailings/list.html",
        place=place,
        rows=found[:PAGE],
        next=found[PAGE - 1].id if len(found) > PAGE else None,
        is_first=before == LARGEST,
        asked={name: value for name, value in (("q", q), ("state", state)) if value},
        has_any=has_any,
        states=STATE,
        state_names=STATES,
    )


@bp.get("/<int:number>")
@allow(READS)
def mailing(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """One mailing: how it stands, what it says and to whom, what can be done next."""
    place = get_place(organization, campaign)
    mine = get_my_mailing(place, number)
    audience = audience_of(mine)
    is_written_on = mine.is_written_on
    return render_template(
        "outreach/mailings/mailing.html",
        place=place,
        mailing=mine,
        states=STATE,
        described=described(audience.segment, offer(place.organization, place.campaign, mine.id)),
        count=audience.count() if is_written_on else mine.count,
        outdated=acts.outdated(mine) if is_written_on else [],
        progress=batches.counts(mine.batch) if mine.batch else {},
        settings=settings_of(mine),
        may=may(place, mine),
        button=SeenForm(formdata=None, edition=mine.edition),
    )


def may(place: Place, mine: Mailing) -> dict[str, bool]:
    """What this user could do about a mailing now, for the buttons; the views check again."""
    writes = WRITES.refusal(place.membership, place.partnership) is None
    sends = SENDS.refusal(place.membership, place.partnership) is None
    batch = mine.batch.state if mine.batch else ""
    is_out = mine.state in ("queueing", "sending")
    return {
        "write": writes and mine.is_written_on,
        "copy": writes,
        "delete": writes and mine.state == "draft",
        "restore": writes and mine.state == "cancelled" and mine.begun_at is None,
        "schedule": sends and mine.state == "draft",
        "unschedule": sends and mine.state == "scheduled",
        "approve": sends and mine.state == "proposed" and mine.proposed_by_id != me().id,
        "return": sends and mine.state == "proposed",
        "pause": sends and is_out and batch == "running",
        "resume": sends and is_out and batch == "paused",
        "cancel": sends and (is_out or mine.state in ("proposed", "scheduled")),
        "report": sends and mine.begun_at is not None,
    }


def decided(
    place: Place, number: int, act: str, decide: Callable[[Mailing], Any], said: str
) -> ResponseReturnValue:
    """Carry out one button of a mailing's page: lock, decide, note, commit."""
    mine = get_my_mailing(place, number)
    form = SeenForm()
    if not form.submitted():
        abort(422, _("The form was damaged on its way. Open the page again."))
    mine = acts.lock(mine.id)
    try:
        decide(mine)
    except acts.RefusedError as refusal:
        db.session.rollback()
        abort(409, str(refusal))
    note(act, place, f"mailings/{number}", edition=mine.edition)
    db.session.commit()
    flash(said, "success")
    return redirect(place.url("mailings_desk.mailing", number=number), 303)


@bp.post("/<int:number>/copy")
@allow(WRITES)
def duplicate(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """A new draft that begins with this one's words and segment."""
    place = get_place(organization, campaign)
    mine = get_my_mailing(place, number)
    if not SeenForm().submitted():
        abort(422, _("The form was damaged on its way. Open the page again."))
    from .saving import cite_all

    made = acts.copy(mine, me())
    cite_all(made)
    note("mailing.copied", place, f"mailings/{made.id}", of=mine.id)
    db.session.commit()
    flash(_("This is the copy: a draft that nobody gets yet."), "success")
    return redirect(place.url("mailings_desk.edit", number=made.id), 303)


@bp.post("/<int:number>/delete")
@allow(WRITES)
def delete(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Put a draft away; its page offers to bring it back."""
    said = _("Deleted. “Bring it back” undoes that.")
    return decided(get_place(organization, campaign), number, "mailing.deleted", acts.delete, said)


@bp.post("/<int:number>/restore")
@allow(WRITES)
def restore(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Bring a deleted draft back."""
    said = _("It is a draft again.")
    return decided(
        get_place(organization, campaign), number, "mailing.restored", acts.restore, said
    )
