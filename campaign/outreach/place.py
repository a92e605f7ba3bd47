"""Where one works on letters and mailings, and what one may do there."""

from typing import Any

from flask import abort, url_for

from ..coalition import audit, place
from ..coalition.permissions import lead_of_campaign, partner_in_campaign
from ..db import db
from .letters.models import LetterAction
from .mailings.models import Mailing

LEAD = lead_of_campaign("organizer")  # who runs letter actions and may read letters
WRITES = partner_in_campaign("writer")  # who writes mailings of their own organization
SENDS = partner_in_campaign("organizer")  # who may send them: it is their people


class Place(place.Place):
    """The same, with the addresses of this room's pages."""

    def url(self, endpoint: str, **values: Any) -> str:
        """The address of a page of this place: `place.url("letters_desk.action", slug=…)`."""
        return url_for(endpoint, **values | self.slugs)


def get_place(organization: str, campaign: str) -> Place:
    return Place.of(organization, campaign)


def get_my_action(place: Place, slug: str) -> LetterAction:
    """A letter action of this campaign, or 404."""
    mine = db.select(LetterAction).filter_by(campaign_id=place.campaign.id, slug=slug)
    found: LetterAction = db.session.scalar(mine) or abort(404)
    return found


def get_my_mailing(place: Place, number: int) -> Mailing:
    """A mailing of this organization in this campaign, or 404."""
    mine = db.select(Mailing).filter_by(campaign_id=place.campaign.id, id=number)
    mine = mine.where(Mailing.organization_id == place.organization.id)
    found: Mailing = db.session.scalar(mine) or abort(404)
    return found


def note(act: str, place: Place, about: str, **details: Any) -> None:
    """Write into the audit what was done: about `letters/<slug>` or `mailings/<number>`."""
    audit.note(
        act, organization=place.organization, campaign=place.campaign, about=about, **details
    )
