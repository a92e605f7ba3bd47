"""What people allow, and what they take back.

`allow` is on the way of every resident who confirms: statements straight through the driver,
for one organization after the other in one order, so that nobody waits in a circle.
"""

from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, or_, select

from ..coalition import scope
from ..db import Prepared, Straight, bound, db, now
from .models import EMAIL, Consent, OtherMailbox, Person, Refusal, Wording
from .searching import keep_words, sort_name, words

_keep_person = Prepared(
    lambda insert: (
        insert(Person)
        .values(bound(Person))
        .on_conflict_do_update(
            index_elements=["organization_id", "mailbox"],
            set_={
                **{one: bindparam(one) for one in ("name", "email", "language", "sort_name")},
                "division": func.coalesce(bindparam("division"), Person.division),
                "version": Person.version + 1,
            },
        )
        .returning(Person.id)
    )
)
_find_other = Prepared(
    lambda insert: select(OtherMailbox.person_id).where(
        OtherMailbox.organization_id == bindparam("organization_id"),
        OtherMailbox.mailbox == bindparam("mailbox"),
    )
)
_forget_person = Prepared(lambda insert: delete(Person).where(Person.id == bindparam("person_id")))
_keep_wording = Prepared(
    lambda insert: insert(Wording).values(text=bindparam("text")).on_conflict_do_nothing()
)
_find_wording = Prepared(lambda insert: select(Wording.id).where(Wording.text == bindparam("text")))
_keep_consent = Prepared(
    lambda insert: (
        insert(Consent)
        .values(bound(Consent))
        .on_conflict_do_update(
            index_elements=["person_id", "purpose"],
            set_={
                name: bindparam(name)
                for name in ("wording_id", "source", "given_at", "withdrawn_at")
            },
        )
    )
)
_lift_refusal = Prepared(
    lambda insert: delete(Refusal).where(
        *(
            getattr(Refusal, name) == bindparam(name)
            for name in ("organization_id", "mailbox", "purpose")
        )
    )
)
_keep_refusal = Prepared(
    lambda insert: insert(Refusal).values(bound(Refusal)).on_conflict_do_nothing()
)


def allow(
    mailbox: str,
    details: dict[str, object],
    wordings: dict[int, str],
    source: str,
    *,
    purpose: str = EMAIL,
    within: Straight | None = None,
) -> dict[int, int]:
    """Note that the owner of this proven mailbox ticked these sentences.

    `details` are name, email, division (Open Civic Data id) and language; `wordings` the
    sentences by organization. Returns the person's id in each organization.
    """
    connection, moment = within or db.session.connection(), now()
    texts = {text: wording_id(connection, text) for text in sorted(set(wordings.values()))}
    kept = {}
    for organization_id in sorted(wordings):
        person_id = keep_person(connection, organization_id, mailbox, details, moment)
        owner = {"organization_id": organization_id, "purpose": purpose}
        _lift_refusal(connection, mailbox=mailbox, **owner)
        _keep_consent(
            connection,
            person_id=person_id,
            wording_id=texts[wordings[organization_id]],
            source=source,
            given_at=moment,
            withdrawn_at=None,
            **owner,
        )
        kept[organization_id] = person_id
    return kept


def keep_person(
    connection: Connection | Straight,
    organization_id: int,
    mailbox: str,
    details: dict[str, Any],
    moment: object,
) -> int:
    """The organization's record of this mailbox, with what its owner said last.

    A mailbox that came to another record by a merge is that person, whose name stays.
    """
    shown = sort_name(details["name"], details["email"])
    values = {"organization_id": organization_id, "mailbox": mailbox, "sort_name": shown}
    values |= {"created_at": moment, "import_id": None, "version": 1}
    number = int(_keep_person(connection, **values, **details).scalar())
    owner = {"organization_id": organization_id, "mailbox": mailbox}
    merged_into = _find_other(connection, **owner).scalar()
    if merged_into is not None:
        _forget_person(connection, person_id=number)
        return int(merged_into)
    keep_words(connection, organization_id, number, words(details["name"], details["email"]))
    return number


def wording_id(connection: Connection | Straight, text: str) -> int:
    """The number of a sentence, which is kept once."""
    found = _find_wording(connection, text=text).scalar()
    if found is None:
        _keep_wording(connection, text=text)
        found = _find_wording(connection, text=text).scalar()
    return int(found)


def withdraw(mailbox: str, source: str) -> None:
    """End what the owner of this mailbox allowed by way of `source`, to whomever.

    Who then allows an organization nothing is forgotten there: it has no reason left to keep
    them. A Refusal stays.
    """
    with scope.everyones():
        for person in known_as(mailbox):
            for consent in person.consents:
                if consent.source == source and consent.is_given:
                    end(consent)
            if not any(consent.is_given for consent in person.consents):
                db.session.delete(person)
        db.session.flush()


def known_as(mailbox: str) -> list[Person]:
    """The records of a mailbox in all organizations, by either of its ways, locked."""
    others = select(OtherMailbox.person_id).where(OtherMailbox.mailbox == mailbox)
    query = (
        select(Person)
        .where(or_(Person.mailbox == mailbox, Person.id.in_(others)))
        .order_by(Person.organization_id, Person.id)
        .with_for_update()
    )
    return list(db.session.scalars(query))


def end(consent: Consent) -> None:
    """Take a consent back; no import gives it again to any mailbox of this person."""
    consent.withdrawn_at = consent.withdrawn_at or now()
    for mailbox in consent.person.mailboxes:
        refuse(consent.organization_id, mailbox, consent.purpose)


def refuse(organization_id: int, mailbox: str, purpose: str = EMAIL) -> None:
    """Leave the mark that this mailbox's owner took their consent back."""
    values = {"organization_id": organization_id, "mailbox": mailbox, "purpose": purpose}
    _keep_refusal(db.session.connection(), at=now(), **values)
