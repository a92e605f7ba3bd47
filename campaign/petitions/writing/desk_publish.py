"""Organizers' pages that change what is public: publish, close, stop, and what was before."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from ...accounts.checks import me
from ...coalition.permissions import lead_of_campaign, partner_in_campaign
from ...config import settings
from ...db import db
from ...security import allow
from ..models import Petition
from ..place import Place, forget_pages, get_my_petition, get_place, note
from .act_form import ActForm
from .desk import bp
from .desk_pages import history, petition_page
from .publishing import NEEDS_WHY, RefusedError, checks, decide
from .revisions import StaleEditError

DONE = {
    "published": lazy_gettext("It is public. People can sign from its opening time on."),
    "unpublished": lazy_gettext("It is a draft again."),
    "closed": lazy_gettext("It is closed. Nobody can sign it any more."),
    "reopened": lazy_gettext("It is open again."),
    "stopped": lazy_gettext("Signing is stopped. People can still read it."),
    "resumed": lazy_gettext("People can sign again."),
}


@bp.get("/<slug>/publish")
@allow(lead_of_campaign("organizer"))
def publish(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """What must be right, and what will be public; with one button."""
    place = get_place(organization, campaign)
    return publish_page(place, get_my_petition(place.campaign, slug), ActForm(formdata=None))


@bp.post("/<slug>/decide")
@allow(lead_of_campaign("organizer"))
def decide_post(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """Publish, close, stop, or take that back; it holds at once."""
    place, form = get_place(organization, campaign), ActForm()
    mine = get_my_petition(place.campaign, slug)
    if not form.submitted():
        return again(place, mine, form), 422
    act = str(form.act.data)
    try:
        decision = decide(mine, act, by=me(), why=form.why.data or "", seen=form.seen.data)
    except StaleEditError:
        db.session.rollback()
        sentence = _("Somebody has changed it since you opened the page. Look at it again.")
        return refuse(place, mine, form, sentence)
    except RefusedError as error:
        db.session.rollback()
        return refuse(place, mine, form, str(error))
    note(f"petition.{act}", place, mine, decision=decision.id)
    db.session.commit()
    forget_pages()
    flash(DONE[act], "success")
    return redirect(place.url("petition", mine), 303)


def refuse(place: Place, mine: Petition, form: ActForm, sentence: str) -> ResponseReturnValue:
    """Say why it cannot be done; a missing reason is the form's fault, the rest the moment's."""
    is_unsaid = form.act.data in NEEDS_WHY and not form.why.data
    form.why.errors = [sentence] if is_unsaid else []
    form.form_errors = [] if is_unsaid else [sentence]
    return again(place, mine, form), 422 if is_unsaid else 409


def again(place: Place, mine: Petition, form: ActForm) -> str:
    """The page that the button was on, with what was typed."""
    if form.act.data == "published":
        return publish_page(place, mine, form)
    return petition_page(place, mine, form=form, act_form=form)


def publish_page(place: Place, mine: Petition, form: ActForm) -> str:
    if mine.published_at is not None and not form.errors:
        abort(404, _("It is public already."))
    return render_template(
        "petitions/desk/publish.html",
        place=place,
        petition=mine,
        checks=checks(mine),
        form=form.about("published", mine),
        address=settings().base_url + url_for("petitions.petition", slug=mine.slug),
    )


@bp.get("/<slug>/revisions")
@allow(partner_in_campaign("viewer"))
def revisions(organization: str, campaign: str, slug: str) -> ResponseReturnValue:
    """What the petition said before, each save with its differences; any can come back."""
    place = get_place(organization, campaign)
    mine = get_my_petition(place.campaign, slug)
    return render_template(
        "petitions/desk/revisions.html", place=place, petition=mine, steps=history(mine)
    )
