"""The offices of an action's wards, all at once: who holds them, and where a letter may go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from ...db import db
from ...i18n import spoken
from ...mail.models import Suppression
from ...mail.outbox import mailbox_hash
from ...officials.listing import today
from ...officials.models import Body, Contact, Official, Seat, Term, Ward
from ...officials.terms import in_force, sure
from ..letters.offices import council

NO_TERM, NO_ADDRESS, UNVERIFIED, BOUNCED, FINE = "vacant", "none", "unverified", "bounced", "fine"


@dataclass(frozen=True)
class Office:
    """A ward's office today. `state` says whether letters can go there, and if not, why."""

    ward: Ward
    term: Term | None
    usable: Sequence[Contact]
    emails: Sequence[Contact]

    @property
    def official(self) -> Official | None:
        return self.term.official if self.term else None

    @property
    def bounced(self) -> list[Contact]:
        return [one for one in self.emails if one.bounced_at]

    @property
    def state(self) -> str:
        if self.term is None:
            return NO_TERM
        if self.usable:
            return FINE
        if not self.emails:
            return NO_ADDRESS
        return BOUNCED if self.bounced else UNVERIFIED

    def may_get_letters(self, on_bounce: str) -> bool:
        """As `letters.offices.address_for` decides for each letter."""
        is_stopped = on_bounce == "wait" and bool(self.bounced)
        return bool(self.usable) and not is_stopped


def ward_name(ward: Ward) -> str:
    return f"{spoken(ward.body.ward_title)} {ward.number}"


def offices(body: Body) -> list[Office]:
    """Every ward's office, in the order of their numbers, in a handful of queries."""
    mine = council(body)
    on = today(mine)
    query = in_force(on).join(Seat, Seat.id == Term.seat_id).where(Seat.body_id == mine.id)
    query = query.where(Seat.ward_id.is_not(None)).order_by(Term.starts)
    options = (joinedload(Term.official), joinedload(Term.seat), selectinload(Term.contacts))
    by_ward: dict[int, list[Term]] = {}
    for term in db.session.scalars(query.options(*options)):
        assert term.seat is not None
        assert term.seat.ward_id is not None
        by_ward.setdefault(term.seat.ward_id, []).append(term)
    held = {number: sure(terms, on) for number, terms in by_ward.items()}
    sitting = {number: terms[0] for number, terms in held.items() if len(terms) == 1}
    refused = suppressed(sitting.values())
    return [office(ward, sitting.get(ward.id), refused) for ward in mine.wards]


def office(ward: Ward, term: Term | None, refused: set[str]) -> Office:
    emails = [one for one in term.contacts if one.kind == "email" and one.value] if term else []
    usable = [one for one in emails if one.is_verified and is_open(one, refused)]
    return Office(ward, term, sorted(usable, key=lambda one: (one.label, one.id)), emails)


def is_open(contact: Contact, refused: set[str]) -> bool:
    mark = mark_of(contact)
    return bool(mark) and mark not in refused


def mark_of(contact: Contact) -> str:
    """The hash of an address's mailbox; nothing for what is no address."""
    try:
        return mailbox_hash(contact.value)
    except ValueError:
        return ""


def suppressed(terms: Iterable[Term]) -> set[str]:
    """Those of these offices' mailboxes that nothing is mailed to any more."""
    marks = [
        mark_of(one) for term in terms for one in term.contacts if one.kind == "email" and one.value
    ]
    query = select(Suppression.mailbox).where(Suppression.mailbox.in_(marks))
    return set(db.session.scalars(query))
