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
    get_my_campaign,
    get_my_membership,
    get_my_organization,
    get_my_partnership,
    lead_of_campaign,
    my_memberships,
    partner_in_campaign,
    role_at_least,
    signed_in,
)
from ..db import db, now
from ..factsheet import Document, OutdatedDecisionError
from ..forms import StaffForm
from ..security import allow
from .desks import Desk, desks
from .forms import DecisionForm
from .looks import take_decision

bp = Blueprint("dashboard", __name__, url_prefix="/organize")


@bp.get("")
@allow(signed_in)
def index() -> ResponseReturnValue:
    """Where I work: what needs a look, my organizations, their campaigns and invitations."""
    memberships = db.session.scalars(my_memberships()).all()
    return render_template(
        "dashboard/index.html", memberships=memberships, desks=desks(memberships)
    )


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


@bp.get("/<organization>/campaigns/<campaign>")
@allow(partner_in_campaign("viewer"))
def campaign(organization: str, campaign: str) -> ResponseReturnValue:
    """One campaign: what needs a look, what was decided, its petitions in numbers."""
    return show_campaign(organization, campaign)


@bp.post("/<organization>/campaigns/<campaign>/decide")
@allow(lead_of_campaign("organizer"))
def decide(organization: str, campaign: str) -> ResponseReturnValue:
    """Bring a document to the new sentence of a fact, or keep the old one and say why."""
    form = DecisionForm()
    if not form.submitted():
        return show_campaign(organization, campaign, form)
    try:
        document = take_decision(get_my_campaign(campaign), me().name, **form.values)
    except OutdatedDecisionError:
        db.session.rollback()
        return show_campaign(organization, campaign, form, is_outdated=True)
    except ValueError:
        db.session.rollback()
        form.decision.errors = [_("There is no newer sentence to take: keep it and say why.")]
        return show_campaign(organization, campaign, form)
    db.session.commit()
    flash(done_words(form, document), "success")
    return redirect(url_for(".campaign", organization=organization, campaign=campaign), 303)


def done_words(form: DecisionForm, document: Document) -> str:
    if form.decision.data == "update":
        return _("“%(title)s” says the new sentence from now on.", title=document.title)
    return _("“%(title)s” keeps its sentence.", title=document.title)


def show_campaign(
    organization: str, campaign: str, form: DecisionForm | None = None, is_outdated: bool = False
) -> ResponseReturnValue:
    desk = Desk(get_my_membership(organization), get_my_partnership(campaign))
    page = render_template(
        "dashboard/campaign.html",
        desk=desk,
        posted=form,
        is_outdated=is_outdated,
        **({"form": form} if form is not None else {}),
    )
    return page, 409 if is_outdated else form.status if form is not None else 200


def show(mine: Organization, form: InvitationForm) -> ResponseReturnValue:
    page = render_template(
        "dashboard/organization.html",
        organization=mine,
        membership=get_my_membership(mine.slug),
        form=form,
        button_form=StaffForm(),
    )
    return page, form.status
