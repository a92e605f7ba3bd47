"""Taking somebody into a hearing's pool by hand, and changing what the pool knows of them."""

import secrets
from typing import Any

from flask_babel import gettext as _

from ...accounts.models import User
from ...coalition import editing
from ...db import db, now
from ...mail.addresses import mailbox
from ...security import keyed_hash
from ..models import Hearing
from . import seats, way
from .models import Speaker


class KnownError(ValueError):
    """The pool has this mailbox already; the message is a sentence for the organizer."""


def owner_of(email: str) -> str:
    """What the pool keeps of a mailbox; somebody without one has a mark of their own."""
    return keyed_hash(mailbox(email), "mailbox") if email else secrets.token_hex(16)


def find(hearing: Hearing, email: str) -> Speaker | None:
    if not email:
        return None
    mine = db.select(Speaker).filter_by(hearing_id=hearing.id, mailbox=owner_of(email))
    found: Speaker | None = db.session.scalar(mine)
    return found


def add(hearing: Hearing, by: User, details: dict[str, Any], why: str = "") -> Speaker:
    """Take somebody in whom an organizer vouches for; the caller has locked and commits.

    Who signed up with this mailbox and never confirmed it, or has withdrawn, is taken in again.
    Raises KnownError for somebody who is in the pool.
    """
    one = find(hearing, details["email"])
    if one is not None and one.is_in:
        raise KnownError(known_words(one))
    if one is None:
        one = Speaker(hearing_id=hearing.id, mailbox=owner_of(details["email"]), state="interested")
        db.session.add(one)
    for name, value in details.items():
        setattr(one, name, value)
    one.proven_at, one.added_by_id, one.hearing = now(), by.id, hearing
    db.session.flush()
    way.noted(one, "interested", by, why)
    db.session.flush()
    if seats.wants(one):
        seats.take(one)
    return one


def known_words(one: Speaker) -> str:
    return _(
        "%(name)s has this mailbox and is in the pool: “%(state)s”.",
        name=one.name,
        state=str(way.LABELS[one.state]),
    )


def edit(hearing: Hearing, one: Speaker, seen: int, details: dict[str, Any]) -> None:
    """Store what was typed; the caller has locked and commits.

    Raises OutdatedEditError where somebody saved since, KnownError for another's mailbox.
    """
    email = details["email"]
    if email != one.email:
        other = find(hearing, email)
        if other is not None and other.id != one.id:
            raise KnownError(
                known_words(other) if other.is_in else _("Somebody else has this mailbox.")
            )
        details = details | {"mailbox": owner_of(email)}
    wanted = seats.wants(one)
    editing.edit(one, seen, **details)
    seats.follow(one, wanted)
