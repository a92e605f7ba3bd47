"""What needs doing today: each room's items, most urgent first.

A function of `waiting/` says what waits in one room. It is registered for where it looks:

    @in_campaign        once for each campaign of the user, as its Desk
    @in_part            once for each organization in each of its campaigns, as a Place
    @in_organization    once for each organization, as a Place without campaign

and yields Items, within the scope of the organization's rows. Who may not do what an item asks
for does not see it. Pages of the shell ask for the items of their place too, to count them in
the menu: each costs a look at an index or at a handful of rows, never a scan. What counts
nothing there is marked `@only_today`, so that no page but Today asks for it.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any, TypeVar

from ..coalition import scope
from ..coalition.models import Membership
from .desks import Desk, desks
from .places import Place, places_of

Seen = TypeVar("Seen", bound=Place)
LATEST = datetime.max.replace(tzinfo=UTC)


class Urgency(IntEnum):
    """How soon somebody should look."""

    NOW = 1  # something is wrong in public, or stands still
    SOON = 2  # it has a date
    WAITS = 3  # somebody waits for an answer
    NOTE = 4  # good to know


@dataclass(frozen=True)
class Item:
    """One thing to do: what, one verb, and where."""

    words: str
    verb: str
    endpoint: str | None  # None: nothing to open, the hint says what to do
    urgency: Urgency = Urgency.WAITS
    hint: str = ""
    count: int = 0  # shown in the menu beside the entry of this endpoint, or of `under`
    under: str = ""
    due: datetime | None = None
    values: dict[str, Any] = field(default_factory=dict)  # of its address
    act: str = ""  # the endpoint whose check says who sees this, if not the one that it opens


@dataclass(frozen=True)
class Waiting:
    """An item, and the place where it waits."""

    item: Item
    place: Place

    @property
    def url(self) -> str | None:
        endpoint = self.item.endpoint
        return self.place.url(endpoint, **self.item.values) if endpoint else None

    @property
    def is_urgent(self) -> bool:
        return self.item.urgency is Urgency.NOW

    @property
    def order(self) -> tuple[int, datetime]:
        return self.item.urgency, self.item.due or LATEST


InCampaign = Callable[[Desk], Iterable[Item]]
AtPlace = Callable[[Place], Iterable[Item]]
_in_campaigns: list[InCampaign] = []
_in_parts: list[AtPlace] = []
_in_organizations: list[AtPlace] = []
_only_today: set[Callable[[Any], Iterable[Item]]] = set()
Room = TypeVar("Room", bound=Callable[[Any], Iterable[Item]])


def only_today(room: Room) -> Room:
    """Mark items without a count: the menu needs none of them."""
    _only_today.add(room)
    return room


def in_campaign(room: InCampaign) -> InCampaign:
    _in_campaigns.append(room)
    return room


def in_part(room: AtPlace) -> AtPlace:
    _in_parts.append(room)
    return room


def in_organization(room: AtPlace) -> AtPlace:
    _in_organizations.append(room)
    return room


def today(memberships: Iterable[Membership]) -> list[Waiting]:
    """All that waits for somebody with these memberships, most urgent first."""
    mine = list(memberships)
    found = [one for desk in desks(mine) for one in seen_from(desk, _in_campaigns)]
    for membership in mine:
        found += seen_from(Place(membership, None), _in_organizations)
        for place in places_of(membership):
            found += seen_from(place, _in_parts) if place.partnership else []
    once = {(one.item.words, one.url): one for one in found}  # what is one's own comes by each
    return sorted(once.values(), key=lambda one: one.order)


def seen_from(place: Seen, rooms: list[Callable[[Seen], Iterable[Item]]]) -> list[Waiting]:
    """What these rooms have for a user there."""
    with scope.of(place.organization.id):
        items = [one for room in rooms for one in room(place)]
    return [Waiting(one, place) for one in items if is_for(place, one)]


def is_for(place: Place, item: Item) -> bool:
    needed = [one for one in (item.endpoint, item.act) if one]
    return all(place.may_open(one) for one in needed)


def counts(place: Place) -> Counter[str]:
    """How many things wait here, by the endpoint of the menu that leads to them."""
    every = seen_from(Place(place.membership, None), counted(_in_organizations))
    if place.partnership is not None:
        every += seen_from(Desk(place.membership, place.partnership), counted(_in_campaigns))
        every += seen_from(place, counted(_in_parts))
    found: Counter[str] = Counter()
    for one in every:
        if one.item.endpoint:
            found[one.item.under or one.item.endpoint] += one.item.count
    return found


def counted(rooms: list[Room]) -> list[Room]:
    return [one for one in rooms if one not in _only_today]
