"""What needs doing today: each room's items, most urgent first.

A function of `waiting/` says what waits in one room. It is registered for where it looks:

    @in_campaign        once for each campaign of the user, as its Desk
    @in_organization    once for each organization, as a Place, within the scope of its rows

and yields Items. Who may not open an item's endpoint does not see the item. Pages of the shell
ask for the items of their place too, to count them in the menu: each costs a look at an index
or at a handful of rows, never a scan.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any

from ..coalition import scope
from ..coalition.models import Membership
from .desks import Desk, desks
from .places import Place

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
    count: int = 0  # shown in the menu beside the entry of this endpoint
    due: datetime | None = None
    values: dict[str, Any] = field(default_factory=dict)  # of its address


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
InOrganization = Callable[[Place], Iterable[Item]]
_campaign_rooms: list[InCampaign] = []
_organization_rooms: list[InOrganization] = []


def in_campaign(room: InCampaign) -> InCampaign:
    _campaign_rooms.append(room)
    return room


def in_organization(room: InOrganization) -> InOrganization:
    _organization_rooms.append(room)
    return room


def today(memberships: Iterable[Membership]) -> list[Waiting]:
    """All that waits for somebody with these memberships, most urgent first."""
    mine = list(memberships)
    found = [one for desk in desks(mine) for one in waiting_in(desk)]
    for membership in mine:
        found += waiting_at(Place(membership, None))
    once = {(one.item.words, one.url): one for one in found}  # what is one's own comes by each
    return sorted(once.values(), key=lambda one: one.order)


def waiting_in(desk: Desk) -> Iterator[Waiting]:
    """What waits in a campaign."""
    with scope.of(desk.organization.id):
        for room in _campaign_rooms:
            yield from seen_from(desk, list(room(desk)))


def waiting_at(place: Place) -> Iterator[Waiting]:
    """What waits in an organization, whatever its campaigns."""
    with scope.of(place.organization.id):
        for room in _organization_rooms:
            yield from seen_from(place, list(room(place)))


def seen_from(place: Place, items: list[Item]) -> Iterator[Waiting]:
    may = [one for one in items if one.endpoint is None or place.may_open(one.endpoint)]
    return (Waiting(one, place) for one in may)


def counts(place: Place) -> Counter[str]:
    """How many things wait here, by the endpoint of the menu that leads to them."""
    found: Counter[str] = Counter()
    every = list(waiting_at(place))
    if place.partnership is not None:
        every += waiting_in(Desk(place.membership, place.partnership))
    for one in every:
        if one.item.endpoint:
            found[one.item.endpoint] += one.item.count
    return found
