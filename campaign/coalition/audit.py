"""Who did what, written once and chained: a row that was changed, moved or taken out shows.

Each row's mark is a keyed hash over what it says and the mark before it, so that nobody without
this installation's secret key can write a chain that fits. The head holds the last number and
mark; whoever notes those elsewhere (`campaign audit verify` prints them) sees later whether rows
were cut from the end.

Rows can never be deleted, so they hold no resident's name, address or comment; members of an
organization stand there by the number of their account.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import has_request_context
from flask_login import current_user
from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from ..append_only import close_table
from ..db import Model, Timestamp, db, is_postgresql, now
from ..security import keyed_hash
from .models import Campaign, Organization

START = "0" * 32
_words: dict[str, Any] = {}


class Audit(Model):
    """One act of somebody who works here, or of a command."""

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1, 2, 3 …
    at: Mapped[Timestamp]
    act: Mapped[str] = mapped_column(String(60), index=True)
    user_id: Mapped[int | None]  # None: the command line or a job
    organization_id: Mapped[int | None] = mapped_column(index=True)
    campaign_id: Mapped[int | None] = mapped_column(index=True)
    about: Mapped[str] = mapped_column(String(200))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    before: Mapped[str] = mapped_column(String(32))  # the mark of the row before
    mark: Mapped[str] = mapped_column(String(32))


class AuditHead(Model):
    """Where the chain ends: the one row that everybody who adds to it locks."""

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(default=0)
    mark: Mapped[str] = mapped_column(String(32), default=START)


close_table(Audit, "what was done is never edited or deleted")


@dataclass(frozen=True)
class Fault:
    """Where the chain does not fit, and how."""

    number: int
    what: str  # changed, missing, moved or cut


def register(words: dict[str, Any]) -> None:
    """Say how a room's acts read in a sentence that begins with who did it."""
    _words.update(words)


def words(act: str) -> Any:
    """How an act reads; the act itself for one that no room knows any more."""
    return _words.get(act, act)


def acts() -> list[str]:
    return sorted(_words)


def note(
    act: str,
    *,
    organization: Organization | None = None,
    campaign: Campaign | None = None,
    about: str = "",
    user_id: int | None = None,
    **details: Any,
) -> Audit:
    """Write in the open transaction that this was done; the last thing before its commit.

    Others who add to the chain wait until then. KeyError for an act that no room registered.
    `user_id` is who acts where that is nobody who is logged in yet.
    """
    _words[act]
    db.session.flush()
    head = locked_head()
    row = Audit(
        number=head.number + 1,
        at=now(),
        act=act,
        user_id=user_id or actor(),
        organization_id=organization.id if organization else None,
        campaign_id=campaign.id if campaign else None,
        about=about[:200],
        details=json.loads(json.dumps(details, default=str)),
        before=head.mark,
    )
    row.mark = mark_of(row)
    head.number, head.mark = row.number, row.mark
    db.session.add(row)
    db.session.flush()
    return row


def actor() -> int | None:
    """The account that acts in this request."""
    if has_request_context() and current_user and current_user.is_authenticated:
        return int(current_user.id)
    return None


def locked_head() -> AuditHead:
    """The end of the chain, ours alone until the commit (SQLite has one writer anyway)."""
    query = db.select(AuditHead).with_for_update().execution_options(populate_existing=True)
    found = db.session.scalar(query)
    if found is None:
        if is_postgresql():  # of two that begin the chain at once, one waits here
            db.session.execute(db.text("LOCK TABLE audit_head IN EXCLUSIVE MODE"))
            found = db.session.scalar(query)
        if found is None:
            found = AuditHead(id=1, number=0, mark=START)
            db.session.add(found)
    return found


def mark_of(row: Audit) -> str:
    said = [
        row.number,
        row.at.isoformat(),
        row.act,
        row.user_id,
        row.organization_id,
        row.campaign_id,
        row.about,
        row.details,
        row.before,
    ]
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return keyed_hash(text, "audit")


def head() -> tuple[int, str]:
    """The last number and its mark, to be noted where nobody here can change it."""
    found = db.session.get(AuditHead, 1)
    return (found.number, found.mark) if found else (0, START)


def verify(noted: Iterable[tuple[int, str]] = ()) -> Iterator[Fault]:
    """Every place where the chain does not fit; `noted` are ends that were kept elsewhere."""
    wanted, last, mark = dict(noted), 0, START
    marks = {0: START}
    query = db.select(Audit).order_by(Audit.number).execution_options(yield_per=1000)
    for row in db.session.scalars(query):
        if row.number != last + 1:
            yield Fault(last + 1, "missing")
        elif row.before != mark:
            yield Fault(row.number, "moved")
        if row.mark != mark_of(row):
            yield Fault(row.number, "changed")
        last, mark = row.number, row.mark
        if last in wanted:
            marks[last] = mark
    if (last, mark) != head():
        yield Fault(last + 1, "cut")
    for number, kept in wanted.items():
        if marks.get(number) != kept:
            yield Fault(number, "cut" if number > last else "changed")
