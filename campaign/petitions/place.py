"""Where one works on petitions: a campaign through one organization, and what one may do there."""

from typing import Any

from flask import abort, current_app, url_for

from ..coalition import audit, place
from ..coalition.models import Campaign
from ..db import db
from .models import Petition, PetitionRevision


class Place(place.Place):
    """The same, with what petitions add to it."""

    def may_edit(self, petition: Petition) -> bool:
        """Writers write drafts; what is public, organizers change."""
        return self.may("writer" if petition.published_at is None else "organizer")

    def url(self, view: str, petition: Petition | None = None, **values: Any) -> str:
        """The address of one of these pages."""
        values |= self.slugs | ({"slug": petition.slug} if petition else {})
        return url_for(f"petitions_desk.{view}", **values)


def get_place(organization: str, campaign: str) -> Place:
    return Place.of(organization, campaign)


def get_my_petition(campaign: Campaign, slug: str) -> Petition:
    """A petition of this campaign, by its address or by one it had before; else 404."""
    mine = db.select(Petition).where(Petition.campaign_id == campaign.id)
    found: Petition | None = db.session.scalar(mine.where(Petition.slug == slug))
    if found is None:
        former = mine.join(PetitionRevision, PetitionRevision.petition_id == Petition.id)
        found = db.session.scalar(former.where(PetitionRevision.slug == slug).limit(1))
    return found or abort(404)


def note(act: str, place: Place, mine: Petition, **details: Any) -> None:
    """Write into the audit what was done with a petition."""
    audit.note(
        act,
        organization=place.organization,
        campaign=place.campaign,
        about=f"petitions/{mine.slug}",
        **details,
    )


def forget_pages() -> None:
    """Let this process answer anew at once; others keep a page for two seconds."""
    current_app.extensions["pages"].clear()
