"""What became of the mail to each receiver.

A row of the outbox keeps its key for good, and with it the number of the person it went to, as long
as the organization knows them; the address in the row is forgotten 30 days on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select

from ...db import db
from ...mail.models import BOUNCES, STATES, Bounce, OutgoingEmail
from ...people.listing import Asked, narrow
from ...people.models import Person
from .models import Mailing

PAGE = 50
MOST_HITS = 300  # people that a search looks up
STATE_NAMES = (*STATES, "bounced")


@dataclass(frozen=True)
class Receiver:
    """One mail, and the person as the organization knows them today; None once they are gone."""

    number: int  # of the row
    person: Person | None
    state: str
    error: str
    sent_at: datetime | None
    bounce: str  # kind, or nothing

    @property
    def standing(self) -> str:
        return "bounced" if self.bounce in BOUNCES else self.state


def listed(
    mailing: Mailing, state: str = "", q: str = "", after: int = 0, limit: int = PAGE + 1
) -> list[Receiver]:
    """Mails in the order in which they were written, those after one of them."""
    query = rows(mailing, state).where(OutgoingEmail.id > after)
    if q:
        query = query.where(OutgoingEmail.key.in_(keys_of(mailing, q)))
    found = db.session.execute(query.order_by(OutgoingEmail.id).limit(limit)).all()
    known = persons([person_number(mailing, row.key) for row in found])
    return [
        Receiver(
            number=row.id,
            person=known.get(person_number(mailing, row.key)),
            state=row.state,
            error=row.error or "",
            sent_at=row.sent_at,
            bounce=row.kind or "",
        )
        for row in found
    ]


def rows(mailing: Mailing, state: str) -> Select[Any]:
    columns = (OutgoingEmail.id, OutgoingEmail.key, OutgoingEmail.state, OutgoingEmail.error)
    query: Any = select(*columns, OutgoingEmail.sent_at, Bounce.kind)
    query = query.where(OutgoingEmail.batch_id == mailing.batch_id)
    query = query.outerjoin(Bounce, Bounce.outgoing_email_id == OutgoingEmail.id)
    if state == "bounced":
        query = query.where(Bounce.kind.is_not(None))
    found: Select[Any] = query.where(OutgoingEmail.state == state) if state in STATES else query
    return found


def keys_of(mailing: Mailing, q: str) -> list[str]:
    """The keys of the people whom a search finds by name or address."""
    conditions = [one.condition for one in narrow(mailing.organization_id, Asked(q=q))]
    query = select(Person.id).where(Person.organization_id == mailing.organization_id, *conditions)
    found = db.session.scalars(query.order_by(Person.id).limit(MOST_HITS))
    return [f"{mailing.topic}:{number}" for number in found]


def person_number(mailing: Mailing, key: str) -> int:
    digits = key.removeprefix(f"{mailing.topic}:")
    return int(digits) if digits.isdecimal() else 0


def persons(numbers: Sequence[int]) -> dict[int, Person]:
    query = select(Person).where(Person.id.in_(numbers))
    return {one.id: one for one in db.session.scalars(query)}
