"""Numbers about people that everybody in a campaign may see, and none that points at a person.

A number under five is not told. A sum with such numbers in it counts one for each and says “at
least”: nobody finds a small number by taking the known ones from it. How many people two
organizations both know is rounded down to fives: who brings one more person and looks again must
not learn whom the other knows.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from sqlalchemy import func, select, union

from ..coalition.models import Campaign, Organization
from ..db import db
from ..pages import remember
from .models import Consent, OtherMailbox, Person
from .places import wards

LEAST = 5
EVERYONES = {"everyones": True}
SECONDS = 60.0  # that a number may be old


class Sum(NamedTuple):
    """A sum of told numbers; where some were not told, the least that it can be."""

    least: int
    untold: int

    @property
    def is_small(self) -> bool:
        """Whether it is one number that is not told, and nothing else."""
        return self == (1, 1)


def add(numbers: Collection[int | None]) -> Sum:
    untold = sum(1 for one in numbers if one is None)
    return Sum(sum(one or 0 for one in numbers) + untold, untold)


@dataclass
class Totals:
    """People who may be emailed, by organization and ward; None stands for “under 5”."""

    organizations: dict[Organization, dict[str, int | None]] = field(default_factory=dict)

    @property
    def wards(self) -> dict[str, Sum]:
        """By ward, of all organizations, in the order of lists; "" is a ward not known, last."""
        places = {ward: number for number, ward in enumerate(wards())}
        every = {ward for cells in self.organizations.values() for ward in cells}
        in_order = sorted(every, key=lambda ward: (not ward, places.get(ward, len(places)), ward))
        tables = self.organizations.values()
        return {ward: add([cells[ward] for cells in tables if ward in cells]) for ward in in_order}

    def of(self, organization: Organization) -> Sum:
        """All that is told of one organization."""
        return add(self.organizations[organization].values())


def told(number: int) -> int | None:
    return number if number >= LEAST else None


def totals(campaign: Campaign) -> Totals:
    """The numbers of each organization that takes part now."""
    found = Totals()
    for organization in [*campaign.partners("lead"), *campaign.partners("partner")]:
        count = partial(by_ward, organization.id)
        counted = remember(("people", "by ward", organization.id), count, SECONDS)
        found.organizations[organization] = {ward: told(n) for ward, n in counted.items()}
    return found


def by_ward(organization_id: int) -> dict[str, int]:
    """People of one organization whose consent stands, by ward."""
    query = (
        select(Person.division, func.count())
        .where(
            Person.organization_id == organization_id,
            select(Consent.id)
            .where(Consent.person_id == Person.id, Consent.withdrawn_at.is_(None))
            .exists(),
        )
        .group_by(Person.division)
    )
    rows = db.session.execute(query, execution_options=EVERYONES)
    return {division or "": number for division, number in rows}


def overlap(mine: Organization, other: Organization) -> int | None:
    """How many mailboxes both know, in fives; None when fewer."""
    pair = tuple(sorted((mine.id, other.id)))
    number = remember(("people", "overlap", *pair), lambda: in_both(*pair), SECONDS)
    return told(number // LEAST * LEAST)


def in_both(first: int, second: int) -> int:
    """Mailboxes that two organizations both keep; no row leaves the database."""
    both = mailboxes(first).intersect(mailboxes(second)).subquery()
    query = select(func.count()).select_from(both)
    return db.session.scalar(query, execution_options=EVERYONES) or 0


def mailboxes(organization_id: int):  # type: ignore[no-untyped-def]
    return select(
        union(
            *(
                select(model.mailbox).where(model.organization_id == organization_id)
                for model in (Person, OtherMailbox)
            )
        ).subquery()
    )
