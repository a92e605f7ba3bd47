"""Accepting a part in a campaign with the link of a mail, with or without an account."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import login_user
from wtforms import SelectChoice, StringField  # type: ignore[attr-defined]

from .. import tokens
from ..accounts import User, find_user, register
from ..accounts.checks import me
from ..db import db
from ..forms import StaffForm
from ..security import allow, public
from . import audit, organizations, partners
from .campaign_forms import PartnerForm
from .forms import JoinForm, name_field
from .models import Organization
from .partners import PURPOSE, OverError, PartnerOffer
from .permissions import signed_in

bp = Blueprint("coalition_offers", __name__)
NEW = "new"


class NewPartnerForm(JoinForm):
    """An account and an organization at once."""

    organization_name: StringField = name_field()


@bp.route("/partner-offers/<token>", methods=["GET", "POST"])
@allow(public)
def accept(token: str) -> ResponseReturnValue:
    """Show what is offered, and on a button press let the owner of the mailbox take it."""
    offer = get_open_offer(token)
    user = find_user(offer.email)
    if user is None:
        return accept_as_new(offer)
    if not current_user.is_authenticated:
        return show(offer, None)
    if me() != user:
        abort(403, _("This offer is for another account. Log in with that one."))
    signed_in()
    return accept_as(offer, user)


def accept_as_new(offer: PartnerOffer) -> ResponseReturnValue:
    """The link came by mail, so whoever has it may make the account of that mailbox."""
    if current_user.is_authenticated:
        abort(403, _("This offer is for somebody else. Log out to accept it."))
    form = NewPartnerForm(offer.email)
    if not form.submitted():
        return show(offer, form)
    values = form.values
    user = register(offer.email, values["name"], values["password"], str(get_locale() or "en"))
    db.session.flush()
    made = organizations.found_organization(values["organization_name"], "", user)
    return take(offer, made, user)


def accept_as(offer: PartnerOffer, user: User) -> ResponseReturnValue:
    form, owned = PartnerForm(), partners.owned_by(user)
    choices = [SelectChoice(str(one.id), one.name) for one in owned]
    form.organization.choices = [*choices, SelectChoice(NEW, _("A new one"))]
    if not form.is_submitted():
        form.organization.data = str(owned[0].id) if owned else NEW
    if not form.submitted():
        return show(offer, form)
    if form.organization.data == NEW:
        made = organizations.found_organization(form.name.data or "", "", user)
        return take(offer, made, user)
    [mine] = [one for one in owned if str(one.id) == form.organization.data]
    return take(offer, mine, user)


def take(offer: PartnerOffer, organization: Organization, user: User) -> ResponseReturnValue:
    """Accept, note it, and lead on; an owner without a second factor sets that up next."""
    try:
        partners.accept(offer, organization)
    except OverError:
        db.session.rollback()
        abort(410, over())
    audit.note(
        "partner.accepted",
        organization=organization,
        campaign=offer.campaign,
        about=f"offers/{offer.id}",
        part=offer.role,
        user=user.id,
    )
    db.session.commit()
    if not current_user.is_authenticated:
        login_user(user, authn_via=["invitation"])
    flash(_("%(organization)s is in the campaign.", organization=organization.name), "success")
    if not user.has_second_factor:
        return redirect(url_for("security.two_factor_setup"), 303)
    return redirect(url_for("coalition_desk.organization", organization=organization.slug), 303)


def show(offer: PartnerOffer, form: StaffForm | None) -> ResponseReturnValue:
    page = render_template("coalition/partner.html", offer=offer, form=form)
    return page, form.status if form else 200


def get_open_offer(token: str) -> PartnerOffer:
    """The offer behind a link; 404 for a forged link, 410 for an offer that is over."""
    number = tokens.read(PURPOSE, token)
    mine = db.select(PartnerOffer).filter_by(id=number if isinstance(number, int) else 0)
    query = mine.with_for_update()
    found: PartnerOffer = db.session.scalar(query) or abort(404)
    return found if found.is_open else abort(410, over())


def over() -> str:
    return _("This offer has been answered, or it is over.")
