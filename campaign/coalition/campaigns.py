"""Starting a campaign, editing what it says, and when it is public."""

from typing import Any

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError

from ..db import db, now
from .members import lock
from .models import Campaign, KeyDate, Organization
from .organizations import TRIES, TakenError
from .partners import OverError, take_turn
from .slugs import numbered, slug_from

ACTS = ("publish", "unpublish", "end", "reopen")


def start_campaign(lead: Organization, slug: str, **texts: Any) -> Campaign:
    """Make a campaign that this organization leads, a draft yet; the caller commits.

    Without a slug one is made from the name. Raises TakenError: the unique key decides.
    """
    lock(lead.id)
    db.session.refresh(lead)
    if lead.closed_at:
        raise OverError("the organization is closed")
    if slug:
        return add(lead, slug, **texts)
    made = slug_from(next(iter(texts["name"].values())), "campaign")
    for number in range(1, TRIES + 1):
        try:
            return add(lead, numbered(made, number), **texts)
        except TakenError:
            continue
    raise TakenError(made)


def add(lead: Organization, slug: str, **texts: Any) -> Campaign:
    campaign = Campaign(slug=slug, **texts)
    try:
        with db.session.begin_nested():
            db.session.add(campaign)
    except IntegrityError:
        raise TakenError(slug) from None
    lead.join(campaign, "lead")
    return campaign


def set_state(campaign: Campaign, act: str) -> bool:
    """Publish, unpublish, end or reopen; False when it is so already. The caller commits."""
    take_turn(campaign)
    if act in ("publish", "unpublish"):
        if campaign.is_public == (act == "publish"):
            return False
        campaign.published_at = now() if act == "publish" else None
        return True
    if (campaign.closed_at is not None) == (act == "end"):
        return False
    campaign.closed_at = now() if act == "end" else None
    return True


def add_date(campaign: Campaign, **values: Any) -> KeyDate:
    """One more key date; the caller commits."""
    take_turn(campaign)
    last = db.select(func.max(KeyDate.position)).filter_by(campaign_id=campaign.id)
    found = KeyDate(campaign=campaign, position=(db.session.scalar(last) or 0) + 1, **values)
    db.session.add(found)
    db.session.flush()
    return found
