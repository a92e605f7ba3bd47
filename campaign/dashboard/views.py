"""The organizers' first pages."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from .. import mail
from ..accounts.checks import me
from ..coalition.forms import InvitationForm
from ..coalition.invitations import invite as offer
from ..coalition.models import Invitation, Organization
from ..coalition.permissions import (
    get_my_membership,
    get_my_organization,
    my_memberships,
    role_at_least,
    signed_in,
)
from ..db import db, now
from ..forms import StaffForm
from ..security import allow

bp = Blueprint("dashboard", __name__, url_prefix="/organize")


@bp.get("")
@allow(signed_in)
def index() -> ResponseReturnValue:
    """Where I work: my organizations, their campaigns, and invitations that wait."""
    memberships = list(db.session.scalars(my_memberships()))
    return render_template("dashboard/index.html", memberships=memberships)


@bp.get("/<organization>")
@allow(role_at_least("viewer"))
def organization(organization: str) -> ResponseReturnValue:
    """One organization: campaigns, members and, for owners, invitations."""
    return show(get_my_organization(organization), InvitationForm())


@bp.post("/<organization>/invitations")
@allow(role_at_least("owner"))
def invite(organization: str) -> ResponseReturnValue:
    """Offer memberships by mail."""
    mine, form = get_my_organization(organization), InvitationForm()
    if not form.submitted() or not offered(mine, form):
        return show(mine, form)
    db.session.commit()
    mail.wake()
    count = len(form.addresses)
    flash(
        ngettext(
            "%(num)s invitation is on its way.", "%(num)s invitations are on their way.", count
        ),
        "success",
    )
    return redirect(url_for(".organization", organization=organization))


def offered(mine: Organization, form: InvitationForm) -> bool:
    """Invite everyone named, or nobody: then each sentence says who cannot be invited."""
    faults = []
    for email in form.addresses:
        try:
            offer(mine, email, form.values["role"], by=me(), locale=me().locale)
        except ValueError as fault:
            faults.append(str(fault))
    if faults:
        db.session.rollback()
        form.emails.errors = [" ".join(faults)]
    return not faults


@bp.post("/<organization>/invitations/<int:number>/withdraw")
@allow(role_at_least("owner"))
def withdraw(organization: str, number: int) -> ResponseReturnValue:
    """Take an offer back: its link no longer works."""
    if StaffForm().submitted():
        invitation = get_my_invitation(organization, number)
        invitation.withdrawn_at = invitation.withdrawn_at or now()
        db.session.commit()
        flash(_("The invitation to %(email)s is withdrawn.", email=invitation.email), "success")
    return redirect(url_for(".organization", organization=organization))


def get_my_invitation(organization: str, number: int) -> Invitation:
    mine = db.select(Invitation).filter_by(
        id=number, organization=get_my_organization(organization)
    )
    found: Invitation = db.session.scalar(mine) or abort(404)
    return found


def show(mine: Organization, form: InvitationForm) -> ResponseReturnValue:
    page = render_template(
        "dashboard/organization.html",
        organization=mine,
        membership=get_my_membership(mine.slug),
        form=form,
        button_form=StaffForm(),
    )
    return page, form.status
