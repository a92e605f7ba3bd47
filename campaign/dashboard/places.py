"""Where one works: an organization, in one of its campaigns or in none of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app, g, request, url_for

from ..coalition.models import Campaign, Membership, Organization, Partnership
from ..coalition.permissions import Member, my_memberships
from ..db import db
from ..i18n import spoken
from ..security import declared


@dataclass(frozen=True)
class Place:
    """An organization that one belongs to, and what it is in one of its campaigns."""

    membership: Membership
    partnership: Partnership | None

    @property
    def organization(self) -> Organization:
        return self.membership.organization

    @property
    def campaign(self) -> Campaign | None:
        return self.partnership.campaign if self.partnership else None

    @property
    def name(self) -> str:
        """What a list of places calls it: the campaign, else the organization."""
        return spoken(self.campaign.name) if self.campaign else self.organization.name

    @property
    def home(self) -> str:
        return self.url("dashboard.campaign") if self.campaign else self.organization_home

    @property
    def organization_home(self) -> str:
        return self.url("coalition_desk.organization")

    def may_open(self, endpoint: str) -> bool:
        """Whether the check that this endpoint declares would let one in from here."""
        check = declared(current_app, endpoint)
        if not isinstance(check, Member):
            return True
        if check.in_campaign and self.partnership is None:
            return False
        return check.refusal(self.membership, self.partnership) is None

    def url(self, endpoint: str, **values: Any) -> str:
        """The address of an endpoint for this organization and this campaign."""
        needed = argument_names(endpoint)
        if "organization" in needed:
            values["organization"] = self.organization.slug
        if "campaign" in needed and self.campaign is not None:
            values["campaign"] = self.campaign.slug
        return url_for(endpoint, **values)


def argument_names(endpoint: str) -> set[str]:
    """The names that every address of this endpoint carries."""
    rules = current_app.url_map.iter_rules(endpoint)
    return set.intersection(*(rule.arguments for rule in rules))


def memberships() -> Sequence[Membership]:
    """What the user belongs to, by name; asked for once a request."""
    if "my_memberships" not in g:
        g.my_memberships = db.session.scalars(my_memberships()).all()
    found: Sequence[Membership] = g.my_memberships
    return found


def places() -> list[Place]:
    """Every organization of the user with each of its campaigns."""
    return [place for membership in memberships() for place in places_of(membership)]


def places_of(membership: Membership) -> list[Place]:
    current = [one for one in membership.organization.partnerships if one.is_current]
    return [Place(membership, one) for one in current] or [Place(membership, None)]


def here() -> Place | None:
    """The place that the address names, else the only one there is."""
    if "place" not in g:
        g.place = find_place(request.view_args or {})
    found: Place | None = g.place
    return found


def find_place(given: dict[str, Any]) -> Place | None:
    """Where these parts of an address are; a foreign or missing one counts as none given."""
    every = places()
    mine = [one for one in every if one.organization.slug == given.get("organization")] or every
    fits = [one for one in mine if one.campaign and one.campaign.slug == given.get("campaign")]
    if fits:
        return fits[0]
    if len(mine) == 1:
        return mine[0]
    return Place(mine[0].membership, None) if is_one(mine) else None


def is_one(mine: list[Place]) -> bool:
    return len({one.organization.id for one in mine}) == 1
