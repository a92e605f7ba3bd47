"""Where one works on officials: a campaign through one organization, and what one may do there."""

from typing import Any

from flask import abort, request, url_for

from ..coalition import audit, place
from ..db import db
from .bodies import asked_council, councils
from .models import Body, Contact, Official, Term


class Place(place.Place):
    """The same, with what officials add to it."""

    @property
    def may_change(self) -> bool:
        """Whether one may change what all organizations read."""
        return self.may("organizer")

    @property
    def reads_notes(self) -> bool:
        """Whether one reads what the organization notes of its talks: promises made in private."""
        return self.membership.is_at_least("writer")

    def url(self, view: str, official: Official | None = None, **values: Any) -> str:
        """The address of one of these pages, or of another room's: `whip_desk.whips`."""
        endpoint = view if "." in view else f"officials_desk.{view}"
        values |= self.slugs | ({"slug": official.slug} if official else {})
        return url_for(endpoint, **values)


def get_place(organization: str, campaign: str) -> Place:
    return Place.of(organization, campaign)


def body_of_page() -> Body | None:
    """The council that the address names, else the first; None where there is none at all."""
    return asked_council() if councils() or request.args.get("body") else None


def get_official(slug: str) -> Official:
    found: Official = db.session.scalar(db.select(Official).filter_by(slug=slug)) or abort(404)
    return found


def get_term(official: Official, number: int) -> Term:
    """A term of this official, locked until the commit where a request changes it; else 404."""
    query = locked(db.select(Term).filter_by(id=number, official_id=official.id))
    found: Term = db.session.scalar(query) or abort(404)
    return found


def get_contact(official: Official, number: int) -> Contact:
    """A contact detail of this official that was not removed, locked likewise; else 404."""
    mine = db.select(Contact).join(Term).where(Term.official_id == official.id)
    query = locked(mine.where(Contact.id == number, Contact.value != ""), Contact)
    found: Contact = db.session.scalar(query) or abort(404)
    return found


def locked(query: Any, of: Any = None) -> Any:
    """The same query; for what changes rows it waits until nobody else does."""
    if request.method != "POST":
        return query
    return query.with_for_update(of=of).execution_options(populate_existing=True)


def note(act: str, place: Place, official: Official, **details: Any) -> None:
    """Write into the audit what was done; officials and their offices are public."""
    audit.note(
        act,
        organization=place.organization,
        campaign=place.campaign,
        about=f"officials/{official.slug}",
        **details,
    )
