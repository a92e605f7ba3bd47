"""To whom a letter goes, and by which address: only ones that somebody has verified."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from ... import mail
from ...db import db
from ...mail.addresses import is_sendable
from ...officials.listing import today
from ...officials.models import Body, Contact, Official, Seat, Term, Ward
from ...officials.terms import held, in_force
from .models import Letter, LetterAction


@dataclass(frozen=True)
class Office:
    """Who holds a ward's seat on a day; nobody surely where it is vacant or in doubt."""

    ward: Ward
    term: Term | None
    addresses: list[Contact]

    @property
    def official(self) -> Official | None:
        return self.term.official if self.term else None

    @property
    def can_be_written_to(self) -> bool:
        return bool(self.addresses)


def council(body: Body) -> Body:
    """The body with the wards: a committee's is that of its council."""
    return body.parent or body


def office_of(ward: Ward, on: date | None = None) -> Office:
    """The office of a ward as it is today where the body sits."""
    seat = db.session.scalar(select(Seat).filter_by(ward_id=ward.id))
    term = held(seat, on or today(ward.body)).term if seat else None
    return Office(ward, term, usable(term) if term else [])


def usable(term: Term) -> list[Contact]:
    """The verified email addresses of a term, in a lasting order; none that bounced."""
    found = [one for one in term.contacts if one.kind == "email" and one.is_verified and one.value]
    return sorted(filter(is_reachable, found), key=lambda one: (one.label, one.id))


def is_reachable(contact: Contact) -> bool:
    return is_sendable(contact.value) and not mail.is_suppressed(contact.value)


def address_for(letter: Letter) -> Contact | None:
    """Where this letter may go now: only to whom it was written, while they hold that seat.

    Where the action says *wait*, another address of an office that bounced is not taken.
    """
    on = today(letter.ward.body)
    query = in_force(on).join(Seat, Seat.id == Term.seat_id)
    query = query.where(Seat.ward_id == letter.ward_id, Term.official_id == letter.official_id)
    query = query.options(joinedload(Term.official), selectinload(Term.contacts))
    term = db.session.scalar(query.limit(1))
    if term is None:
        return None
    return first(term, letter.action)


def first(term: Term, action: LetterAction) -> Contact | None:
    bounced = any(one.kind == "email" and one.bounced_at for one in term.contacts)
    if bounced and action.on_bounce == "wait":
        return None
    return next(iter(usable(term)), None)
