"""Signatures nobody confirmed: one reminder after 3 days, deleted after 21."""

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import Select

from .. import mail
from ..coalition.standing import batch_of
from ..db import db, now
from ..i18n import spoken
from ..jobs import job
from .models import Petition, Signature
from .signing import Asking

REMIND_AFTER, DELETE_AFTER = timedelta(days=3), timedelta(days=21)
REMINDER = "petitions/mail/remind"
TOPIC = "petition-reminders"  # of their batch
BATCH = 200


@job("petitions.remind", every_minutes=15)
def remind() -> int:
    """Remind each owner once, while their petition is open; return how many."""
    done = 0
    while signatures := due_for_reminder():
        batches = batches_of({one.petition for one in signatures})
        # In one order, for queueing locks mailboxes: two jobs at once must not wait in a circle.
        for signature in sorted(signatures, key=lambda one: one.mailbox):
            signature.reminded_at = now()
            if signature.petition.is_open:
                asking = Asking(signature.petition, signature.email, signature.language)
                batch_id = batches[signature.petition_id]
                done += asking.send(signature.id, 1, REMINDER, batch_id=batch_id)
        db.session.commit()
    mail.wake()
    return done


def batches_of(petitions: set[Petition]) -> dict[int, int | None]:
    """The batch of each petition's reminders, with which they are stopped."""
    return {one.id: reminders_of(one) for one in sorted(petitions, key=lambda each: each.id)}


def reminders_of(petition: Petition) -> int | None:
    topic = f"{TOPIC}:{petition.id}"
    return batch_of(petition.campaign, topic, lambda code: title(petition, code))


def title(petition: Petition, code: str) -> str:
    """What its reminders are called among all that goes out."""
    return _("Reminders to confirm “%(title)s”", title=spoken(petition.title, code))


def due_for_reminder() -> list[Signature]:
    due = (
        db.select(Signature)
        .where(
            Signature.confirmed_at.is_(None),
            Signature.withdrawn_at.is_(None),
            Signature.invalidated_at.is_(None),
            Signature.reminded_at.is_(None),
            Signature.signed_at < now() - REMIND_AFTER,
            Signature.signed_at > now() - DELETE_AFTER,
        )
        .order_by(Signature.signed_at)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    return list(db.session.scalars(due))


@job("petitions.forget", every_minutes=60)
def forget() -> int:
    """Delete signatures that were not confirmed in time; return how many."""
    while blank_some():
        pass
    done = 0
    while number := forget_some():
        done += number
    return done


def forget_some() -> int:
    some = select_late().where(Signature.invalidated_at.is_(None)).limit(BATCH)
    return change_some(db.delete(Signature).where(Signature.id.in_(some)))


def blank_some() -> int:
    """Of those that organizers took out the hash stays: who is out may not sign again."""
    out = (Signature.invalidated_at.is_not(None), Signature.email != "")
    mine = db.update(Signature).where(Signature.id.in_(select_late().where(*out).limit(BATCH)))
    return change_some(mine.values(name="", email="", domain="", comment="", wanted=None))


def select_late() -> Select[int]:
    late = Signature.signed_at < now() - DELETE_AFTER
    return db.select(Signature.id).where(Signature.confirmed_at.is_(None), late)


def change_some(statement: Any) -> int:
    result = db.session.execute(statement.execution_options(synchronize_session=False))
    db.session.commit()
    return int(result.rowcount)  # type: ignore[attr-defined]
