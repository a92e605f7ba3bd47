"""Whom the lead lets read a campaign's counts beside its own organizers."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from ...accounts.models import User
from ...coalition.models import Campaign, Membership, Organization, Partnership
from ...db import db, now
from .access import READ, is_named
from .models import WhipReader


@dataclass(frozen=True)
class Listed:
    """A reader, and the organization through which they may read now; None: they may not."""

    reader: WhipReader
    organization: Organization | None


def name(campaign: Campaign, email: str, by: User) -> WhipReader:
    """Let an account read from now on; the caller commits. ValueError with a sentence."""
    parts = parts_of(campaign, email)
    if not parts:
        raise ValueError(_("Nobody with this address belongs to an organization of this campaign."))
    if any(READ.refusal(membership, part) is None for membership, part in parts):
        raise ValueError(_("This account can read the whip count already."))
    user = parts[0][0].user
    mine = db.select(WhipReader).filter_by(campaign_id=campaign.id, user_id=user.id)
    reader = db.session.scalar(mine)
    if reader is None:
        reader = WhipReader(campaign=campaign, user=user)
        db.session.add(reader)
    reader.named_by_id, reader.at = by.id, now()
    return reader


def parts_of(campaign: Campaign, email: str) -> list[tuple[Membership, Partnership]]:
    """The memberships of an account in organizations that take part now."""
    query = (
        db.select(Membership, Partnership)
        .join(User, User.id == Membership.user_id)
        .join(Partnership, Partnership.organization_id == Membership.organization_id)
        .where(
            User.email == email.lower(),
            User.active.is_(True),
            Membership.ended_at.is_(None),
            Partnership.campaign_id == campaign.id,
            Partnership.ended_at.is_(None),
        )
    )
    return [(membership, part) for membership, part in db.session.execute(query)]


def readers_of(campaign: Campaign) -> list[Listed]:
    """Everybody who was named and not taken back; also who may not read any more, and why not."""
    query = db.select(WhipReader).filter_by(campaign_id=campaign.id)
    every: Sequence[WhipReader] = db.session.scalars(
        query.options(joinedload(WhipReader.user)).order_by(WhipReader.id)
    ).all()
    return [Listed(one, through(campaign, one)) for one in every]


def through(campaign: Campaign, reader: WhipReader) -> Organization | None:
    parts = parts_of(campaign, reader.user.email)
    return next((part.organization for member, part in parts if is_named(member, part)), None)
