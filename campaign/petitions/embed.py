"""A petition in a frame of another site: read, sign, done, without a cookie.

A browser sends the frame's own form with `Sec-Fetch-Site: same-origin`, whoever's page is around
it, so the guard of all posts holds here too. Only these answers may be framed by anyone.
"""

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ..config import settings
from ..db import db
from ..i18n import language
from ..pages import keep, remember
from ..security import allow, embeddable, network, public
from . import counting, signing
from .forms import SignatureForm
from .models import DRAFT, Petition
from .views import Choices, by, closed_sentence, recruiting_organization

bp = Blueprint("petitions_embed", __name__, url_prefix="/embed/petitions")
bp.after_request(embeddable)


@bp.route("/<slug>", methods=["GET", "POST"])
@allow(public)
def petition(slug: str) -> Answer | tuple[str, int]:
    """The number and the form; where there is little room, a button in its place."""
    found = db.session.scalar(db.select(Petition).filter_by(slug=slug))
    if found is None or found.state == DRAFT:
        return render_template("petitions/embed/gone.html"), 404
    if request.method == "POST":
        return sign(found)
    return keep(make_response(page(found, offered(found))))


def sign(found: Petition) -> Answer | tuple[str, int]:
    """As `views.sign`, but that nothing leads out of the frame."""
    form = offered(found)
    if not found.is_open:
        return page(found, form), 410
    if not form.submitted():
        return page(found, form), form.status
    choices = choices_of(found)
    if signing.sign(found, network=network(request), **choices.signature(form)):
        return redirect(url_for(".thanks", slug=found.slug), 303)
    form.form_errors = [
        _("Many people have signed from your network this hour. Please try again later.")
    ]
    return page(found, form), 429


def choices_of(found: Petition) -> Choices:
    return remember(("petition choices", found.id, language()), lambda: Choices(found))


def offered(found: Petition) -> SignatureForm:
    choices = choices_of(found)
    form = SignatureForm(by=request.args.get("by"))
    form.offer(choices.wards, choices.organizations)
    return form


def page(found: Petition, form: SignatureForm) -> str:
    recruiter = by(recruiting_organization(found))
    return render_template(
        "petitions/embed/petition.html",
        petition=found,
        form=form,
        count=counting.count(found.id).total,
        state_sentence="" if found.is_open else closed_sentence(found),
        url=settings().base_url + url_for("petitions.petition", slug=found.slug, **recruiter),
        sign_url=settings().base_url + url_for("petitions.sign", slug=found.slug, **recruiter),
        action=url_for(".petition", slug=found.slug, **recruiter),
    )


@bp.get("/<slug>/thanks")
@allow(public)
def thanks(slug: str) -> Response | tuple[str, int]:
    """The same words for everyone who has just signed, known or not."""
    found = db.session.scalar(db.select(Petition).filter_by(slug=slug))
    if found is None or found.state == DRAFT:
        return render_template("petitions/embed/gone.html"), 404
    return keep(make_response(render_template("petitions/embed/thanks.html", petition=found)))
