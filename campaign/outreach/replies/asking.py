"""Two weeks after a letter was sent its writer is asked once whether anybody answered."""

from collections.abc import Sequence
from datetime import timedelta

from flask_babel import force_locale
from flask_babel import gettext as _

from ... import mail
from ...coalition import standing
from ...db import db, now
from ...filters import date_words
from ...i18n import spoken
from ...jobs import job
from ..letters.links import link
from ..letters.models import Letter, LetterAction

AFTER, UNTIL = timedelta(days=14), timedelta(days=60)  # of a letter that is asked about
TEMPLATE = "outreach/replies/mail/ask"
BATCH = 200


@job("outreach.replies", every_minutes=60)
def ask() -> int:
    """Ask each writer once, as far as their mailbox's budget reaches; return how many."""
    done = 0
    query = db.select(LetterAction).where(LetterAction.published_at.is_not(None))
    for action in db.session.scalars(query.order_by(LetterAction.id)).all():
        last = 0
        while letters := due(action, last):
            last = letters[-1].id
            # In one order, for queueing locks mailboxes: two jobs must not wait in a circle.
            done += sum(ask_one(one) for one in sorted(letters, key=lambda one: one.mailbox))
            db.session.commit()
    if done:
        mail.wake()
    return done


def due(action: LetterAction, last: int) -> Sequence[Letter]:
    """Letters whose writers were not asked yet, after this number; locked for this transaction."""
    query = (
        db.select(Letter)
        .where(
            Letter.action_id == action.id,
            Letter.state == "sent",
            Letter.reply_asked_at.is_(None),
            Letter.sent_at.between(now() - UNTIL, now() - AFTER),
            Letter.email != "",
            Letter.id > last,
        )
        .order_by(Letter.id)
        .limit(BATCH)
        .with_for_update(of=Letter, skip_locked=True)
    )
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def ask_one(letter: Letter) -> bool:
    """Write the mail; who may get no mail now is looked at again with the next run."""
    action = letter.action
    with force_locale(letter.language):
        day = date_words(letter.sent_at)
        title = spoken(action.title, letter.language)
    is_written = mail.queue(
        TEMPLATE,
        letter.email,
        key=f"letter-reply:{letter.id}",
        locale=letter.language,
        shared={"title": title},
        merge={"official": letter.official.name, "day": day, "link": f"{link(letter)}/reply"},
        batch_id=batch_of(action),
    )
    if is_written:
        letter.reply_asked_at = now()
    return is_written


def batch_of(action: LetterAction) -> int | None:
    """The lead's batch of these questions, which its organizers see and stop."""
    topic = f"letter-replies:{action.id}"
    return standing.batch_of(action.campaign, topic, lambda code: title_of(action, code))


def title_of(action: LetterAction, code: str) -> str:
    """What they are called among all that goes out."""
    return _("“Did they answer?” to writers of “%(title)s”", title=spoken(action.title, code))
