"""The desk of a fact sheet: find a fact, see it with its history and where it is used."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy.orm import selectinload

from ..coalition.models import Campaign, Membership, Partnership
from ..coalition.permissions import (
    get_my_campaign,
    get_my_membership,
    get_my_partnership,
    partner_in_campaign,
)
from ..db import db
from ..forms import asked_number
from ..security import allow
from .advice import advice
from .arithmetic import share
from .differences import steps_of
from .editing import find_fact
from .forms import ButtonForm, RestoreForm, UsesForm
from .listing import LOOKS, ORDERS, Listing, Wanted
from .models import Fact, FactVersion, today
from .sheet import current_versions
from .uses import used_in

bp = Blueprint(
    "factsheet_desk", __name__, url_prefix="/organize/<organization>/campaigns/<campaign>"
)


@bp.get("/facts")
@allow(partner_in_campaign("viewer"))
def facts(organization: str, campaign: str) -> ResponseReturnValue:
    """Every fact: found by words, topic, kind, status, and by what waits."""
    names = ("q", "topic", "kind", "status", "look", "sort")
    wanted = Wanted(**{name: request.args.get(name, "").strip()[:200] for name in names})
    found = Listing(get_my_campaign(campaign), wanted, str(get_locale()), is_lead(campaign))
    return show(
        "factsheet/desk/facts.html",
        campaign,
        listing=found,
        page=found.page(asked_number("page", 1)),
        orders=ORDERS,
        look_words=LOOKS,
    )


@bp.get("/facts/<key>")
@allow(partner_in_campaign("viewer"))
def fact(organization: str, campaign: str, key: str) -> ResponseReturnValue:
    """One fact: what it says, what to look at, where it is used, its history."""
    return show_fact(campaign, get_fact(campaign, key))


def show_fact(
    campaign: str, found: Fact, posted: UsesForm | None = None, status: int = 200
) -> ResponseReturnValue:
    versions = every_version(found)
    if not is_lead(campaign):
        versions = [one for one in versions if one.status != "draft"]
    newest = versions[-1]
    return (
        show(
            "factsheet/desk/fact.html",
            campaign,
            fact=found,
            version=newest,
            steps=steps_of(versions),
            uses=used_in(found),
            coaching=[] if newest.is_corrected else advice(newest.content),
            share=share(newest.content),
            replacement=replacement(found, newest),
            button=ButtonForm(formdata=None, seen=found.version_number),
            restore=RestoreForm(formdata=None, seen=found.version_number),
            uses_form=uses_form(found, posted),
            **({"form": posted} if posted is not None else {}),
        ),
        status,
    )


def uses_form(fact: Fact, posted: UsesForm | None) -> UsesForm:
    """The form of the decisions; what was typed stays, what is outdated does not."""
    if posted is None:
        return UsesForm(formdata=None, seen=fact.version_number)
    posted.seen.data, posted.seen.raw_data = fact.version_number, None
    return posted


def replacement(fact: Fact, newest: FactVersion) -> FactVersion | None:
    """The public fact to cite instead."""
    if newest.superseded_by is None:
        return None
    found = current_versions(fact.campaign, newest.superseded_by).get(newest.superseded_by)
    return found if found is not None and found.fact.is_public else None


def every_version(fact: Fact) -> list[FactVersion]:
    query = (
        db.select(FactVersion)
        .where(FactVersion.fact_id == fact.id)
        .options(selectinload(FactVersion.all_sources), selectinload(FactVersion.disputes))
        .order_by(FactVersion.number)
    )
    return list(db.session.scalars(query))


def get_fact(campaign: str, key: str) -> Fact:
    """A fact of my campaign; its drafts are there for the organization that leads it alone."""
    found = find_fact(get_my_campaign(campaign), key)
    if found is None or not (found.is_public or is_lead(campaign)):
        abort(404)
    return found


def get_my_fact(campaign: str, key: str) -> Fact:
    """A fact that I may change: writers change drafts, organizers what is public too."""
    found = get_fact(campaign, key)
    if found.is_public and not may_publish(campaign):
        abort(403, _("This fact is public: organizers of your organization change it."))
    return found


def is_lead(campaign: str) -> bool:
    return get_my_partnership(campaign).role == "lead"


def membership() -> Membership:
    return get_my_membership((request.view_args or {})["organization"])


def may_write(campaign: str) -> bool:
    return is_lead(campaign) and membership().is_at_least("writer")


def may_publish(campaign: str) -> bool:
    return is_lead(campaign) and membership().is_at_least("organizer")


def show(template: str, campaign: str, **context: Any) -> str:
    """A page of the desk, which knows where it is and what I may do there."""
    part: Partnership = get_my_partnership(campaign)
    mine: Campaign = part.campaign
    return render_template(
        template,
        campaign=mine,
        organization=part.organization,
        here={"organization": part.organization.slug, "campaign": mine.slug},
        may_write=may_write(campaign),
        may_publish=may_publish(campaign),
        is_lead=is_lead(campaign),
        today=today(),
        **context,
    )
