"""What everybody in a campaign sees of its people: numbers."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ..coalition.permissions import (
    get_my_campaign,
    get_my_membership,
    get_my_organization,
    get_my_partnership,
    partner_in_campaign,
)
from ..security import allow
from . import totals

bp = Blueprint(
    "people_totals", __name__, url_prefix="/organize/<organization>/campaigns/<campaign>"
)


@bp.get("/people")
@allow(partner_in_campaign("viewer"))
def numbers(organization: str, campaign: str) -> ResponseReturnValue:
    """People by ward and organization, without a name."""
    mine, effort = get_my_organization(organization), get_my_campaign(campaign)
    return render_template(
        "people/totals.html",
        organization=mine,
        campaign=effort,
        totals=totals.totals(effort),
        may_compare=may_compare(organization, campaign),
    )


def may_compare(organization: str, campaign: str) -> bool:
    """Whether the page below is for me."""
    is_organizer = get_my_membership(organization).is_at_least("organizer")
    return is_organizer and get_my_partnership(campaign).role != "endorser"


@bp.get("/overlap")
@allow(partner_in_campaign("organizer"))
def overlap(organization: str, campaign: str) -> ResponseReturnValue:
    """How many of my organization's people each other one knows too."""
    mine, effort = get_my_organization(organization), get_my_campaign(campaign)
    if get_my_partnership(campaign).role == "endorser":
        abort(403, _("Endorsers share no people, so there is nothing to compare."))
    others = [*effort.partners("lead"), *effort.partners("partner")]
    shared = [(one, totals.overlap(mine, one)) for one in others if one.id != mine.id]
    return render_template("people/overlap.html", organization=mine, campaign=effort, shared=shared)
