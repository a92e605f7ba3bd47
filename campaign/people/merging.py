"""Two records of one organization that are one person, and who might be.

Nothing that reaches either record is lost: both mailboxes stay known, so that a signature, an
import or a withdrawal by the second one finds the person.
"""

from collections.abc import Sequence

from sqlalchemy import delete, func, insert, literal, select, update

from ..coalition.models import Organization
from ..db import db
from .consents import end
from .models import Consent, OtherMailbox, Person, Tagged
from .searching import keep_words, sort_name, words
from .tagging import run

DOUBLES = 50  # groups suggested at once


class SameRecordError(ValueError):
    """These are not two records of this organization any more."""


def merge(organization: Organization, first: int, second: int, name: str, email: str) -> Person:
    """Make one record of two: `first` stays, with this name and one of the two addresses.

    A withdrawn consent of either stays withdrawn, for both mailboxes. Raises SameRecordError.
    """
    stays, goes = locked(organization, first, second)
    if email == goes.email:
        stays.mailbox, goes.mailbox, stays.email, goes.email = swapped(stays, goes)
    stays.name, stays.division = name, stays.division or goes.division
    stays.version += 1
    move_consents(stays, goes)
    kept = [(goes.mailbox, goes.email), *((one.mailbox, one.email) for one in goes.others)]
    move_tags(stays, goes)
    db.session.delete(goes)
    db.session.flush()
    stays.others += [
        OtherMailbox(organization_id=stays.organization_id, mailbox=mailbox, email=address)
        for mailbox, address in kept
    ]
    stays.sort_name = sort_name(stays.name, stays.email)
    db.session.flush()
    settle_refusals(stays)
    index(stays)
    return stays


def locked(organization: Organization, first: int, second: int) -> tuple[Person, Person]:
    query = (
        select(Person)
        .where(Person.organization_id == organization.id, Person.id.in_([first, second]))
        .order_by(Person.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    found = {one.id: one for one in db.session.scalars(query)}
    if len(found) != 2:
        raise SameRecordError("there are not two records")
    return found[first], found[second]


def swapped(stays: Person, goes: Person) -> tuple[str, str, str, str]:
    """Exchange the two mailboxes, by way of one that nobody has: the unique key looks at each."""
    values = goes.mailbox, stays.mailbox, goes.email, stays.email
    goes.mailbox = f"-{goes.id}"
    db.session.flush()
    stays.mailbox = values[0]
    db.session.flush()
    return values


def move_consents(stays: Person, goes: Person) -> None:
    """What only the other record allowed moves over; a no of either is a no."""
    for theirs in list(goes.consents):
        mine = stays.consent(theirs.purpose)
        if mine is None:
            goes.consents.remove(theirs)
            stays.consents.append(theirs)
        elif not theirs.is_given:
            mine.withdrawn_at = mine.withdrawn_at or theirs.withdrawn_at
    db.session.flush()


def move_tags(stays: Person, goes: Person) -> None:
    """Give all tags of one person to another who has not got them."""
    has = select(Tagged.tag_id).where(Tagged.person_id == stays.id)
    theirs = select(
        literal(stays.organization_id), Tagged.tag_id, literal(stays.id), Tagged.added_by_id
    ).where(Tagged.person_id == goes.id, Tagged.removed_by_id.is_(None), Tagged.tag_id.not_in(has))
    columns = ["organization_id", "tag_id", "person_id", "added_by_id"]
    run(insert(Tagged).from_select(columns, theirs, include_defaults=False))


def settle_refusals(person: Person) -> None:
    for consent in person.consents:
        if not consent.is_given:
            end(consent)


def index(person: Person) -> None:
    """Let a person be found by what is known of them now."""
    addresses = [person.email, *(other.email for other in person.others)]
    found = words(person.name, *addresses)
    keep_words(db.session.connection(), person.organization_id, person.id, found)


def doubles(organization_id: int) -> list[Sequence[Person]]:
    """People with the same name in the same ward, most alike first to be looked at."""
    groups = (
        select(Person.division, Person.sort_name)
        .where(Person.organization_id == organization_id, Person.division.is_not(None))
        .where(Person.name != "")
        .group_by(Person.division, Person.sort_name)
        .having(func.count() > 1)
        .limit(DOUBLES)
    )
    found = []
    for division, shown in db.session.execute(groups).all():
        alike = select(Person).filter_by(
            organization_id=organization_id, division=division, sort_name=shown
        )
        found.append(db.session.scalars(alike.order_by(Person.id).limit(10)).all())
    return found


def forget(person: Person) -> None:
    """Delete a record and all that hangs on it; a refusal stays, for it names nobody."""
    db.session.execute(delete(Consent).where(Consent.person_id == person.id))
    db.session.delete(person)
    db.session.flush()


def rename(person: Person, values: dict[str, str | None]) -> None:
    """Correct what a record says."""
    for field, value in values.items():
        setattr(person, field, value)
    person.version += 1
    person.sort_name = sort_name(person.name, person.email)
    db.session.flush()
    index(person)


def claim(person: Person, version: int) -> bool:
    """Whether this record is still as it was shown; it is ours until the commit."""
    mine = update(Person).where(
        Person.id == person.id,
        Person.organization_id == person.organization_id,
        Person.version == version,
    )
    return bool(run(mine.values(version=version)))
