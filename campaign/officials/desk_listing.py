"""The organizers' list of officials: what needs a look at each, and the filters for it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import lazy_gettext as _

from . import asking, contacts, listing
from .contact import reading
from .listing import Asked, Row
from .models import Body, Contact
from .place import Place

QUIET = timedelta(days=30)


@dataclass(frozen=True)
class DeskRow:
    """A seat with how to reach its office, who signed in its ward and when somebody spoke."""

    row: Row
    on: date
    signers: int
    spoke_on: date | None

    @property
    def contacts(self) -> list[Contact]:
        return [one for term in self.row.held.terms for one in contacts.shown(term)]

    @property
    def is_vacant(self) -> bool:
        return self.row.held.is_vacant

    @property
    def has_bounced(self) -> bool:
        return any(one.bounced_at for one in self.contacts)

    @property
    def is_unverified(self) -> bool:
        """Whether something of it is unverified, or was verified too long ago; or there is none."""
        if self.is_vacant:
            return False
        return not self.contacts or not all(
            contacts.is_fresh(one, self.on) for one in self.contacts
        )

    @property
    def is_quiet(self) -> bool:
        """Whether nobody spoke to them lately, as far as one may read."""
        return not self.is_vacant and (self.spoke_on is None or self.spoke_on < self.on - QUIET)


STATES: dict[str, tuple[object, Callable[[DeskRow], bool]]] = {
    "unverified": (_("not checked for 180 days"), lambda one: one.is_unverified),
    "bounced": (_("does not work"), lambda one: one.has_bounced),
    "vacant": (_("vacant"), lambda one: one.is_vacant),
    "quiet": (_("nobody spoke to them for 30 days"), lambda one: one.is_quiet),
}


def states(place: Place) -> dict[str, object]:
    """The filters that one may use: when somebody spoke is not for viewers."""
    return {key: words for key, (words, _) in STATES.items() if key != "quiet" or place.reads_notes}


def rows(place: Place, body: Body, asked: Asked) -> list[DeskRow]:
    """The seats of a body that were asked for."""
    on, signers, spoke = (
        listing.today(body),
        asking.signers(place.campaign),
        reading.last_days(place),
    )
    found = []
    for row in listing.rows(body, on, asked):
        days = [spoke[one.official_id] for one in row.held.terms if one.official_id in spoke]
        ward = row.seat.ward_id
        found.append(DeskRow(row, on, signers[ward] if ward else 0, max(days, default=None)))
    if asked.state in states(place):
        found = [one for one in found if STATES[asked.state][1](one)]
    return found
