"""Contact details of offices: shown, found still right, corrected, removed, bounced.

An address that came from a file and was removed here keeps its row with an empty value, which is
a correction like any other: the next import leaves it alone, and nobody is shown it.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError

from .. import mail
from ..accounts.models import User
from ..db import db, now
from .models import Contact, Term

LASTS = timedelta(days=180)  # after that somebody looks again
ORDER = ("phone", "email", "office", "city_hall", "website", "fax", "other")


class TakenError(ValueError):
    """This term has a detail of this kind and label already."""


def shown(term: Term) -> list[Contact]:
    """The details of a term that have not been removed, in the order of their kinds."""
    order = {kind: place for place, kind in enumerate(ORDER)}
    found = [one for one in term.contacts if one.value]
    return sorted(found, key=lambda one: (order[one.kind], one.label, one.id))


def is_fresh(contact: Contact, on: date) -> bool:
    """Whether somebody has verified it, and not too long ago."""
    return contact.verified_on is not None and contact.verified_on >= on - LASTS


def verify(contacts: Iterable[Contact], on: date, by: User) -> list[Contact]:
    """Note that these are still right that day; those that bounced are left alone."""
    found = [one for one in contacts if one.value and one.bounced_at is None]
    for one in found:
        one.verified_on, one.verified_by_id = on, by.id
    return found


def change(contact: Contact, value: str, checked: date | None, by: User) -> bool:
    """Store what is right, by hand; whether it differs. Another value is unverified and unbounced.

    `checked` is the day on which whoever changes it has verified it, else None.
    """
    differs = bool(contact.correct(value=value))
    if differs:
        contact.verified_on = contact.verified_by_id = contact.bounced_at = None
        contact.bounce = ""
    if checked is not None:
        contact.verified_on, contact.verified_by_id = checked, by.id
    return differs


def add(
    term: Term, *, kind: str, label: str, value: str, checked: date | None, by: User
) -> Contact:
    """One more detail of a term; one that was removed comes back. Raises TakenError."""
    query = db.select(Contact).filter_by(term_id=term.id, kind=kind, label=label)
    contact = db.session.scalar(query)
    if contact is not None and contact.value:
        raise TakenError(kind)
    if contact is None:
        contact = Contact(term=term, kind=kind, label=label, value="")
        db.session.add(contact)
    change(contact, value, checked, by)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        raise TakenError(kind) from None
    return contact


def remove(contact: Contact, by: User) -> None:
    """Show it no more; what no file brought goes altogether."""
    if contact.source:
        change(contact, "", None, by)
    else:
        contact.term.contacts.remove(contact)


def mark_bounced(contact: Contact, reason: str) -> None:
    contact.bounced_at, contact.bounce = now(), reason


def unmark_bounced(contact: Contact) -> None:
    """Say that it works; an address that a mail server had refused is mailed again."""
    if contact.kind == "email" and contact.bounced_at is not None:
        mail.revive(contact.value)
    contact.bounced_at, contact.bounce = None, ""
