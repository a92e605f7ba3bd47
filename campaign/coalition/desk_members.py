"""Who belongs to an organization: inviting, roles, leaving, removing."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from .. import mail
from ..accounts.checks import me
from ..db import db, now
from ..forms import StaffForm
from ..security import allow
from . import ROLE_NAMES, audit, members
from .desk import bp, show
from .forms import InvitationForm, RoleForm
from .invitations import invite as offer
from .models import Invitation, Membership, Organization
from .permissions import get_my_membership, get_my_organization, role_at_least


@bp.post("/<organization>/invitations")
@allow(role_at_least("owner"))
def invite(organization: str) -> ResponseReturnValue:
    """Offer memberships by mail."""
    mine, form = get_my_organization(organization), InvitationForm(me().locale)
    if not form.submitted() or not offered(mine, form):
        return show(mine, form)
    count = len(form.addresses)
    role = form.role.data
    audit.note("member.invited", organization=mine, about="invitations", count=count, role=role)
    db.session.commit()
    mail.wake()
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
            offer(mine, email, form.values["role"], by=me(), locale=form.language.data)
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
    invitation = get_my_invitation(organization, number)
    if StaffForm().submitted():
        invitation.withdrawn_at = invitation.withdrawn_at or now()
        mine = get_my_organization(organization)
        audit.note("invitation.withdrawn", organization=mine, about=f"invitations/{number}")
        db.session.commit()
        flash(_("The invitation to %(email)s is withdrawn.", email=invitation.email), "success")
    return redirect(url_for(".organization", organization=organization))


@bp.post("/<organization>/invitations/<int:number>/again")
@allow(role_at_least("owner"))
def invite_again(organization: str, number: int) -> ResponseReturnValue:
    """Send an offer again with a new link; the old link ends."""
    invitation, mine = get_my_invitation(organization, number), get_my_organization(organization)
    if StaffForm().submitted() and renewed(invitation, mine):
        audit.note("invitation.sent_again", organization=mine, about=f"invitations/{number}")
        db.session.commit()
        mail.wake()
        flash(_("A new link is on its way to %(email)s.", email=invitation.email), "success")
    return redirect(url_for(".organization", organization=organization))


def renewed(invitation: Invitation, mine: Organization) -> bool:
    """Offer the same again, unless it was taken meanwhile."""
    try:
        offer(
            mine,
            invitation.email,
            invitation.role,
            by=me(),
            name=invitation.name,
            locale=invitation.locale,
        )
    except ValueError as fault:
        db.session.rollback()
        flash(str(fault))
        return False
    return True


def get_my_invitation(organization: str, number: int) -> Invitation:
    mine = db.select(Invitation).filter_by(
        id=number, organization=get_my_organization(organization), accepted_at=None
    )
    found: Invitation = db.session.scalar(mine) or abort(404)
    return found


@bp.route("/<organization>/members/<int:number>", methods=["GET", "POST"])
@allow(role_at_least("owner"))
def member(organization: str, number: int) -> ResponseReturnValue:
    """One member: another role."""
    found, form = get_member(organization, number), RoleForm()
    if not form.is_submitted():
        form.role.data = found.role
    if form.submitted():
        was, by = found.role, get_my_membership(organization)
        if changed(found, by, form):
            note_member("member.role_changed", found, was=was, role=found.role)
            db.session.commit()
            words = ROLE_NAMES[found.role]
            flash(_("%(name)s: %(role)s from now on.", name=name_of(found), role=words), "success")
            return redirect(url_for(".organization", organization=organization), 303)
    return show_member(found, form)


def changed(found: Membership, by: Membership, form: RoleForm) -> bool:
    try:
        members.change_role(found, form.role.data, by)
    except members.LastOwnerError:
        db.session.rollback()
        form.role.errors = [_("Make somebody else an owner first: this is the last one.")]
    except members.NotAllowedError:
        db.session.rollback()
        abort(403)
    return not form.errors


@bp.post("/<organization>/members/<int:number>/remove")
@allow(role_at_least("owner"))
def remove(organization: str, number: int) -> ResponseReturnValue:
    """End a membership: every page of this organization refuses that person at once."""
    found, form = get_member(organization, number), RoleForm()
    if not StaffForm().submitted():
        form.role.data = found.role
        return show_member(found, form)
    try:
        members.remove(found, get_my_membership(organization))
    except members.LastOwnerError:
        db.session.rollback()
        form.role.data = found.role
        form.form_errors = [_("Make somebody else an owner first: this is the last one.")]
        return show_member(found, form)
    except members.NotAllowedError:
        db.session.rollback()
        abort(403)
    note_member("member.removed", found)
    db.session.commit()
    flash(_("%(name)s is out, on every device.", name=name_of(found)), "success")
    return redirect(url_for(".organization", organization=organization), 303)


def show_member(found: Membership, form: RoleForm) -> ResponseReturnValue:
    page = render_template(
        "coalition/desk/member.html",
        organization=found.organization,
        member=found,
        name=name_of(found),
        form=form,
        button_form=StaffForm(formdata=None),
    )
    return page, form.status


@bp.route("/<organization>/leave", methods=["GET", "POST"])
@allow(role_at_least("viewer"))
def leave(organization: str) -> ResponseReturnValue:
    """Leave an organization, after reading what that means."""
    mine, form = get_my_membership(organization), StaffForm()
    if form.submitted():
        try:
            members.leave(mine)
        except members.LastOwnerError:
            db.session.rollback()
            form.form_errors = [_("You are the last owner. Make somebody else an owner first.")]
        else:
            note_member("member.left", mine)
            db.session.commit()
            name = mine.organization.name
            flash(_("You have left %(organization)s.", organization=name), "success")
            return redirect(url_for("dashboard.index"), 303)
    page = render_template(
        "coalition/desk/leave.html",
        organization=mine.organization,
        is_last=members.is_last_owner(mine),
        form=form,
    )
    return page, form.status


def note_member(act: str, found: Membership, **details: Any) -> None:
    audit.note(
        act,
        organization=found.organization,
        about=f"members/{found.id}",
        user=found.user_id,
        **details,
    )


def name_of(found: Membership) -> str:
    return found.user.name or found.user.email


def get_member(organization: str, number: int) -> Membership:
    """A current member of my organization, or 404."""
    theirs = db.select(Membership).filter_by(
        id=number, organization=get_my_organization(organization), ended_at=None
    )
    found: Membership = db.session.scalar(theirs) or abort(404)
    return found
