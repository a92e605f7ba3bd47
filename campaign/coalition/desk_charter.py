"""The charter: reading it, agreeing to it, writing a new version."""

from datetime import date

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from .. import mail
from ..accounts.checks import me
from ..db import db
from ..forms import StaffForm
from ..i18n import spoken
from ..security import allow
from . import charter
from .campaign_forms import CharterForm
from .charter_changes import changes
from .desk import bp
from .desk_campaigns import HERE, note
from .models import Campaign, Organization
from .partners import owners
from .permissions import (
    get_my_campaign,
    get_my_membership,
    get_my_organization,
    get_my_partnership,
    lead_of_campaign,
    partner_in_campaign,
)


@bp.get(f"{HERE}/charter")
@allow(partner_in_campaign("viewer"))
def read_charter(organization: str, campaign: str) -> ResponseReturnValue:
    """What is shared, who agreed, and every version before."""
    return show(organization, campaign, StaffForm())


def show(organization: str, campaign: str, form: StaffForm, status: int = 0) -> ResponseReturnValue:
    mine, group = get_my_campaign(campaign), get_my_organization(organization)
    every = charter.versions(mine)
    older = [*every[1:], None]
    page = render_template(
        "coalition/desk/charter.html",
        organization=group,
        membership=get_my_membership(organization),
        partnership=get_my_partnership(campaign),
        campaign=mine,
        versions=[(new, changes(old, new)) for new, old in zip(every, older, strict=False)],
        in_force=charter.in_force(mine, group),
        waiting=charter.waiting(every[0]) if every else [],
        form=form,
    )
    return page, status or form.status


@bp.post(f"{HERE}/charter/<int:number>/agree")
@allow(partner_in_campaign("owner"))
def agree_to_charter(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """An owner agrees for their organization to the newest version."""
    mine, form = get_my_campaign(campaign), StaffForm()
    newest = charter.current(mine) or abort(404)
    if get_my_partnership(campaign).role not in charter.PARTNERS:
        abort(403, _("Who only endorses takes nothing out, and need not agree."))
    if not form.submitted():
        return show(organization, campaign, form)
    if number != newest.number:
        form.form_errors = [_("There is a newer version. Read it first.")]
        return show(organization, campaign, form, 409)
    if charter.agree(newest, get_my_organization(organization), me()):
        note("charter.agreed", organization, mine, version=number)
    db.session.commit()
    flash(_("Your organization has agreed."), "success")
    return back(organization, campaign)


@bp.route(f"{HERE}/charter/new", methods=["GET", "POST"])
@allow(lead_of_campaign("owner"))
def write_charter(organization: str, campaign: str) -> ResponseReturnValue:
    """Write a new version; partners work under the old one until they agree."""
    mine, form = get_my_campaign(campaign), CharterForm()
    newest = charter.current(mine)
    is_outdated = False
    if form.submitted():
        try:
            write(organization, mine, form)
        except charter.OutdatedCharterError:
            db.session.rollback()
            newest, is_outdated = charter.current(mine), True
        else:
            mail.wake()
            flash(_("Written. Your partners’ owners are asked to agree."), "success")
            return back(organization, campaign)
    elif not form.is_submitted():
        fill(form, newest)
    if not form.errors:
        form.edition.data, form.edition.raw_data = newest.number if newest else 0, None
    page = render_template(
        "coalition/desk/write_charter.html",
        organization=get_my_organization(organization),
        campaign=mine,
        newest=newest,
        form=form,
        is_outdated=is_outdated,
    )
    return page, 409 if is_outdated else form.status


def write(organization: str, campaign: Campaign, form: CharterForm) -> None:
    written = charter.write(
        campaign,
        get_my_organization(organization),
        me(),
        seen=form.edition.data or 0,
        fields=form.fields_shared.data or [],
        purposes=form.purposes.data or [],
        ends_on=form.ends_on.data,
        note=form.note.data or "",
    )
    tell_owners(written, get_my_organization(organization))
    note(
        "charter.written",
        organization,
        campaign,
        version=written.number,
        fields=written.fields,
        purposes=written.purposes,
        ends_on=written.ends_on,
    )


def tell_owners(written: charter.Charter, lead: Organization) -> None:
    """Mail each owner who has to agree."""
    for group in charter.waiting(written):
        address = mail.link(
            "coalition_desk.read_charter",
            organization=group.slug,
            campaign=written.campaign.slug,
        )
        for owner in owners(group):
            mail.queue(
                "coalition/mail/charter",
                owner.email,
                key=f"charter:{written.id}:{group.id}:{owner.id}",
                locale=owner.locale,
                shared={
                    "campaign": spoken(written.campaign.name, owner.locale),
                    "lead": lead.name,
                    "number": written.number,
                },
                merge={"link": f"{address}?lang={owner.locale}"},
            )


def fill(form: CharterForm, newest: charter.Charter | None) -> None:
    """Begin with what is agreed now, else with what holds without a charter."""
    if newest is None:
        form.fields_shared.data = sorted(charter.DEFAULT["deliver"])
        form.purposes.data = ["deliver"]
        form.ends_on.data = in_a_year()
        return
    form.fields_shared.data, form.purposes.data = newest.fields, newest.purposes
    form.ends_on.data = None if newest.is_over else newest.ends_on
    form.note.data = newest.note


def in_a_year() -> date:
    day = charter.today()
    return date(day.year + 1, day.month, min(day.day, 28))


def back(organization: str, campaign: str) -> ResponseReturnValue:
    return redirect(url_for(".read_charter", organization=organization, campaign=campaign), 303)
