"""Public pages of a sign-on letter."""

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Answer

from ... import mail, tokens
from ...coalition.models import Campaign
from ...config import settings
from ...db import db
from ...factsheet import pins, render
from ...filters import datetime_words
from ...i18n import language, spoken
from ...pages import keep
from ...security import allow, network, public
from . import models as sign_on
from .forms import EndorsementForm
from .models import KIND, LetterEndorsement, SignOnLetter

bp = Blueprint("sign_on", __name__)


@bp.get("/c/<campaign>/letter")
@allow(public)
def letter(campaign: str) -> Response:
    """The letter, its sources, who signed it, and how to."""
    found = get_letter(campaign)
    page = render_template(
        "petitions/sign_on/letter.html",
        letter=found,
        text=render(spoken(found.text), found.campaign, pins(KIND, found.id)),
        endorsements=sign_on.endorsements(found),
    )
    return keep(make_response(page))


@bp.route("/c/<campaign>/letter/endorse", methods=["GET", "POST"])
@allow(public)
def endorse(campaign: str) -> Answer | tuple[str, int]:
    """Sign for an organization, and ask its contact person to confirm by mail."""
    found, form = get_open_letter(campaign), EndorsementForm()
    if form.submitted():
        details = {name: form[name].data or "" for name in ("name", "place", "contact", "email")}
        if sign_on.endorse(found, network(request), language=language(), **details):
            db.session.commit()
            mail.wake()
            return redirect(url_for(".thanks", campaign=campaign), 303)
        db.session.commit()
        form.form_errors = [
            _("Many organizations have signed from your network this hour. Try again later.")
        ]
        return endorse_page(found, form), 429
    return endorse_page(found, form), form.status


def endorse_page(found: SignOnLetter, form: EndorsementForm) -> str:
    return render_template("petitions/sign_on/endorse.html", letter=found, form=form)


@bp.get("/c/<campaign>/letter/thanks")
@allow(public)
def thanks(campaign: str) -> Response:
    """The same words for everyone who has just signed, known or not."""
    page = render_template(
        "petitions/sign_on/thanks.html",
        letter=get_letter(campaign),
        has_dev_mailbox=not settings().mail_server,
    )
    return keep(make_response(page))


@bp.get("/endorse/<token>")
@allow(public)
def confirm(token: str) -> str:
    """Show what was signed, with one button; opening the link changes nothing."""
    return render_template(
        "petitions/sign_on/confirm.html", endorsement=get_endorsement(token), token=token
    )


@bp.post("/endorse/<token>")
@allow(public)
def confirm_post(token: str) -> Answer:
    """Put the organization's name under the letter; pressing twice is once."""
    found = get_endorsement(token)
    if not found.counts and not found.letter.is_open:
        abort(410, closed_sentence(found.letter))
    try:
        sign_on.confirm(found.id)
    except sign_on.StandsError:
        db.session.rollback()
        abort(409, _("This organization stands under the letter already."))
    db.session.commit()
    return redirect(url_for(".confirm", token=token), 303)


@bp.post("/endorse/<token>/withdraw")
@allow(public)
def withdraw(token: str) -> Answer:
    """Take the organization's name off the letter."""
    sign_on.withdraw(get_endorsement(token).id)
    db.session.commit()
    return redirect(url_for(".confirm", token=token), 303)


def get_letter(campaign: str) -> SignOnLetter:
    """A letter that may be read; a draft answers as if it did not exist."""
    query = db.select(SignOnLetter).join(Campaign).where(Campaign.slug == campaign)
    found: SignOnLetter = db.first_or_404(query)
    return found if found.is_public else abort(404)


def get_open_letter(campaign: str) -> SignOnLetter:
    found = get_letter(campaign)
    return found if found.is_open else abort(410, closed_sentence(found))


def closed_sentence(found: SignOnLetter) -> str:
    if found.closes_at is None:
        return _("This letter takes no more names.")
    return _("This letter took names until %(moment)s.", moment=datetime_words(found.closes_at))


def get_endorsement(token: str) -> LetterEndorsement:
    """What a link from a mail stands for; 404 when it is damaged or was deleted."""
    number = tokens.read(sign_on.PURPOSE, token, sign_on.LINK_SECONDS)
    found = db.session.get(LetterEndorsement, number) if isinstance(number, int) else None
    if found is None:
        abort(404, _("This link does not work. It may be cut off, or too old: sign again."))
    return found
