"""A letter is withdrawn, or disowned by whose name it bears; what was typed is deleted."""

from typing import Any

from sqlalchemy import CursorResult

from ...coalition import audit
from ...db import db, now
from ...mail.models import OutgoingEmail
from ...people import consents as people
from . import alike
from .models import Letter
from .states import lock, step
from .writing import lock_mailbox

DISOWNED = "letter.disowned"
NOTHING = ("name", "email", "street", "subject", "text", "network")


def source_of(action_id: int) -> str:
    """What a consent that was ticked under an action says about where it comes from."""
    return f"letter:{action_id}"


def withdraw(letter: Letter) -> bool:
    """Take a letter back and delete what was typed, consents included; the caller commits.

    False when it is leaving at this moment and cannot be held back any more. What has left stays
    with the office. The mailbox's hash stays, so that the link works.
    """
    current = locked(letter)
    return current is None or end(current)


def disown(letter: Letter) -> bool:
    """“Someone wrote as me”: the same, and whoever leads the campaign hears of it."""
    current = locked(letter)
    if current is None:
        return True
    is_new = current.disowned_at is None
    current.disowned_at = current.disowned_at or now()
    is_over = end(current)
    if is_new:
        note(current)
    return is_over


def locked(letter: Letter) -> Letter | None:
    lock_mailbox(letter.mailbox)
    return lock(letter.id)


def end(letter: Letter) -> bool:
    if letter.state == "withdrawn":
        if letter.text:  # a person withheld it: its writer still had the words
            blank(letter)
        return True
    if letter.state == "leaving" and not hold_back(letter):
        return False
    step(letter, "withdrawn")
    letter.held_for = ""
    blank(letter)
    return True


def hold_back(letter: Letter) -> bool:
    """Take the mail to the office out of the outbox, where no worker has begun with it."""
    mine = (OutgoingEmail.id == letter.outgoing_email_id, OutgoingEmail.state == "queued")
    dropped = db.update(OutgoingEmail).where(*mine).values(state="dropped", due_at=None)
    found: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        dropped.execution_options(synchronize_session=False)
    )
    if found.rowcount != 1:
        return False
    step(letter, "failed")
    return True


def blank(letter: Letter) -> None:
    """Leave nothing that says who wrote or what; neither in the outbox."""
    from ..replies.models import LetterReply  # it knows letters; letters do not know it

    people.withdraw(letter.mailbox, source_of(letter.action_id))
    for name in NOTHING:
        setattr(letter, name, "")
    letter.wanted, letter.points, letter.versions = None, [], {}
    alike.forget(letter)
    db.session.execute(db.delete(LetterReply).where(LetterReply.letter_id == letter.id))
    empty_mail(letter)
    db.session.flush()


def empty_mail(letter: Letter) -> None:
    """The mail to the office keeps its state, and nothing of its words or of who wrote them."""
    mine = OutgoingEmail.id == letter.outgoing_email_id
    values: dict[str, Any] = {"shared": {}, "merge": {}, "reply_to": None, "sender_name": None}
    emptied = db.update(OutgoingEmail).where(mine, OutgoingEmail.due_at.is_(None)).values(**values)
    db.session.execute(emptied.execution_options(synchronize_session=False))


def note(letter: Letter) -> None:
    """Write into the audit that a letter was forged; never by whose name."""
    campaign = letter.action.campaign
    lead = next(iter(campaign.partners("lead")), None)
    about = f"letters/{letter.action.slug}"
    audit.note(DISOWNED, organization=lead, campaign=campaign, about=about)
