"""What an import would do: looked up in one transaction, so that carrying it out can follow.

Rules: nobody who unsubscribed comes back; what somebody said or an organizer corrected is not
written over, only gaps are filled; a consent that stands stays as it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from ...config import settings
from ...db import db
from ...mail.models import Suppression
from ..listing import tag_key
from ..models import EMAIL, Consent, OtherMailbox, Person, Refusal, Tag, Tagged
from .rows import Incoming

CHUNK = 5000  # rows looked up at once


@dataclass
class Known:
    """A record that a row of the file is about."""

    id: int
    name: str
    email: str
    division: str | None
    language: str
    is_ours: bool  # came by an import, and nobody has changed it since
    has_consent: bool = False


@dataclass
class Change:
    """What a row adds to a record."""

    known: Known
    row: Incoming
    values: dict[str, Any]
    tags: list[str]

    @property
    def is_empty(self) -> bool:
        return not self.values and not self.tags and self.known.has_consent


@dataclass
class Plan:
    """The rows of a file by what becomes of them."""

    new: list[Incoming] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    refused: int = 0
    twice: list[Incoming] = field(default_factory=list)  # another row is the same person

    @property
    def numbers(self) -> dict[str, int]:
        return {
            "new": len(self.new),
            "changed": len(self.changed),
            "unchanged": self.unchanged,
            "refused": self.refused,
        }


def make_plan(organization_id: int, rows: list[Incoming]) -> Plan:
    """Compare the rows with what the organization has; changes nothing."""
    plan, seen = Plan(), set[int]()
    for start in range(0, len(rows), CHUNK):
        chunk = rows[start : start + CHUNK]
        sort_rows(organization_id, chunk, plan, seen)
    return plan


def sort_rows(organization_id: int, rows: list[Incoming], plan: Plan, seen: set[int]) -> None:
    hashes = [row.mailbox for row in rows]
    known = find_known(organization_id, hashes)
    said_no = find_refusing(organization_id, hashes)
    tags = tags_of(organization_id, [one.id for one in known.values()])
    for row in rows:
        person = known.get(row.mailbox)
        if row.mailbox in said_no:
            plan.refused += 1
        elif person is None:
            plan.new.append(row)
        elif person.id in seen:
            plan.twice.append(row)
        else:
            seen.add(person.id)
            change = compare(person, row, tags.get(person.id, set()))
            if change.is_empty:
                plan.unchanged += 1
            else:
                plan.changed.append(change)


def compare(known: Known, row: Incoming, tags: set[str]) -> Change:
    """Fill gaps; write over only what an import brought and nobody has touched."""
    values = {}
    for name in ("name", "division", "language"):
        new, old = getattr(row, name), getattr(known, name)
        if new and new != old and (known.is_ours or not old):
            values[name] = new
    return Change(known, row, values, [tag for tag in row.tags if tag_key(tag) not in tags])


def find_known(organization_id: int, hashes: list[str]) -> dict[str, Known]:
    """The organization's records by mailbox, other mailboxes too."""
    columns = (Person.id, Person.name, Person.email, Person.division, Person.language)
    mine = select(Person.mailbox, *columns, Person.import_id, Person.version).where(
        Person.organization_id == organization_id, Person.mailbox.in_(hashes)
    )
    other = (
        select(OtherMailbox.mailbox, *columns, Person.import_id, Person.version)
        .join(Person, Person.id == OtherMailbox.person_id)
        .where(OtherMailbox.organization_id == organization_id, OtherMailbox.mailbox.in_(hashes))
    )
    found = {}
    for query in (mine, other):
        for row in db.session.execute(query):
            is_ours = row.import_id is not None and row.version == 1
            details = (row.name, row.email, row.division, row.language)
            found[row.mailbox] = Known(row.id, *details, is_ours)
    consenting = set(
        db.session.scalars(
            select(Consent.person_id).where(
                Consent.organization_id == organization_id,
                Consent.purpose == EMAIL,
                Consent.person_id.in_([one.id for one in found.values()]),
            )
        )
    )
    for one in found.values():
        one.has_consent = one.id in consenting
    return found


def find_refusing(organization_id: int, hashes: list[str]) -> set[str]:
    """Mailboxes that took their consent back here, or are never to be mailed again."""
    refused = select(Refusal.mailbox).where(
        Refusal.organization_id == organization_id,
        Refusal.purpose == EMAIL,
        Refusal.mailbox.in_(hashes),
    )
    suppressed = select(Suppression.mailbox).where(Suppression.mailbox.in_(hashes))
    withdrawn = (
        select(Person.mailbox)
        .join(Consent, Consent.person_id == Person.id)
        .where(
            Person.organization_id == organization_id,
            Person.mailbox.in_(hashes),
            Consent.purpose == EMAIL,
            Consent.withdrawn_at.is_not(None),
        )
    )
    return {one for query in (refused, suppressed, withdrawn) for one in db.session.scalars(query)}


def tags_of(organization_id: int, people: list[int]) -> dict[int, set[str]]:
    """The keys of the tags that people have, or that were taken from them."""
    query = (
        select(Tagged.person_id, Tag.key)
        .join(Tag, Tag.id == Tagged.tag_id)
        .where(Tagged.organization_id == organization_id, Tagged.person_id.in_(people))
    )
    found: dict[int, set[str]] = {}
    for person_id, key in db.session.execute(query):
        found.setdefault(person_id, set()).add(key)
    return found


def all_tags(plan: Plan) -> Iterator[str]:
    """Every tag that carrying the plan out gives."""
    for row in plan.new:
        yield from row.tags
    for change in plan.changed:
        yield from change.tags


def first_language() -> str:
    return settings().language_codes[0]
