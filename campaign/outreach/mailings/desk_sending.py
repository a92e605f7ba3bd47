"""Sending: scheduled, approved by a second person, paused, cancelled."""

from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from ... import jobs, mail
from ...accounts.checks import me
from ...db import db
from ...filters import datetime_words
from ...filters import number as number_words
from ...security import allow
from ..place import SENDS, Place, get_my_mailing, get_place, note
from . import acts, bp, checks
from .choices import described, offer
from .desk import decided
from .desk_preview import looked_at
from .forms import ScheduleForm, SeenForm
from .models import Mailing
from .queueing import audience_of
from .rendering import settings_of
from .segments import beside


@bp.route("/<int:number>/schedule", methods=["GET", "POST"])
@allow(SENDS)
def schedule(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """The last look before it goes: everything that was checked, to how many, and when."""
    place = get_place(organization, campaign)
    mine = get_my_mailing(place, number)
    if mine.state != "draft":
        return redirect(place.url("mailings_desk.mailing", number=number), 303)
    form = ScheduleForm()
    if request.method != "POST":
        form.edition.data, form.when.data = mine.edition, "now"
    if not form.submitted():
        return schedule_page(place, mine, form)
    return scheduled(place, mine, form)


def schedule_page(place: Place, mine: Mailing, form: ScheduleForm) -> tuple[str, int]:
    audience = audience_of(mine)
    found = looked_at(mine, audience)
    settings = settings_of(mine)
    page = render_template(
        "outreach/mailings/schedule.html",
        place=place,
        mailing=mine,
        form=form,
        checks=found,
        stops=checks.stopping(found),
        count=(count := audience.count()),
        needs_approval=acts.needs_approval(mine, count),
        approval_above=settings.approval_above if settings else 500,
        described=described(audience.segment, offer(place.organization, place.campaign, mine.id)),
        zone_name=str(form.zone),
    )
    return page, form.status


def scheduled(place: Place, mine: Mailing, form: ScheduleForm) -> ResponseReturnValue:
    """Everybody is counted before the row is locked: that may take seconds."""
    number, seen = mine.id, form.edition.data
    found, count = beside(lambda: looked(place, number))
    mine = acts.lock(number)
    if mine.edition != seen:
        db.session.rollback()
        form.edition.data, form.edition.raw_data = mine.edition, None
        form.when.errors = [_("Somebody has changed it meanwhile. Look again, then decide.")]
        return schedule_page(place, mine, form)[0], 409
    if checks.stopping(found):
        db.session.rollback()
        form.when.errors = [_("Mend what stands in the way first.")]
        return schedule_page(place, mine, form)
    try:
        state = acts.schedule(mine, form.moment, count, me())
    except acts.RefusedError as refusal:
        db.session.rollback()
        abort(409, str(refusal))
    note(f"mailing.{state}", place, f"mailings/{number}", edition=mine.edition, count=count)
    words = schedule_words(mine, state)
    db.session.commit()
    flash(words, "success")
    jobs.ask("outreach.mailings")
    return redirect(place.url("mailings_desk.mailing", number=number), 303)


def looked(place: Place, number: int) -> tuple[list[checks.Check], int]:
    mine = get_my_mailing(place, number)
    audience = audience_of(mine)
    return looked_at(mine, audience), audience.count()


def schedule_words(mine: Mailing, state: str) -> str:
    count = number_words(mine.count)
    if state == "proposed":
        return _("A second person must approve it now: it goes to %(num)s people.", num=count)
    at = datetime_words(mine.scheduled_at)
    words: str = ngettext(
        "It goes to %(count)s person: %(at)s.",
        "It goes to %(count)s people: %(at)s.",
        mine.count,
        count=count,
        at=at,
    )
    return words


@bp.post("/<int:number>/approve")
@allow(SENDS)
def approve(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Somebody else than who proposed it has read these words: they go out."""
    seen = SeenForm().edition.data or 0
    said = _("Approved. It goes out at the time that was chosen.")
    answer = decided(
        get_place(organization, campaign),
        number,
        "mailing.approved",
        lambda mine: acts.approve(mine, seen, me()),
        said,
    )
    jobs.ask("outreach.mailings")
    return answer


@bp.post("/<int:number>/return")
@allow(SENDS)
def send_back(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Not approved: it is a draft again."""
    said = _("It is a draft again.")
    return decided(
        get_place(organization, campaign), number, "mailing.returned", acts.take_back, said
    )


@bp.post("/<int:number>/unschedule")
@allow(SENDS)
def unschedule(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Take it off the schedule, as long as it has not begun."""
    said = _("It is off the schedule: a draft again. Nobody got anything.")
    return decided(
        get_place(organization, campaign), number, "mailing.unscheduled", acts.take_back, said
    )


@bp.post("/<int:number>/pause")
@allow(SENDS)
def pause(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Send no more of it for now."""
    said = _("Paused. A few mails that were already on their way may still arrive.")
    return decided(get_place(organization, campaign), number, "mailing.paused", acts.pause, said)


@bp.post("/<int:number>/resume")
@allow(SENDS)
def resume(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Let it go on where it stopped."""
    said = _("It goes on.")
    answer = decided(
        get_place(organization, campaign), number, "mailing.resumed", acts.resume, said
    )
    mail.wake()
    return answer


@bp.post("/<int:number>/cancel")
@allow(SENDS)
def cancel(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Send nothing more of it, for good."""
    said = _("Cancelled. What had gone out has gone out; nobody else gets it.")
    return decided(
        get_place(organization, campaign), number, "mailing.cancelled", acts.cancel, said
    )
