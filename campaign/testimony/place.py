"""Where organizers work on testimony: a campaign through the organization that leads it."""

from typing import Any

from flask import abort, url_for
from sqlalchemy.orm import joinedload

from ..coalition import audit, place
from ..coalition.permissions import lead_of_campaign
from ..db import db
from ..hearings.models import Hearing
from ..hearings.speaking.models import Speaker
from .models import Draft, Version

LEAD = lead_of_campaign("organizer")  # who may know who the speakers are


class Place(place.Place):
    """The same, with the addresses of this room's pages."""

    def url(self, view: str, draft: Draft | None = None, **values: Any) -> str:
        """The address of one of these pages, or of another blueprint's."""
        endpoint = view if "." in view else f"testimony_desk.{view}"
        values |= self.slugs | ({"number": draft.id} if draft else {})
        return url_for(endpoint, **values)


def get_place(organization: str, campaign: str) -> Place:
    return Place.of(organization, campaign)


def get_my_draft(place: Place, number: int) -> Draft:
    """A draft of this campaign, or 404."""
    mine = db.select(Draft).join(Draft.speaker).join(Hearing, Hearing.id == Speaker.hearing_id)
    mine = mine.where(Draft.id == number, Hearing.campaign_id == place.campaign.id)
    found: Draft = db.session.scalar(mine.options(joinedload(Draft.speaker))) or abort(404)
    return found


def get_version(draft: Draft, version: int | None) -> Version:
    """One of a draft's versions, the main one without a number, or 404."""
    if version is None:
        return draft.main
    found = next((one for one in draft.versions if one.id == version), None)
    return found or abort(404)


def note(act: str, place: Place, draft: Draft, **details: Any) -> None:
    """Write into the audit what was done; never whose draft it is."""
    audit.note(
        act,
        organization=place.organization,
        campaign=place.campaign,
        about=f"testimony/{draft.id}",
        **details,
    )
