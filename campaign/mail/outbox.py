"""Writing mail into the outbox, within the caller's transaction."""

import re
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    bindparam,
    exists,
    func,
    literal,
    literal_column,
    select,
)

from ..db import Prepared, Straight, db, now
from ..security import keyed_hash
from .addresses import mailbox, sendable
from .models import MailHold, OutgoingEmail, Suppression

ADAY, AMONTH = timedelta(days=1), timedelta(days=30)
DAILY, MONTHLY = 3, 5  # mails to one mailbox, over all forms
BOUNCED = "bounced"  # the reason of a suppression that no person asked for
LIST_ADDRESS = re.compile(r"https?://[!-;=?-~]+")  # printable ASCII without < and >
GIVEN = (
    *("key", "template", "locale", "to", "mailbox", "reply_to", "list_unsubscribe", "calendar"),
    *("shared", "merge", "budgeted", "at_most_once", "batch_id", "sender_name"),
    *("queued_at", "due_at"),
)


def mailbox_hash(address: str) -> str:
    """What the outbox keeps of a mailbox for its budget and for suppression."""
    return keyed_hash(mailbox(address), "mailbox")


def queue(
    template: str,
    to: str,
    *,
    key: str,
    locale: str,
    shared: dict[str, Any] | None = None,
    merge: dict[str, Any] | None = None,
    budgeted: bool = True,
    at_most_once: bool = False,
    reply_to: str | None = None,
    list_unsubscribe: str | None = None,
    calendar: str | None = None,
    batch_id: int | None = None,
    sender_name: str | None = None,
    within: Straight | None = None,
) -> bool:
    """Write one mail, to be sent once the caller has committed; True if it was written.

    It is written in the session's transaction, or `within` the one that is passed.

    `template` names `templates/<template>.{subject.txt,txt,html}`. `shared` is the same for
    many mails (a petition's title), `merge` is this person's (name, link): JSON values both.
    `key` says which act causes the mail and holds nothing personal. Nothing is written, and
    nobody learns why, when the key is there already, the mailbox is suppressed, or its budget
    (`budgeted`: 3 in 24 hours, 5 in 30 days) is spent. `list_unsubscribe` is the https address of
    a one-click page (RFC 8058). A mail with `batch_id` (a `MailBatch`) is stopped with its batch
    and lets others pass. `calendar` is an iCalendar object with a METHOD, which mail programs
    offer to put into the calendar. `sender_name` stands before our own address in From.

    Raises ValueError for an address that could carry a header of its own.
    """
    if list_unsubscribe is not None and not LIST_ADDRESS.fullmatch(list_unsubscribe):
        raise ValueError("not an address for List-Unsubscribe")
    moment = now()
    values = {
        "key": key,
        "template": template,
        "locale": locale,
        "to": sendable(to),
        "mailbox": mailbox_hash(to),
        "reply_to": reply_to and sendable(reply_to),
        "list_unsubscribe": list_unsubscribe,
        "calendar": calendar,
        "shared": shared or {},
        "merge": merge or {},
        "budgeted": budgeted,
        "at_most_once": at_most_once,
        "batch_id": batch_id,
        "sender_name": sender_name,
        "queued_at": moment,
        "due_at": moment,
    }
    return write(within or db.session.connection(), values)


def write(connection: Connection | Straight, values: dict[str, Any]) -> bool:
    if not values["budgeted"]:
        return _insert(connection, **values).rowcount == 1
    if connection.dialect.name == "postgresql":
        lock(connection, values["mailbox"])
    moment: datetime = values["queued_at"]
    found = _insert_within_budget(connection, **values, day=moment - ADAY, month=moment - AMONTH)
    return found.rowcount == 1


def lock(connection: Connection | Straight, mailbox: str) -> None:
    """Let writers to one mailbox wait for each other, so that the budget is counted exactly."""
    number = int(mailbox[:15], 16)
    connection.connection.cursor().execute("SELECT pg_advisory_xact_lock(%s::bigint)", (number,))


def _build(insert: Any, *conditions: ColumnElement[bool]) -> Any:
    table = OutgoingEmail.__table__.c
    given = [bindparam(name, type_=table[name].type) for name in GIVEN]
    suppressed = exists().where(Suppression.mailbox == bindparam("mailbox"))
    rows = select(*given, literal_column("'queued'"), literal_column("0")).where(
        ~suppressed, *conditions
    )
    return (
        insert(OutgoingEmail)
        .from_select([*GIVEN, "state", "attempts"], rows, include_defaults=False)
        .on_conflict_do_nothing(index_elements=["key"])
    )


def _fewer_than(most: int, since: str) -> ColumnElement[bool]:
    table = OutgoingEmail.__table__.c
    count = select(func.count()).where(
        table.mailbox == bindparam("mailbox"),
        table.budgeted == literal_column("true", Boolean),
        table.queued_at > bindparam(since, type_=table.queued_at.type),
    )
    return count.scalar_subquery() < literal_column(str(most))


_insert = Prepared(_build)
_insert_within_budget = Prepared(
    lambda insert: _build(insert, _fewer_than(DAILY, "day"), _fewer_than(MONTHLY, "month"))
)


def _build_suppression(insert: Any) -> Any:
    """The first reason stays, but what a person wants counts more than what a server says."""
    given = {"reason": bindparam("reason"), "at": bindparam("at", type_=Suppression.at.type)}
    return (
        insert(Suppression)
        .values(mailbox=bindparam("mailbox"), **given)
        .on_conflict_do_update(
            index_elements=["mailbox"],
            set_=given,
            where=(Suppression.reason == literal(BOUNCED)) & (bindparam("reason") != BOUNCED),
        )
    )


_suppress = Prepared(_build_suppression)


def suppress(address: str, reason: str) -> None:
    """Never mail this address again, in the caller's transaction."""
    suppress_hash(db.session.connection(), mailbox_hash(address), reason)


def suppress_hash(connection: Connection | Straight, mailbox: str, reason: str) -> None:
    _suppress(connection, mailbox=mailbox, reason=reason, at=now())


def revive(address: str) -> None:
    """Mail an address again that had bounced, because somebody knows that it works.

    Who complained or unsubscribed stays as they are.
    """
    mine = (Suppression.mailbox == mailbox_hash(address), Suppression.reason == BOUNCED)
    db.session.execute(db.delete(Suppression).where(*mine))


def is_suppressed(address: str) -> bool:
    return db.session.get(Suppression, mailbox_hash(address)) is not None


def hold(reason: str) -> None:
    """Deliver nothing from now on, until `release`; in the caller's transaction."""
    if db.session.get(MailHold, 1) is None:
        db.session.add(MailHold(id=1, reason=reason))


def release() -> None:
    if held := db.session.get(MailHold, 1):
        db.session.delete(held)


def forget(mailbox: str) -> int:
    """Drop and empty every mail to this canonical mailbox; how many there were."""
    return forget_mark(keyed_hash(mailbox, "mailbox"))


def forget_mark(mark: str) -> int:
    """The same by the mailbox's keyed hash, for who no longer knows the address."""
    mine = OutgoingEmail.mailbox == mark
    ids = list(db.session.scalars(select(OutgoingEmail.id).where(mine)))
    db.session.execute(
        db.update(OutgoingEmail)
        .where(mine, OutgoingEmail.due_at.is_not(None))
        .values(state="dropped", due_at=None, leased_by=None)
    )
    db.session.execute(
        db.update(OutgoingEmail)
        .where(mine)
        .values(to="", merge={}, reply_to=None, mailbox="", calendar=None)
    )
    for number in ids:
        (current_app.config["SETTINGS"].instance / "mail" / f"{number}.eml").unlink(missing_ok=True)
    return len(ids)
