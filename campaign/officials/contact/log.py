"""Notes of talks with officials: written, corrected, deleted; their next steps done."""

from typing import Any

from flask import abort
from flask_babel import gettext as _

from ...accounts.models import User
from ...db import db, now
from ..models import Body, Official
from ..place import Place
from ..record.models import Measure
from .models import Interaction

MEASURES = 50  # that a note can be about


def write(place: Place, official: Official, by: User, **said: Any) -> Interaction:
    """A new note of this organization; the caller commits."""
    made = Interaction(
        organization=place.organization,
        campaign=place.campaign,
        official=official,
        user_id=by.id,
        **said,
    )
    db.session.add(made)
    db.session.flush()
    return made


def may_change(place: Place, note: Interaction, by: User) -> bool:
    """Its author changes a note, and the organizers of that organization."""
    return note.organization_id == place.organization.id and (
        note.user_id == by.id or place.membership.is_at_least("organizer")
    )


def get_my_note(place: Place, number: int, by: User) -> Interaction:
    """A note of my organization in this campaign; 404 for others’, 403 if I may not change it."""
    query = db.select(Interaction).filter_by(
        id=number, campaign_id=place.campaign.id, organization_id=place.organization.id
    )
    found: Interaction = db.session.scalar(query) or abort(404)
    if not may_change(place, found, by):
        abort(403, _("Whoever wrote it changes it, or an organizer."))
    return found


def set_done(note: Interaction, is_done: bool) -> None:
    """The next step is done, or it is not after all."""
    note.next_done_at = now() if is_done else None


def measures(body: Body | None) -> list[Measure]:
    """What a note can be about: the latest measures of the official's body."""
    if body is None:
        return []
    query = db.select(Measure).filter_by(body_id=body.id)
    latest = query.order_by(Measure.introduced_on.desc().nulls_last(), Measure.id.desc())
    return list(db.session.scalars(latest.limit(MEASURES)))
