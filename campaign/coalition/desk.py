"""An organization's own page, founding one, and closing it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from .. import limits
from ..accounts.checks import me
from ..db import db
from ..forms import StaffForm
from ..i18n import spoken
from ..security import allow
from . import audit, organizations
from .forms import InvitationForm, OrganizationForm, SureForm
from .members import current_members
from .models import Organization
from .partners import open_offers
from .permissions import get_my_membership, get_my_organization, role_at_least, signed_in

bp = Blueprint("coalition_desk", __name__, url_prefix="/organize")
ADAY, FOUNDED = 86_400, 5  # organizations that one account founds in a day


@bp.route("/new", methods=["GET", "POST"])
@allow(signed_in)
def new() -> ResponseReturnValue:
    """Found an organization: whoever does becomes its first owner."""
    form = OrganizationForm()
    if form.submitted() and (made := founded(form)):
        audit.note("organization.founded", organization=made, about=made.slug)
        db.session.commit()
        return lead_on(made)
    page = render_template(
        "coalition/desk/new.html", form=form, has_second_factor=me().has_second_factor
    )
    return page, form.status


def founded(form: OrganizationForm) -> Organization | None:
    if not limits.take(f"found:{me().id}", FOUNDED, ADAY):
        form.form_errors = [_("You founded several organizations today. Go on tomorrow.")]
        return None
    try:
        return organizations.found_organization(**form.values, owner=me())
    except organizations.TakenError:
        form.slug.errors = [_("Another organization has this short name. Choose another one.")]
        return None


def lead_on(made: Organization) -> ResponseReturnValue:
    """To the new organization, by way of the second factor that its owner still needs."""
    if me().has_second_factor:
        flash(_("%(organization)s is here. Invite the others.", organization=made.name), "success")
        return redirect(url_for(".organization", organization=made.slug), 303)
    flash(
        _(
            "%(organization)s is here. One more step: protect it with your phone.",
            organization=made.name,
        ),
        "success",
    )
    return redirect(url_for("security.two_factor_setup"), 303)


@bp.get("/<organization>")
@allow(role_at_least("viewer"))
def organization(organization: str) -> ResponseReturnValue:
    """One organization: campaigns, members and, for owners, invitations."""
    return show(get_my_organization(organization), InvitationForm(me().locale))


def show(mine: Organization, form: InvitationForm) -> ResponseReturnValue:
    page = render_template(
        "coalition/desk/organization.html",
        organization=mine,
        membership=get_my_membership(mine.slug),
        members=current_members(mine),
        offers=open_offers(mine),
        form=form,
        button_form=StaffForm(formdata=None),
    )
    return page, form.status


@bp.route("/<organization>/close", methods=["GET", "POST"])
@allow(role_at_least("owner", fresh=True))
def close(organization: str) -> ResponseReturnValue:
    """End an organization for good, after saying what that means."""
    mine, form = get_my_organization(organization), SureForm()
    if form.submitted() and closed(mine, form):
        audit.note("organization.closed", organization=mine, about=mine.slug)
        db.session.commit()
        flash(_("%(organization)s is closed.", organization=mine.name), "success")
        return redirect(url_for("dashboard.index"), 303)
    page = render_template("coalition/desk/close.html", organization=mine, form=form)
    return page, form.status


def closed(mine: Organization, form: SureForm) -> bool:
    try:
        organizations.close(mine)
    except organizations.LeadsError as error:
        names = ", ".join(spoken(one.name) for one in error.campaigns)
        db.session.rollback()
        sentence = _(
            "It leads a campaign: %(campaigns)s. Hand over the lead or end the campaign first.",
            campaigns=names,
        )
        form.form_errors = [sentence]
        return False
    return True
