"""Offering a membership, and finding an offer again by its link."""

from flask import abort
from flask_babel import gettext as _

from .. import limits, mail, tokens
from ..accounts import find_user
from ..accounts.models import User
from ..db import db, now
from ..mail.addresses import mailbox
from .members import lock
from .models import Invitation, Membership, Organization

ADAY, OFFERS = 86_400, 100  # seconds, and mails with an offer that one account sends in them


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

    Raises ValueError with a sentence when this mailbox's owner is a member already, or when
    `by` has made very many offers today.
    """
    user = find_user(email)
    if user and (theirs := membership_of(user, organization)) and theirs.is_at_least(role):
        raise ValueError(_("%(email)s belongs to this organization already.", email=email))
    count_offer(by)
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


def count_offer(by: User | None) -> None:
    """Nobody mails strangers in numbers by way of offers. ValueError with a sentence."""
    if by is not None and not limits.take(f"offer:{by.id}", OFFERS, ADAY):
        raise ValueError(_("You have tried many addresses today. Go on tomorrow."))


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
    number = tokens.read("invitation", token)
    offer = db.select(Invitation).filter_by(id=number if isinstance(number, int) else 0)
    theirs = offer.with_only_columns(Invitation.organization_id)
    lock(db.session.scalar(theirs) or abort(404))  # first, as who closes the organization does
    found: Invitation = db.session.scalar(offer.with_for_update()) or abort(404)
    if found.accepted_at:
        abort(410, _("This invitation has been used. Log in with your account."))
    if not found.is_open or found.organization.closed_at:
        abort(410, _("This invitation is over. Ask the organization for a new one."))
    return found
