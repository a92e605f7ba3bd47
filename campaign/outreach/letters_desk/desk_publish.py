"""Organizers' buttons: publish, pause, resume, close, reopen; each works at once."""

from flask import current_app, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from ...coalition.editing import OutdatedEditError
from ...config import settings
from ...db import db
from ...forms import StaffForm
from ...petitions.writing.moment_forms import hidden_number
from ...security import allow
from ..letters.models import LetterAction
from ..place import LEAD, Place, get_my_action, get_place, note
from . import bp
from .publishing import NOTED, RefusedError, checks, decide

DONE = {
    "publish": lazy_gettext("It is public. Residents can write now."),
    "pause": lazy_gettext("Paused. No letter leaves; residents can still write."),
    "resume": lazy_gettext("Letters leave again, as fast as each office is to get them."),
    "close": lazy_gettext("Closed. Nobody can write any more."),
    "reopen": lazy_gettext("It is open again."),
}


class PublishForm(StaffForm):
    """`seen` is the edition that was looked at."""

    seen = hidden_number()


@bp.route("/<slug>/publish", methods=["GET", "POST"])
@allow(LEAD)
def publish(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """What must be right, and what will be public; with one button."""
    place, form = get_place(organization, campaign), PublishForm()
    mine = get_my_action(place, slug)
    if not form.submitted():
        return publish_page(place, mine, form), form.status
    try:
        decide(mine, "publish", form.seen.data)
    except OutdatedEditError:
        db.session.rollback()
        sentence = _("Somebody has changed it since you opened the page. Look at it again.")
        return again(place, mine, form, sentence)
    except RefusedError as error:
        db.session.rollback()
        return again(place, mine, form, str(error))
    return done(place, mine, "publish")


def publish_page(place: Place, mine: LetterAction, form: PublishForm) -> str:
    form.seen.data, form.seen.raw_data = mine.edition, None
    return render_template(
        "outreach/desk/publish.html",
        place=place,
        action=mine,
        form=form,
        checks=checks(mine),
        address=f"{settings().base_url}/letters/{mine.slug}",
    )


def again(
    place: Place, mine: LetterAction, form: PublishForm, sentence: str
) -> ResponseReturnValue:
    form.form_errors = [sentence]
    return publish_page(place, mine, form), 409


def done(place: Place, mine: LetterAction, act: str) -> ResponseReturnValue:
    note(f"letters.{NOTED[act]}", place, f"letters/{mine.slug}")
    db.session.commit()
    current_app.extensions["pages"].clear()
    flash(DONE[act], "success")
    return redirect(place.url("letters_desk.action", slug=mine.slug), 303)


@bp.post("/<slug>/pause")
@allow(LEAD)
def pause(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """No letter leaves from now on; writing goes on."""
    return switch(organization, campaign, slug, "pause")


@bp.post("/<slug>/resume")
@allow(LEAD)
def resume(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Letters leave again."""
    return switch(organization, campaign, slug, "resume")


@bp.post("/<slug>/close")
@allow(LEAD)
def close(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Nobody can write any more."""
    return switch(organization, campaign, slug, "close")


@bp.post("/<slug>/reopen")
@allow(LEAD)
def reopen(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Residents can write again."""
    return switch(organization, campaign, slug, "reopen")


def switch(organization: str, campaign: str, slug: str, act: str) -> ResponseReturnValue:
    """One of the buttons; where it is out of date the page says so and nothing changes."""
    from .overview import action_page

    place, form = get_place(organization, campaign), StaffForm()
    mine = get_my_action(place, slug)
    if not form.submitted():
        return action_page(place, mine, form), form.status
    try:
        decide(mine, act)
    except RefusedError as error:
        db.session.rollback()
        form.form_errors = [str(error)]
        return action_page(place, mine, form), 409
    return done(place, mine, act)
