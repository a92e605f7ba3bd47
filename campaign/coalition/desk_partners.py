"""Who is in a campaign: offering a part, answering, changing, handing over, leaving."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice  # type: ignore[attr-defined]

from .. import mail
from ..accounts.checks import me
from ..db import db, now
from ..forms import StaffForm
from ..i18n import spoken
from ..security import allow
from . import audit, charter, partners
from .campaign_forms import AnswerForm, HandOverForm, OfferForm, PartForm
from .desk import bp
from .desk_campaigns import HERE, note
from .models import Campaign, Organization, Partnership
from .partners import OverError, PartnerOffer
from .permissions import (
    get_my_campaign,
    get_my_membership,
    get_my_organization,
    get_my_partnership,
    lead_of_campaign,
    partner_in_campaign,
    role_at_least,
)


@bp.get(f"{HERE}/partners")
@allow(partner_in_campaign("viewer"))
def campaign_partners(organization: str, campaign: str) -> ResponseReturnValue:
    """Who is in the campaign, who agreed to its charter, who was asked."""
    return show(organization, campaign, OfferForm())


def show(organization: str, campaign: str, form: OfferForm) -> ResponseReturnValue:
    mine = get_my_campaign(campaign)
    page = render_template(
        "coalition/desk/partners.html",
        organization=get_my_organization(organization),
        membership=get_my_membership(organization),
        partnership=get_my_partnership(campaign),
        campaign=mine,
        charter=charter.current(mine),
        waiting=charter.waiting(newest) if (newest := charter.current(mine)) else [],
        offers=partners.offers_of(mine),
        form=form,
        button_form=StaffForm(formdata=None),
    )
    return page, form.status


@bp.post(f"{HERE}/partners/offer")
@allow(lead_of_campaign("owner"))
def offer_part(organization: str, campaign: str) -> ResponseReturnValue:
    """Offer an organization a part, by its short name or an owner's address."""
    mine, form = get_my_campaign(campaign), OfferForm()
    if not form.submitted() or not offered(mine, form):
        return show(organization, campaign, form)
    note("partner.offered", organization, mine, part=form.role.data)
    mail.wake()
    flash(_("The offer is on its way."), "success")
    return back(organization, campaign)


def offered(campaign: Campaign, form: OfferForm) -> bool:
    try:
        partners.offer(campaign, receiver(form.to.data or ""), form.role.data, me())
    except ValueError as fault:
        db.session.rollback()
        form.to.errors = [str(fault)]
        return False
    return True


def receiver(to: str) -> Organization | str:
    """The mail address, or the organization of this short name; ValueError with a sentence."""
    if "@" in to:
        return to
    query = db.select(Organization).filter_by(slug=to.lower(), closed_at=None)
    found: Organization | None = db.session.scalar(query)
    if found is None:
        raise ValueError(_("No organization here has this short name."))
    return found


@bp.post(f"{HERE}/offers/<int:number>/withdraw")
@allow(lead_of_campaign("owner"))
def withdraw_offer(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Take an offer back."""
    mine = get_my_campaign(campaign)
    query = db.select(PartnerOffer).filter_by(id=number, campaign_id=mine.id, accepted_at=None)
    found = db.session.scalar(query.with_for_update()) or abort(404)
    if StaffForm().submitted():
        found.withdrawn_at = found.withdrawn_at or now()
        note("partner.offer_withdrawn", organization, mine, number=number)
        flash(_("The offer is withdrawn."), "success")
    return back(organization, campaign)


@bp.post(f"{HERE}/partners/<int:number>/part")
@allow(lead_of_campaign("owner"))
def change_part(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Let a partner only endorse from now on, or offer an endorser to take part."""
    mine, form = get_my_campaign(campaign), PartForm()
    found = get_partnership(mine, number)
    if not form.submitted():
        abort(400)
    try:
        if form.part.data == "endorser":
            partners.only_endorse(found)
        else:
            partners.offer(mine, found.organization, "partner", me())
    except ValueError as fault:
        db.session.rollback()
        is_over = isinstance(fault, OverError)
        flash(_("That is not possible any more.") if is_over else str(fault), "error")
        return back(organization, campaign)
    note(
        "partner.part_changed",
        organization,
        mine,
        partner=found.organization_id,
        part=form.part.data,
    )
    mail.wake()
    is_done = form.part.data == "endorser"
    flash(_("Done.") if is_done else _("The offer is on its way."), "success")
    return back(organization, campaign)


@bp.route(f"{HERE}/partners/<int:number>/remove", methods=["GET", "POST"])
@allow(lead_of_campaign("owner"))
def remove_partner(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Take an organization out of the campaign: its access ends, its people stay its own."""
    mine, form = get_my_campaign(campaign), StaffForm()
    found = get_partnership(mine, number)
    if form.submitted() and ended(found, form):
        note("partner.removed", organization, mine, partner=found.organization_id)
        name = found.organization.name
        flash(_("%(organization)s is out of the campaign.", organization=name), "success")
        return back(organization, campaign)
    return ask(organization, campaign, "coalition/desk/remove_partner.html", form, partner=found)


@bp.route(f"{HERE}/leave", methods=["GET", "POST"])
@allow(partner_in_campaign("owner"))
def leave_campaign(organization: str, campaign: str) -> ResponseReturnValue:
    """End one's own organization's part."""
    mine, form = get_my_partnership(campaign), StaffForm()
    if form.submitted() and ended(mine, form):
        note("partner.left", organization, mine.campaign)
        name = spoken(mine.campaign.name)
        flash(_("Your organization is out of “%(campaign)s”.", campaign=name), "success")
        return redirect(url_for(".organization", organization=organization), 303)
    return ask(organization, campaign, "coalition/desk/leave_campaign.html", form, partner=mine)


def ended(found: Partnership, form: StaffForm) -> bool:
    try:
        partners.end(found)
    except OverError:
        db.session.rollback()
        form.form_errors = [_("The lead cannot go. Hand over the lead first.")]
        return False
    return True


@bp.route(f"{HERE}/hand-over", methods=["GET", "POST"])
@allow(lead_of_campaign("owner"))
def hand_over(organization: str, campaign: str) -> ResponseReturnValue:
    """Offer the lead to a partner; it changes hands when an owner there accepts."""
    mine, form = get_my_campaign(campaign), HandOverForm()
    others = {str(one.id): one for one in mine.partners("partner")}
    form.to.choices = [SelectChoice(number, one.name) for number, one in others.items()]
    if form.submitted():
        try:
            partners.offer(mine, others[form.to.data], "lead", me())
        except ValueError as fault:
            form.to.errors = [str(fault)]
        else:
            note("partner.lead_offered", organization, mine, partner=int(form.to.data or 0))
            mail.wake()
            flash(_("The offer is on its way. You lead until it is accepted."), "success")
            return back(organization, campaign)
    return ask(organization, campaign, "coalition/desk/hand_over.html", form)


@bp.route("/<organization>/offers/<int:number>", methods=["GET", "POST"])
@allow(role_at_least("owner"))
def answer(organization: str, number: int) -> ResponseReturnValue:
    """A part that was offered to my organization: accept or decline."""
    mine, form = get_my_organization(organization), AnswerForm()
    query = db.select(PartnerOffer).filter_by(id=number, organization_id=mine.id)
    found: PartnerOffer = db.session.scalar(query) or abort(404)
    if not found.is_open:
        abort(410, _("This offer has been answered, or it is over."))
    if form.submitted():
        return accepted(found, mine) if form.answer.data == "accept" else declined(found, mine)
    page = render_template(
        "coalition/desk/answer.html",
        organization=mine,
        offer=found,
        charter=charter.current(found.campaign),
        form=form,
    )
    return page, form.status


def accepted(found: PartnerOffer, mine: Organization) -> ResponseReturnValue:
    try:
        partners.accept(found, mine)
    except OverError:
        db.session.rollback()
        abort(410, _("This offer has been answered, or it is over."))
    note("partner.accepted", mine.slug, found.campaign, part=found.role)
    name = spoken(found.campaign.name)
    flash(_("Your organization is in “%(campaign)s” now.", campaign=name), "success")
    is_asked = found.role == "partner" and charter.current(found.campaign)
    endpoint = ".read_charter" if is_asked else "dashboard.campaign"
    return redirect(url_for(endpoint, organization=mine.slug, campaign=found.campaign.slug), 303)


def declined(found: PartnerOffer, mine: Organization) -> ResponseReturnValue:
    partners.take_turn(found.campaign)
    db.session.refresh(found)
    if found.is_open:
        found.declined_at = now()
        audit.note("partner.declined", organization=mine, about=f"offers/{found.id}")
        db.session.commit()
    flash(_("Declined. The organization that leads the campaign sees it."), "success")
    return redirect(url_for(".organization", organization=mine.slug), 303)


def ask(organization: str, campaign: str, template: str, form: Any, **more: Any) -> Any:
    mine = {
        "organization": get_my_organization(organization),
        "campaign": get_my_campaign(campaign),
    }
    return render_template(template, form=form, **mine, **more), form.status


def back(organization: str, campaign: str) -> ResponseReturnValue:
    address = url_for(".campaign_partners", organization=organization, campaign=campaign)
    return redirect(address, 303)


def get_partnership(campaign: Campaign, number: int) -> Partnership:
    """An organization's part in my campaign, while it lasts, or 404."""
    query = db.select(Partnership).filter_by(id=number, campaign_id=campaign.id, ended_at=None)
    found: Partnership = db.session.scalar(query) or abort(404)
    return found
