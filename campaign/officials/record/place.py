"""Where one works on a council's record: in a campaign, on one council."""

from typing import Any

from flask import abort, request, url_for

from ...coalition import audit, place
from ...db import db
from ..bodies import asked_council, find_council
from ..models import Body
from . import numbers
from .models import Measure, Vote


class Place(place.Place):
    """The same, with the addresses of the record's pages; they name the council unless it is the
    first."""

    @property
    def council(self) -> Body:
        return asked_council()

    @property
    def may_edit(self) -> bool:
        return self.may("organizer")

    def url(self, view: str, measure: Measure | None = None, **values: Any) -> str:
        """The address of one of these pages, of a measure's by its number."""
        if measure is not None:
            values["record"] = numbers.key(measure.record)
        values |= self.slugs | asked_body()
        return url_for(f"record_desk.{view}", **values)


def asked_body() -> dict[str, str]:
    """What an address says about the council, where it says so."""
    asked = request.args.get("body", "")
    return {"body": asked} if asked and find_council(asked) else {}


def get_place(organization: str, campaign: str) -> Place:
    return Place.of(organization, campaign)


def get_measure(record: str) -> Measure:
    """A measure of the asked council by any of its numbers, or 404."""
    return numbers.find_measure(asked_council(), record) or abort(404)


def get_vote(measure: Measure, number: int) -> Vote:
    """A vote on this measure, or 404."""
    votes = (one for call in measure.roll_calls for one in call.votes)
    return next((one for one in votes if one.id == number), None) or abort(404)


def note(act: str, here: Place, measure: Measure, **details: Any) -> None:
    """Write into the audit what was done with a measure, and commit."""
    audit.note(
        act,
        organization=here.organization,
        campaign=here.campaign,
        about=f"measures/{measure.record}",
        **details,
    )
    db.session.commit()
