"""Today, search, and one campaign."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..accounts.checks import me
from ..coalition import audit
from ..coalition.permissions import (
    get_my_campaign,
    get_my_membership,
    get_my_partnership,
    lead_of_campaign,
    partner_in_campaign,
    role_at_least,
    signed_in,
)
from ..db import db
from ..factsheet import Document, OutdatedDecisionError
from ..security import allow
from .desks import Desk, desks
from .forms import DecisionForm
from .looks import take_decision
from .navigation import next_steps
from .places import memberships, places
from .search import LONGEST, question
from .search import search as find
from .today import today

bp = Blueprint("dashboard", __name__, url_prefix="/organize")


@bp.get("")
@allow(signed_in)
def index() -> ResponseReturnValue:
    """What needs doing, my petitions in numbers, and where I work."""
    mine = memberships()
    return render_template(
        "dashboard/index.html",
        memberships=mine,
        places=places(),
        desks=desks(mine),
        waiting=today(mine),
        steps=next_steps(),
    )


@bp.get("/<organization>/search")
@allow(role_at_least("viewer"))
def search(organization: str) -> ResponseReturnValue:
    """Find pages, petitions, facts, members and people of one organization."""
    mine, asked = get_my_membership(organization), question(request.args.get("q", ""))
    return render_template(
        "dashboard/search.html",
        organization=mine.organization,
        asked=asked,
        longest=LONGEST,
        groups=find(mine, asked) if asked else [],
    )


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
        look = take_decision(get_my_campaign(campaign), me().name, **form.values)
    except OutdatedDecisionError:
        db.session.rollback()
        return show_campaign(organization, campaign, form, is_outdated=True)
    except ValueError:
        db.session.rollback()
        form.decision.errors = [_("There is no newer sentence to take: keep it and say why.")]
        return show_campaign(organization, campaign, form)
    audit.note(
        "fact.decided",
        organization=get_my_membership(organization).organization,
        campaign=look.campaign,
        about=f"facts/{look.stale.fact.key}",
        decision=form.values["decision"],
        documents=["/".join(look.stale.document)],
    )
    db.session.commit()
    flash(done_words(form, look.document), "success")
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
