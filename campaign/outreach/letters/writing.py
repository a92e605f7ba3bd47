"""From a posted form to an unconfirmed letter and the mail that asks its owner to send it."""

from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, select

from ... import limits, mail
from ...config import settings
from ...db import Prepared, bound, db, is_postgresql, now
from ...i18n import spoken
from ...mail import outbox
from ...officials.models import Official, Ward
from . import links
from .models import Letter, LetterAction

ASK_AGAIN = timedelta(minutes=10)  # a second post within this time sends no second mail
HOUR = 3600
CONFIRM, KNOWN = "outreach/letters/mail/confirm", "outreach/letters/mail/known"
NEW: dict[str, Any] = {
    "state": "unconfirmed",
    "held_for": "",
    "asks": 1,
    "tries": 0,
    "versions": {},
    **dict.fromkeys(("confirmed_at", "left_at", "sent_at", "withdrawn_at", "disowned_at")),
    **dict.fromkeys(("contact_id", "outgoing_email_id", "reply_asked_at")),
}

_insert = Prepared(
    lambda insert: (
        insert(Letter)
        .values(bound(Letter))
        .on_conflict_do_nothing(index_elements=["action_id", "mailbox", "official_id"])
        .returning(Letter.id)
    )
)


def write(action: LetterAction, ward: Ward, official: Official, email: str, **details: Any) -> bool:
    """Take a letter and the mail that asks its owner to confirm it; the caller commits.

    `details` are the columns that a form fills in. False, with nothing taken, when too many come
    from one network this hour. The unique key decides whether this mailbox has written to this
    official; nothing that the caller can show differs.
    """
    if not limits.take(f"letter:{details['network']}", settings().network_limit, HOUR):
        return False
    owner = outbox.mailbox_hash(email)
    lock_mailbox(owner)
    forget_withdrawn(action, owner, official)
    moment = now()
    values = NEW | details | {"action_id": action.id, "ward_id": ward.id, "email": email}
    values |= {"official_id": official.id, "mailbox": owner}
    values |= {"asked_at": moment, "written_at": moment}
    number = _insert(db.session.connection(), **values).scalar()
    if number is None:
        write_again(action, owner, official, values)
    else:
        ask(db.session.get_one(Letter, number))
    return True


def lock_mailbox(owner: str) -> None:
    """Let who write or confirm with one mailbox wait for each other; the first of all locks."""
    if is_postgresql():
        outbox.lock(db.session.connection(), owner)


def find(action: LetterAction, owner: str, official: Official) -> ColumnElement[bool]:
    mine: ColumnElement[bool] = db.and_(
        Letter.action_id == action.id,
        Letter.mailbox == owner,
        Letter.official_id == official.id,
    )
    return mine


def forget_withdrawn(action: LetterAction, owner: str, official: Official) -> None:
    """Who took a letter back before it left may write anew: nothing of the old one is needed."""
    gone = (Letter.state == "withdrawn", Letter.sent_at.is_(None), Letter.disowned_at.is_(None))
    old = db.delete(Letter).where(find(action, owner, official), *gone)
    db.session.execute(old.execution_options(synchronize_session=False))


def write_again(
    action: LetterAction, owner: str, official: Official, values: dict[str, Any]
) -> None:
    """This mailbox is known: its words are replaced while nobody has confirmed them.

    Nobody else's letter changes: whoever typed this address may be a stranger. Its owner gets
    the link once more, unless that was a moment ago or they have said that it was not them.
    """
    query = (
        select(Letter)
        .where(find(action, owner, official))
        .with_for_update(of=Letter, key_share=True)
    )
    letter = db.session.scalars(query.execution_options(populate_existing=True)).one()
    if letter.state == "withdrawn":
        return
    is_due = now() - letter.asked_at >= ASK_AGAIN
    if letter.state == "unconfirmed":
        kept = ("asks", "asked_at", "state")
        for name, value in values.items():
            if name not in kept:
                setattr(letter, name, value)
    if is_due:
        letter.asked_at, letter.asks = now(), letter.asks + 1
        db.session.flush()
        ask(letter)


def ask(letter: Letter) -> None:
    """Queue the mail with the one link of this letter, which opens in its language."""
    shared = shared_of(letter)
    key, to = f"letter-ask:{letter.id}:{letter.asks}", letter.email
    merge = {"link": link(letter)}
    if letter.state == "unconfirmed":
        mail.queue(CONFIRM, to, key=key, locale=letter.language, shared=shared, merge=merge)
    else:
        mail.queue(KNOWN, to, key=key, locale=letter.language, shared=shared, merge=merge)


def shared_of(letter: Letter) -> dict[str, str]:
    """What mails about a letter name: nothing of it that is its writer's."""
    title = spoken(letter.ward.body.seat_title, letter.language)
    return {
        "title": spoken(letter.action.title, letter.language),
        "addressee": f"{title} {letter.official.name}",
    }


def link(letter: Letter) -> str:
    return f"{links.link(letter)}?lang={letter.language}"
