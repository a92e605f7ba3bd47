"""Letters that nobody confirmed: one reminder after 3 days, deleted after 21."""

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import String, cast, exists, literal, select

from ... import mail
from ...coalition import standing
from ...db import db, now
from ...i18n import spoken
from ...jobs import job
from ...mail.models import OutgoingEmail
from .models import Letter, LetterAction
from .writing import link, shared_of

REMIND_AFTER, DELETE_AFTER = timedelta(days=3), timedelta(days=21)
REMINDER = "outreach/letters/mail/remind"
BATCH = 200


@job("outreach.letters-remind", every_minutes=15)
def remind() -> int:
    """Remind each writer once, while the action takes letters; return how many."""
    done, after = 0, 0
    while letters := due_for_reminder(after):
        after = letters[-1].id
        # In one order, for queueing locks mailboxes: two jobs at once must not wait in a circle.
        for letter in sorted(letters, key=lambda one: one.mailbox):
            if letter.action.takes_letters:
                done += remind_of(letter)
        db.session.commit()
    mail.wake()
    return done


def due_for_reminder(after: int) -> list[Letter]:
    """Those whose reminder is not in the outbox: its key says whose it is."""
    key = literal("letter-remind:") + cast(Letter.id, String)
    query = select(Letter).where(
        Letter.id > after,
        Letter.state == "unconfirmed",
        Letter.written_at < now() - REMIND_AFTER,
        Letter.written_at > now() - DELETE_AFTER,
        ~exists().where(OutgoingEmail.key == key),
    )
    return list(db.session.scalars(query.order_by(Letter.id).limit(BATCH)))


def remind_of(letter: Letter) -> bool:
    return mail.queue(
        REMINDER,
        letter.email,
        key=f"letter-remind:{letter.id}",
        locale=letter.language,
        shared=shared_of(letter),
        merge={"link": link(letter)},
        batch_id=batch_of(letter.action),
    )


def batch_of(action: LetterAction) -> int | None:
    """The reminders of an action, which its campaign's lead sees and can stop."""
    topic = f"letter-reminders:{action.id}"
    return standing.batch_of(action.campaign, topic, lambda code: title(action, code))


def title(action: LetterAction, code: str) -> str:
    """What its reminders are called among all that goes out."""
    return _("Reminders: %(title)s", title=spoken(action.title, code))


@job("outreach.letters-forget", every_minutes=60)
def forget() -> int:
    """Delete letters that were not confirmed in time; return how many."""
    late = select(Letter.id).where(
        Letter.state == "unconfirmed", Letter.written_at < now() - DELETE_AFTER
    )
    done = 0
    while True:
        some = db.delete(Letter).where(Letter.id.in_(late.limit(BATCH)))
        result = db.session.execute(some.execution_options(synchronize_session=False))
        db.session.commit()
        done += result.rowcount  # type: ignore[attr-defined]
        if not result.rowcount:  # type: ignore[attr-defined]
            return done
