"""Who may see a whip count. For everybody else there is none: 404, and no line in a menu."""

from dataclasses import dataclass

from flask import abort, g
from sqlalchemy import and_
from sqlalchemy.orm import aliased, joinedload

from ...coalition.models import Campaign, Membership, Partnership
from ...coalition.permissions import Member, get_my_partnership
from ...db import db
from ...forms import LARGEST
from ..record.models import Measure
from .models import Whip, WhipReader


@dataclass(frozen=True)
class Reader(Member):
    """Check: an organizer of the organization that leads, or an account that it named."""

    def refusal(self, membership: Membership, partnership: Partnership | None) -> str | None:
        sentence = super().refusal(membership, partnership)
        if sentence and partnership is not None and is_named(membership, partnership):
            return None
        return sentence


READ = Reader("organizer", in_campaign=True, lead=True, hidden=True)
KEEP = Member("organizer", in_campaign=True, lead=True, hidden=True)
TAKE_OUT = Member("organizer", in_campaign=True, lead=True, hidden=True, fresh=True)


# Made once: menus ask on every page, and making these takes longer than the answer.
LEAD, NAMER = aliased(Partnership), aliased(Membership)
LEADS = and_(
    LEAD.campaign_id == WhipReader.campaign_id, LEAD.role == "lead", LEAD.ended_at.is_(None)
)
NAMED_BY_LEAD = and_(
    NAMER.organization_id == LEAD.organization_id, NAMER.user_id == WhipReader.named_by_id
)


def is_named(membership: Membership, partnership: Partnership) -> bool:
    """Whether this account was named as a reader, and may still read.

    A naming holds for the membership, and for the organization's part in the campaign, that
    there were on that day, not for later ones; and as long as an organization leads to which
    whoever named it belongs or belonged.
    """
    query = (
        db.select(WhipReader.id)
        .join(LEAD, LEADS)
        .join(NAMER, NAMED_BY_LEAD)
        .where(
            WhipReader.campaign_id == partnership.campaign_id,
            WhipReader.user_id == membership.user_id,
            WhipReader.at >= membership.joined_at,
            WhipReader.at >= partnership.joined_at,
        )
        .limit(1)
    )
    is_in = membership.is_current and partnership.is_current
    return is_in and db.session.scalar(query) is not None


def find_my_part(campaign: Campaign) -> Partnership | None:
    """My organization's part in this campaign, if I may read its whip counts from there."""
    membership: Membership | None = g.get("membership")
    if membership is None:
        return None
    partnership = get_my_partnership(campaign.slug)
    return partnership if READ.refusal(membership, partnership) is None else None


def get_whip(campaign: Campaign, number: int) -> Whip:
    """A count of this campaign, or 404."""
    query = (
        db.select(Whip)
        .filter_by(id=min(number, LARGEST), campaign_id=campaign.id)
        .options(joinedload(Whip.measure).joinedload(Measure.body))
    )
    found: Whip | None = db.session.scalar(query)
    return found or abort(404)
