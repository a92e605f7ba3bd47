"""Where one works on hearings: a campaign through one organization, and what one may do there."""

from typing import Any

from flask import abort, url_for

from ..coalition import audit, place
from ..db import db
from .models import Hearing
from .rules.models import SpeakingRule


class Place(place.Place):
    """The same, with what hearings add to it.

    Everybody who takes part in the campaign sees hearings, rules and numbers; who the speakers
    are, the lead's organizers alone.
    """

    @property
    def may_change(self) -> bool:
        return self.may("organizer")

    def url(self, view: str, hearing: Hearing | None = None, **values: Any) -> str:
        """The address of one of these pages, or of another blueprint's: `speakers_desk.pool`."""
        endpoint = view if "." in view else f"hearings_desk.{view}"
        values |= self.slugs | ({"slug": hearing.slug} if hearing else {})
        return url_for(endpoint, **values)


def get_place(organization: str, campaign: str) -> Place:
    return Place.of(organization, campaign)


def get_my_hearing(place: Place, slug: str) -> Hearing:
    """A hearing of this campaign, or 404."""
    mine = db.select(Hearing).filter_by(campaign_id=place.campaign.id, slug=slug)
    found: Hearing = db.session.scalar(mine) or abort(404)
    return found


def note(act: str, place: Place, hearing: Hearing, **details: Any) -> None:
    """Write into the audit what was done; never who the speakers are."""
    audit.note(
        act,
        organization=place.organization,
        campaign=place.campaign,
        about=f"hearings/{hearing.slug}",
        **details,
    )


def note_rule(act: str, place: Place, rule: SpeakingRule, **details: Any) -> None:
    """The same for a rule: a template, or a hearing's own copy."""
    audit.note(
        act,
        organization=place.organization,
        campaign=place.campaign,
        about=f"hearings/rules/{rule.id}",
        **details,
    )
