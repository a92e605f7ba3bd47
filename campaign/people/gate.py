"""The last look before a mail of a list leaves: whoever has left meanwhile gets none.

Asked by the worker that holds the mails, when it takes them and again while it sends. So leaving
takes effect in the middle of a mailing, whatever its job had written before.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, union

from ..mail import Going
from .models import EMAIL, Consent, OtherMailbox, Person, Refusal


def refused(connection: Connection, mails: Sequence[Going]) -> frozenset[int]:
    """The ids of those among these mails whose receivers do not want them any more.

    That is a mail of a list (its batch has a `list_id`, or it carries the link to leave) of an
    organization that its receiver refused, or to which their consent was withdrawn.
    """
    lists = {
        one.id: (one.organization_id, one.mailbox)
        for one in mails
        if one.list_id or one.list_unsubscribe
    }
    gone = who_left(connection, set(lists.values()))
    return frozenset(number for number, whose in lists.items() if whose in gone)


def who_left(connection: Connection, asked: set[tuple[int, str]]) -> set[tuple[int, str]]:
    """Those organizations and mailboxes that must not meet: refused, or no consent stands."""
    if not asked:
        return set()
    organizations = {number for number, _ in asked}
    mailboxes = {mailbox for _, mailbox in asked}
    given = {"organizations": [*organizations], "mailboxes": [*mailboxes]}
    return {(row.organization_id, row.mailbox) for row in connection.execute(_left, given)}


def _among(model: Any) -> Select[Any]:
    query = select(model.organization_id, model.mailbox)
    return query.where(
        model.organization_id.in_(bindparam("organizations", expanding=True)),
        model.mailbox.in_(bindparam("mailboxes", expanding=True)),
    )


_ended = (Consent.purpose == EMAIL, Consent.withdrawn_at.is_not(None))
_left = union(
    _among(Refusal).where(Refusal.purpose == EMAIL),
    _among(Person).join(Consent, Consent.person_id == Person.id).where(*_ended),
    _among(OtherMailbox).join(Consent, Consent.person_id == OtherMailbox.person_id).where(*_ended),
).execution_options(everyones=True)
