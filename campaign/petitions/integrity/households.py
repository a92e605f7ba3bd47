"""Two people, one mailbox: each may sign, when an organizer has decided so."""

from typing import Any

from sqlalchemy import ForeignKey, Text, func, select
from sqlalchemy.orm import Mapped, mapped_column

from ...db import Model, Timestamp, db, now
from ...mail.addresses import mailbox
from ...security import keyed_hash
from ..models import Petition, Signature
from ..signing import Asking

MOST = 4  # people beside the first


class Household(Model):
    """Somebody decided that one more person signs with a mailbox. It goes with the signature."""

    id: Mapped[int] = mapped_column(primary_key=True)
    petition_id: Mapped[int] = mapped_column(ForeignKey("petition.id"), index=True)
    signature_id: Mapped[int] = mapped_column(
        ForeignKey("signature.id", ondelete="CASCADE"), unique=True
    )
    reason: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    at: Mapped[Timestamp] = mapped_column(default=now)


class NobodyError(Exception):
    """Nobody has signed with this mailbox, or they were taken out: there is nothing to share."""


class SameNameError(Exception):
    """This person has signed with this mailbox already."""


class FullError(Exception):
    """The household is as large as it may be."""


def add_member(
    petition: Petition, email: str, *, name: str, ward_id: int | None, reason: str, by: int
) -> tuple[Signature, bool]:
    """Let one more person sign with this mailbox; the signature, and whether a mail is queued.

    It counts once confirmed by the link in that mail. The first signature's row is locked, so
    that of two who decide at once the second sees the first. The caller commits. Raises
    NobodyError, SameNameError, FullError.
    """
    owner = keyed_hash(mailbox(email), "mailbox")
    shared = db.select(Signature).filter_by(petition_id=petition.id, mailbox=owner)
    first = db.session.scalar(shared.filter_by(member=0).with_for_update())
    if first is None or first.withdrawn_at or first.invalidated_at:
        raise NobodyError
    others = db.session.scalars(shared.where(Signature.withdrawn_at.is_(None))).all()
    if any(level(one.name) == level(name) for one in others):
        raise SameNameError
    highest = select(func.max(Signature.member)).filter_by(petition_id=petition.id, mailbox=owner)
    member = (db.session.scalar(highest) or 0) + 1
    if len(others) > MOST:
        raise FullError
    added = Signature(name=name, email=email, ward_id=ward_id, member=member, **like(first))
    db.session.add(added)
    db.session.flush()
    db.session.add(
        Household(petition_id=petition.id, signature_id=added.id, reason=reason, by_id=by)
    )
    return added, Asking(petition, email, added.language).send(added.id, 1)


def like(first: Signature) -> dict[str, Any]:
    """What a new signature takes over from the one it shares a mailbox with, and its beginnings."""
    kept = ("petition_id", "mailbox", "language", "organization_id")
    moment = now()
    return {name: getattr(first, name) for name in kept} | {
        "comment": "",
        "is_public": False,
        "network": "",
        "asks": 1,
        "asked_at": moment,
        "signed_at": moment,
    }


def level(name: str) -> str:
    return " ".join(name.casefold().split())
