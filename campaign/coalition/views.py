"""Accepting an invitation, the one page of this room that needs no account."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import login_user

from ..accounts import User, find_user, register
from ..accounts.checks import me
from ..db import db
from ..forms import StaffForm
from ..security import allow, public
from . import audit
from .forms import JoinForm
from .invitations import get_open_invitation
from .models import Invitation

bp = Blueprint("coalition", __name__)


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@allow(public)
def accept(token: str) -> ResponseReturnValue:
    """Show who invites, and on a button press let the owner of the mailbox in."""
    invitation = get_open_invitation(token)
    user = find_user(invitation.email)
    if user is None:
        return join_as_new(invitation)
    return join(invitation, user)


def join_as_new(invitation: Invitation) -> ResponseReturnValue:
    """The link came by mail, so whoever has it may make the account of that mailbox."""
    form = JoinForm(invitation.email)
    if current_user.is_authenticated:
        abort(403, _("This invitation is for somebody else. Log out to accept it."))
    if form.submitted():
        values = form.values
        user = register(
            invitation.email, values["name"], values["password"], str(get_locale() or "en")
        )
        return let_in(invitation, user)
    if not form.is_submitted():
        form.name.data = invitation.name
    return show(invitation, form=form)


def join(invitation: Invitation, user: User) -> ResponseReturnValue:
    """Somebody with an account proves it by logging in; the link alone is not enough."""
    if not current_user.is_authenticated:
        return show(invitation, form=None)
    if me() != user:
        abort(403, _("This invitation is for another account. Log in with that one."))
    form = StaffForm()
    return let_in(invitation, user) if form.submitted() else show(invitation, form=form)


def let_in(invitation: Invitation, user: User) -> ResponseReturnValue:
    membership = invitation.accept(user)
    audit.note(
        "member.joined",
        organization=invitation.organization,
        about=f"invitations/{invitation.id}",
        user_id=user.id,
        role=membership.role,
    )
    db.session.commit()
    if not current_user.is_authenticated:
        login_user(user, authn_via=["invitation"])
    flash(_("Welcome to %(organization)s.", organization=invitation.organization.name))
    return redirect(url_for("dashboard.index"))


def show(invitation: Invitation, form: StaffForm | None) -> ResponseReturnValue:
    page = render_template("coalition/accept.html", invitation=invitation, form=form)
    return page, form.status if form else 200
