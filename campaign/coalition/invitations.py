"""Offering a membership, and finding an offer again by its link."""

from flask import abort
from flask_babel import gettext as _

from .. import mail, tokens
from ..accounts import find_user
from ..accounts.models import User
from ..db import db, now
from ..mail.addresses import mailbox
from .models import Invitation, Membership, Organization


def invite(
    organization: Organization,
    email: str,
    role: str,
    *,
    by: User | None,
    name: str = "",
    locale: str = "en",
) -> Invitation:
    """Offer a membership by mail; offers still open to the same mailbox end.

    Raises ValueError with a sentence when this mailbox's owner is a member already.
    """
    user = find_user(email)
    if user and (theirs := membership_of(user, organization)) and theirs.is_at_least(role):
        raise ValueError(_("%(email)s belongs to this organization already.", email=email))
    withdraw_open(organization, email)
    locale = user.locale if user else locale
    invitation = Invitation(
        organization=organization,
        email=email,
        name=name,
        role=role,
        locale=locale,
        invited_by=by,
    )
    db.session.add(invitation)
    db.session.flush()
    mail.queue(
        "coalition/mail/invitation",
        email,
        key=f"invitation:{invitation.id}",
        locale=locale,
        shared={"organization": organization.name, "by": by.name if by else ""},
        merge={"link": f"{link(invitation)}?lang={locale}"},
    )
    return invitation


def link(invitation: Invitation) -> str:
    return mail.link("coalition.accept", token=tokens.make("invitation", invitation.id))


def withdraw_open(organization: Organization, email: str) -> None:
    for one in organization.invitations:
        if one.is_open and mailbox(one.email) == mailbox(email):
            one.withdrawn_at = now()


def membership_of(user: User, organization: Organization) -> Membership | None:
    mine = db.select(Membership).filter_by(user=user, organization=organization)
    return db.session.scalar(mine)


def get_open_invitation(token: str) -> Invitation:
    """The offer behind a link; 404 for a forged link, 410 for an offer that is over."""
    number = tokens.read("invitation", token) or abort(404)
    offer = db.select(Invitation).filter_by(id=number).with_for_update()
    found: Invitation = db.session.scalar(offer) or abort(404)
    if found.accepted_at:
        abort(410, _("This invitation has been used. Log in with your account."))
    if not found.is_open or found.organization.closed_at:
        abort(410, _("This invitation is over. Ask the organization for a new one."))
    return found
