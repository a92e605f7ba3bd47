"""Organizers' pages of hearings."""

from flask import Blueprint, render_template

from ..coalition.permissions import partner_in_campaign
from ..db import db
from ..security import allow
from .models import Hearing
from .place import get_place

bp = Blueprint(
    "hearings_desk", __name__, url_prefix="/organize/<organization>/campaigns/<campaign>/hearings"
)


@bp.get("")
@allow(partner_in_campaign("viewer"))
def hearings(organization: str, campaign: str) -> str:
    """The campaign's hearings, the nearest first."""
    place = get_place(organization, campaign)
    query = db.select(Hearing).filter_by(campaign_id=place.campaign.id)
    found = db.session.scalars(query.order_by(Hearing.starts_at)).all()
    return render_template("hearings/desk/list.html", place=place, hearings=found)
