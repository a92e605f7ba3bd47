"""Starting a campaign, editing its texts and dates, publishing it."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..db import db
from ..forms import StaffForm
from ..i18n import spoken
from ..security import allow
from . import audit, campaigns
from .campaign_forms import CampaignForm, KeyDateForm, NewCampaignForm, StateForm
from .desk import bp
from .editing import OutdatedEditError, edit
from .models import Campaign, KeyDate
from .organizations import TakenError
from .permissions import (
    get_my_campaign,
    get_my_organization,
    lead_of_campaign,
    role_at_least,
)

HERE = "/<organization>/campaigns/<campaign>"


@bp.route("/<organization>/campaigns/new", methods=["GET", "POST"])
@allow(role_at_least("organizer"))
def new_campaign(organization: str) -> ResponseReturnValue:
    """Start a campaign: this organization leads it, and nobody else sees it yet."""
    mine, form = get_my_organization(organization), NewCampaignForm.in_languages()
    if form.submitted():
        try:
            made = campaigns.start_campaign(mine, form.slug.data or "", **form.every_text())
        except TakenError:
            form.slug.errors = [_("Another campaign has this short name. Choose another one.")]
        else:
            audit.note("campaign.started", organization=mine, campaign=made, about=made.slug)
            db.session.commit()
            flash(_("The campaign is here, and only you see it. Publish it when ready."), "success")
            return to_text(organization, made.slug)
    page = render_template("coalition/desk/new_campaign.html", organization=mine, form=form)
    return page, form.status


@bp.route(f"{HERE}/text", methods=["GET", "POST"])
@allow(lead_of_campaign("organizer"))
def campaign_text(organization: str, campaign: str) -> ResponseReturnValue:
    """Edit what the campaign says; who saves second sees both texts."""
    mine, form = get_my_campaign(campaign), CampaignForm.in_languages()
    overwritten, is_outdated = [], False
    if form.submitted():
        try:
            edit(mine, form.edition.data, **form.every_text(mine))
        except OutdatedEditError:
            db.session.rollback()
            overwritten, is_outdated = form.overwritten(mine), True
            form.edition.data, form.edition.raw_data = mine.edition, None
        else:
            note("campaign.edited", organization, mine, edition=mine.edition)
            flash(_("Saved."), "success")
            return to_text(organization, campaign)
    elif not form.is_submitted():
        form.fill(mine)
        form.edition.data = mine.edition
    page = render_template(
        "coalition/desk/campaign_text.html",
        campaign=mine,
        organization=get_my_organization(organization),
        form=form,
        overwritten=overwritten,
        is_outdated=is_outdated,
        state_form=StateForm(formdata=None),
    )
    return page, 409 if is_outdated else form.status


@bp.post(f"{HERE}/state")
@allow(lead_of_campaign("organizer"))
def campaign_state(organization: str, campaign: str) -> ResponseReturnValue:
    """Publish, unpublish, end or reopen: each can be taken back."""
    mine, form = get_my_campaign(campaign), StateForm()
    if not form.submitted():
        abort(400)
    act = str(form.act.data)
    if campaigns.set_state(mine, act):
        note(f"campaign.{act}", organization, mine)
    words = {
        "publish": _("The campaign is public."),
        "unpublish": _("The campaign is not public any more."),
        "end": _("The campaign has ended. Its pages stay."),
        "reopen": _("The campaign goes on."),
    }
    flash(words[act], "success")
    return to_text(organization, campaign)


def to_text(organization: str, campaign: str) -> ResponseReturnValue:
    return redirect(url_for(".campaign_text", organization=organization, campaign=campaign), 303)


@bp.route(f"{HERE}/dates", methods=["GET", "POST"])
@allow(lead_of_campaign("organizer"))
def dates(organization: str, campaign: str) -> ResponseReturnValue:
    """The key dates, and a form for one more."""
    mine, form = get_my_campaign(campaign), KeyDateForm.in_languages()
    if form.submitted():
        found = campaigns.add_date(mine, **date_values(form))
        note("campaign.date_added", organization, mine, number=found.id)
        flash(_("Added."), "success")
        return redirect(url_for(".dates", organization=organization, campaign=campaign), 303)
    if not form.is_submitted():
        form.edition.data = 0
    page = render_template(
        "coalition/desk/dates.html",
        campaign=mine,
        organization=get_my_organization(organization),
        form=form,
    )
    return page, form.status


@bp.route(f"{HERE}/dates/<int:number>", methods=["GET", "POST"])
@allow(lead_of_campaign("organizer"))
def key_date(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Edit a key date; who saves second sees both texts."""
    mine, found = get_my_campaign(campaign), get_date(campaign, number)
    form, overwritten, is_outdated = KeyDateForm.in_languages(), [], False
    if form.submitted():
        try:
            edit(found, form.edition.data, **date_values(form, found))
        except OutdatedEditError:
            db.session.rollback()
            overwritten, is_outdated = date_differences(form, found), True
            form.edition.data, form.edition.raw_data = found.edition, None
        else:
            note("campaign.date_edited", organization, mine, number=number)
            flash(_("Saved."), "success")
            return redirect(url_for(".dates", organization=organization, campaign=campaign), 303)
    elif not form.is_submitted():
        form.fill(found)
        for name in ("on", "record", "source", "edition"):
            form[name].data = getattr(found, name)
    page = render_template(
        "coalition/desk/key_date.html",
        campaign=mine,
        organization=get_my_organization(organization),
        date=found,
        form=form,
        overwritten=overwritten,
        is_outdated=is_outdated,
        button_form=StaffForm(formdata=None),
    )
    return page, 409 if is_outdated else form.status


@bp.post(f"{HERE}/dates/<int:number>/remove")
@allow(lead_of_campaign("organizer"))
def remove_date(organization: str, campaign: str, number: int) -> ResponseReturnValue:
    """Take a key date off; the audit keeps what it said."""
    mine, found = get_my_campaign(campaign), get_date(campaign, number)
    if StaffForm().submitted():
        said = {"on": found.on, "what": spoken(found.what)}
        db.session.delete(found)
        note("campaign.date_removed", organization, mine, **said)
        flash(_("“%(what)s” is gone.", what=said["what"]), "success")
    return redirect(url_for(".dates", organization=organization, campaign=campaign), 303)


def date_values(form: Any, row: KeyDate | None = None) -> dict[str, Any]:
    values = {name: form[name].data or "" for name in ("on", "record", "source")}
    texts = form.every_text(row)
    return values | texts | {"result": texts["result"] or None}


def date_differences(form: Any, found: KeyDate) -> list[tuple[Any, str, str]]:
    plain = [
        (form[name].label.text, getattr(found, name), form[name].data or "")
        for name in ("on", "record", "source")
        if getattr(found, name) != (form[name].data or "")
    ]
    return plain + list(form.overwritten(found))


def get_date(campaign: str, number: int) -> KeyDate:
    mine = db.select(KeyDate).filter_by(id=number, campaign_id=get_my_campaign(campaign).id)
    found: KeyDate = db.session.scalar(mine) or abort(404)
    return found


def note(act: str, organization: str, campaign: Campaign, **details: Any) -> None:
    """Note what was done, and commit it."""
    audit.note(
        act,
        organization=get_my_organization(organization),
        campaign=campaign,
        about=f"campaigns/{campaign.slug}",
        **details,
    )
    db.session.commit()
