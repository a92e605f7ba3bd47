"""People who signed up and did not confirm: reminded once after 3 days, deleted after 21.

Whom organizers took out on their behalf is emptied after a day, when nobody undoes that any more.
"""

from datetime import timedelta

from sqlalchemy import String, cast, literal
from sqlalchemy.orm import selectinload

from ... import mail
from ...db import db, now
from ...jobs import job
from ...mail import OutgoingEmail
from ...signals import speaker_forgotten
from ..models import Hearing
from ..reminding import batches as reminders
from ..speaking.models import Speaker, SpeakerChange
from . import ways
from .signing import blank
from .telling import REMINDER, Asking

REMIND_AFTER, DELETE_AFTER = timedelta(days=3), timedelta(days=21)
UNDONE_WITHIN = timedelta(days=1)
BATCH = 200


@job("hearings.remind_unconfirmed", every_minutes=15)
def remind() -> int:
    """Remind each of them once, while their hearing is to come; return how many."""
    done, last = 0, 0
    while found := due_for_reminder(last):
        last = found[-1].id
        batches = reminders.batches_of({each.hearing for each in found})
        # In one order, for queueing locks mailboxes: two jobs at once must not wait in a circle.
        for one in sorted(found, key=lambda each: each.mailbox):
            if not ways.is_finished(one.hearing):
                asking = Asking(one.hearing, one.email, one.language)
                batch_id = batches[one.hearing_id]
                done += asking.send(one.id, 1, REMINDER, batch_id=batch_id)
        db.session.commit()
    mail.wake()
    return done


def due_for_reminder(after: int) -> list[Speaker]:
    """Those after this number; the mail's key says who has been reminded."""
    key = literal(f"{REMINDER}:").concat(cast(Speaker.id, String)).concat(":1")
    reminded = db.select(OutgoingEmail.id).where(OutgoingEmail.key == key).exists()
    due = db.select(Speaker).where(
        Speaker.id > after,
        Speaker.proven_at.is_(None),
        Speaker.email != "",
        Speaker.state == "interested",
        Speaker.signed_up_at < now() - REMIND_AFTER,
        Speaker.signed_up_at > now() - DELETE_AFTER,
        ~reminded,
    )
    return list(db.session.scalars(due.order_by(Speaker.id).limit(BATCH)))


@job("hearings.forget_unconfirmed", every_minutes=60)
def forget() -> int:
    """Delete those who did not confirm in time, or before the hearing was over; how many."""
    late = Speaker.signed_up_at < now() - DELETE_AFTER
    done = 0
    for number in [None, *over()]:
        which = late if number is None else Speaker.hearing_id == number
        done += delete_some(which)
    return done


@job("hearings.blank_withdrawn", every_minutes=60)
def blank_withdrawn() -> int:
    """Empty those who were taken out a day ago; return how many."""
    recent = db.select(SpeakerChange.id).where(
        SpeakerChange.speaker_id == Speaker.id, SpeakerChange.at > now() - UNDONE_WITHIN
    )
    gone = db.select(Speaker).where(
        Speaker.state == "withdrawn", Speaker.name != "", ~recent.exists()
    )
    found = db.session.scalars(gone.options(selectinload(Speaker.changes))).all()
    for one in found:
        blank(one)
    db.session.commit()
    return len(found)


def over() -> list[int]:
    """Hearings in which nobody can take part any more and somebody has not confirmed."""
    unproven = db.select(Speaker.hearing_id).where(*UNPROVEN)
    begun = db.select(Hearing).where(Hearing.id.in_(unproven))
    return [one.id for one in db.session.scalars(begun) if ways.is_finished(one)]


UNPROVEN = (Speaker.proven_at.is_(None), Speaker.state.in_(("interested", "withdrawn")))


def delete_some(which: object) -> int:
    done = 0
    while True:
        some = db.session.scalars(db.select(Speaker.id).where(*UNPROVEN, which).limit(BATCH)).all()
        speaker_forgotten.send(some)
        query = db.delete(Speaker).where(Speaker.id.in_(some), *UNPROVEN)
        found = db.session.execute(query.execution_options(synchronize_session=False))
        db.session.commit()
        if not found.rowcount:  # type: ignore[attr-defined]
            return done
        done += int(found.rowcount)  # type: ignore[attr-defined]
