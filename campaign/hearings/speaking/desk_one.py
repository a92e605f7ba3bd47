"""One speaker: what is known, every step, and what organizers change by hand."""

from flask import abort, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from ... import mail
from ...accounts.checks import me
from ...coalition.editing import OutdatedEditError
from ...db import db
from ...forms import StaffForm
from ...security import allow
from ...signals import speaker_forgotten
from .. import place as places
from ..models import Hearing
from ..place import Place
from ..rules.deadlines import openings
from . import acting, adding, listing, pool
from .adding import KnownError
from .desk import (
    ORGANIZER,
    at_hearing,
    bp,
    carried_out,
    get_my_speaker,
    keep_seats_filled,
)
from .forms import ActForm, AddForm, EditForm
from .models import Speaker, SpeakerChange


@bp.get("/speakers/<int:number>")
@allow(ORGANIZER)
def speaker(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """What is known of one speaker, and how far they have come."""
    place, hearing = at_hearing(organization, campaign, slug)
    return speaker_page(place, hearing, get_my_speaker(hearing, number), ActForm(formdata=None))


@bp.post("/speakers/<int:number>/step")
@allow(ORGANIZER)
def step(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Take one step with one speaker."""
    place, hearing = at_hearing(organization, campaign, slug)
    one, form = get_my_speaker(hearing, number), ActForm()
    form.offer(hearing)
    form.numbers.data = [one.id]
    if not form.submitted():
        return speaker_page(place, hearing, one, form)
    if form.act.data == "filed":
        return redirect(place.url("speakers_desk.receipts", hearing, number=[number]), 303)
    carried_out(place, hearing, form, [number])
    return redirect(place.url("speakers_desk.speaker", hearing, number=number), 303)


@bp.route("/speakers/add", methods=["GET", "POST"])
@allow(ORGANIZER)
def add(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Take somebody in who rang up; who adds them vouches for them."""
    place, hearing = at_hearing(organization, campaign, slug)
    if not hearing.is_on:
        abort(410, _("This hearing does not take place. Add people to the one that follows it."))
    form = AddForm()
    form.offer(hearing)
    if not form.submitted() or lacks_reason(form, hearing):
        return add_page(place, hearing, form)
    pool.lock(hearing)
    try:
        one = adding.add(hearing, me(), form.details, form.why.data or "")
    except KnownError as problem:
        db.session.rollback()
        form.email.errors = [str(problem)]
        return add_page(place, hearing, form)
    number = one.id
    is_late = bool(form.why.data)  # why stands with the step: the audit names nobody
    places.note("speaker.added", place, hearing, speaker=number, is_late=is_late)
    db.session.commit()
    mail.wake()
    flash(_("%(name)s is in the pool.", name=form.name.data), "success")
    return redirect(place.url("speakers_desk.speaker", hearing, number=number), 303)


def lacks_reason(form: AddForm, hearing: Hearing) -> bool:
    """Whether signing up has closed for this mode, and nobody said why it is done anyway."""
    is_closed = listing.is_closed(str(form.mode.data), openings(hearing))
    if (is_closed or hearing.is_over) and not form.why.data:
        form.why.errors = [_("Signing up has closed. Say why they are added anyway.")]
        return True
    return False


@bp.route("/speakers/<int:number>/edit", methods=["GET", "POST"])
@allow(ORGANIZER)
def edit(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Correct what is known of a speaker; who saves second sees both."""
    place, hearing = at_hearing(organization, campaign, slug)
    one, form = get_my_speaker(hearing, number), EditForm()
    form.offer(hearing, one.language)
    if not form.is_submitted():
        form.fill(one)
    if not form.submitted():
        return edit_page(place, hearing, one, form)
    pool.lock(hearing)
    try:
        adding.edit(hearing, one, form.edition.data or 0, form.details)
    except OutdatedEditError:
        db.session.rollback()
        return edit_page(place, hearing, one, form, is_outdated=True)
    except KnownError as problem:
        db.session.rollback()
        form.email.errors = [str(problem)]
        return edit_page(place, hearing, one, form)
    places.note("speaker.edited", place, hearing, speaker=number)
    db.session.commit()
    mail.wake()
    flash(_("Saved."), "success")
    return redirect(place.url("speakers_desk.speaker", hearing, number=number), 303)


@bp.route("/speakers/<int:number>/delete", methods=["GET", "POST"])
@allow(ORGANIZER)
def delete(organization: str, campaign: str, slug: str, number: int) -> ResponseReturnValue:
    """Ask, then delete an entry that was a mistake."""
    place, hearing = at_hearing(organization, campaign, slug)
    one, form = get_my_speaker(hearing, number), StaffForm()
    if not form.submitted():
        page = render_template(
            "hearings/speaking/delete.html", place=place, hearing=hearing, speaker=one, form=form
        )
        return page, form.status
    pool.lock(hearing)
    speaker_forgotten.send([one.id])
    db.session.delete(one)
    db.session.flush()
    keep_seats_filled(hearing)
    places.note("speaker.deleted", place, hearing, speaker=number)
    db.session.commit()
    mail.wake()
    flash(_("The entry is deleted."), "success")
    return redirect(place.url("speakers_desk.pool", hearing), 303)


def speaker_page(
    place: Place, hearing: Hearing, one: Speaker, form: ActForm
) -> ResponseReturnValue:
    form.offer(hearing, *acting.offered(one))
    steps = db.select(SpeakerChange).filter_by(speaker_id=one.id)
    steps = steps.options(joinedload(SpeakerChange.by)).order_by(SpeakerChange.id.desc())
    page = render_template(
        "hearings/speaking/speaker.html",
        place=place,
        hearing=hearing,
        speaker=one,
        form=form,
        can_step=bool(acting.offered(one)),
        steps=db.session.scalars(steps).all(),
    )
    return page, form.status


def add_page(place: Place, hearing: Hearing, form: AddForm) -> ResponseReturnValue:
    page = render_template("hearings/speaking/add.html", place=place, hearing=hearing, form=form)
    return page, 422 if form.errors else 200


def edit_page(
    place: Place, hearing: Hearing, one: Speaker, form: EditForm, is_outdated: bool = False
) -> ResponseReturnValue:
    overwritten = form.overwritten(one) if is_outdated else []
    if is_outdated:
        form.edition.data, form.edition.raw_data = one.edition, None
    page = render_template(
        "hearings/speaking/edit.html",
        place=place,
        hearing=hearing,
        speaker=one,
        form=form,
        is_outdated=is_outdated,
        overwritten=overwritten,
    )
    return page, 409 if is_outdated else form.status
