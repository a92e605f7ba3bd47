"""Conditions on people of an organization, each with the numbers of those for whom it holds.

The numbers come by an index of their own; where they are few they are looked up first, and
everybody else is spared.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, cast, exists, func, or_, select
from sqlalchemy import String as Text

from ...db import db
from ...mail.models import OutgoingEmail, Suppression
from ...people.listing import Narrowing, by_row
from ...people.models import EMAIL, Consent, OtherMailbox, Person

SOME = 30_000  # people whose numbers are looked up first
GOT = ("queued", "sending", "sent", "uncertain")
NUMBER = Consent.person_id  # of a receiver
STANDING = (Consent.purpose == EMAIL, Consent.withdrawn_at.is_(None))


@dataclass(frozen=True)
class Condition:
    """Whether something holds for a Person, and the numbers of all for whom it does.

    `rows` is quickly counted and at least as long as `numbers`.
    """

    holds: ColumnElement[bool]
    numbers: Select[Any]
    rows: Select[Any]


def counted(query: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.subquery())) or 0


def few_of(conditions: list[Condition]) -> Select[Any] | None:
    """The shortest list of numbers that one of these leaves, if any is short enough to go by."""
    best: tuple[int, Select[Any]] | None = None
    for one in conditions:
        size = counted(one.rows.limit(SOME + 1))
        if size <= SOME and (best is None or size < best[0]):
            best = size, one.numbers
    return best[1] if best else None


def consents() -> ColumnElement[bool]:
    """Whether a person's consent to be mailed stands."""
    row = Consent.__table__.c
    standing = (row.purpose == EMAIL, row.withdrawn_at.is_(None))
    return exists().where(row.person_id == Person.id, *standing).correlate(Person)


def suppressed() -> ColumnElement[bool]:
    row = Suppression.__table__.c
    return exists().where(row.mailbox == Person.mailbox).correlate(Person)


def by_column(organization_id: int, column: Any, values: tuple[str, ...]) -> Condition:
    mine = select(Person.id).where(Person.organization_id == organization_id, column.in_(values))
    return Condition(column.in_(values), mine, mine)


def of_people(narrowing: Narrowing) -> Condition:
    """A condition of the list of people as one of ours."""
    assert narrowing.numbers is not None
    return Condition(narrowing.condition, narrowing.numbers, narrowing.numbers)


def by_source(organization_id: int, source: str) -> Condition:
    return of_people(by_row(Consent, organization_id, lambda row: [row.source == source]))


def by_mailbox(
    organization_id: int, model: Any, conditions: tuple[ColumnElement[bool], ...]
) -> Condition:
    """Those with a mailbox, of any of their own, that such a row names."""
    other = OtherMailbox.__table__.c
    first = exists().where(model.mailbox == Person.mailbox, *conditions).correlate(Person)
    named = exists().where(model.mailbox == other.mailbox, *conditions)
    named = named.correlate(OtherMailbox.__table__)
    second = exists().where(other.person_id == Person.id, named)
    mine = select(Person.id).join(model, model.mailbox == Person.mailbox)
    theirs = select(OtherMailbox.person_id).join(model, model.mailbox == OtherMailbox.mailbox)
    numbers = union_of(
        mine.where(Person.organization_id == organization_id, *conditions),
        theirs.where(OtherMailbox.organization_id == organization_id, *conditions),
    )
    holds = or_(first, second.correlate(Person))
    return Condition(holds, numbers, select(model.id).where(*conditions))


def union_of(*queries: Select[Any]) -> Select[Any]:
    both = queries[0].union(*queries[1:]).subquery()
    return select(both.c[0])


def got(mailing_id: int) -> ColumnElement[bool]:
    """Whether a person got that mailing, or will."""
    row = OutgoingEmail.__table__.c
    key = f"mailing:{mailing_id}:" + cast(Person.id, Text)
    return exists().where(and_(row.key == key, row.state.in_(GOT))).correlate(Person)
