"""Taking out of a letter, and out of its mail to the office, all that says who wrote it and what.

What the office has received stays there. A letter that has left stays as a number: to whom, from
which ward, when, and what became of it.
"""

from typing import Any

from sqlalchemy import ColumnElement, delete, literal, select, update

from ..config import settings
from ..db import db
from ..mail import OutgoingEmail
from .letters.models import Letter, LetterRun
from .replies.models import LetterReply

PAST = "past-"  # instead of the mailbox's mark: whose it was can no longer be found
TEXTS = ("name", "email", "street", "subject", "text", "network")
LEFT = ("leaving", "sent", "uncertain", "failed", "bounced")  # the office has it, or may have it


def has_left(letter: Letter) -> bool:
    """Whether the office has it, or may have it."""
    return letter.state in LEFT or letter.sent_at is not None


def values() -> dict[str, Any]:
    """What is left of every emptied letter; nobody finds it by a mailbox any more."""
    mark = literal(PAST).concat(db.cast(Letter.id, db.String))
    gone: dict[str, Any] = dict.fromkeys(TEXTS, "")
    return gone | {
        "mailbox": mark,
        "wanted": None,
        "points": [],
        "versions": {},
        "is_private": True,
    }


def named() -> ColumnElement[bool]:
    return Letter.mailbox.not_like(f"{PAST}%")


def empty(letters: list[Letter], *, keeps_answers: bool = False) -> None:
    """Empty these letters, their answers and their mails; the caller has locked them."""
    numbers = [one.id for one in letters]
    run(update(Letter).where(Letter.id.in_(numbers)).values(values()))
    forget_answers(numbers, keeps_answers)
    run(delete(LetterRun).where(LetterRun.letter_id.in_(numbers)))
    forget_mails(letters)
    db.session.flush()
    for one in letters:
        db.session.expire(one)


def forget_answers(numbers: list[int], keeps_kind: bool) -> None:
    """What writers said about answers; of what is kept the pasted words go."""
    mine = LetterReply.letter_id.in_(numbers)
    run(
        update(LetterReply).where(mine).values(text="")
        if keeps_kind
        else delete(LetterReply).where(mine)
    )


def forget_mails(letters: list[Letter]) -> None:
    """The mails to the office: what has not begun to leave is dropped, all are emptied."""
    keys = [f"letter:{one.id}:{number}" for one in letters for number in range(one.tries + 1)]
    mine = OutgoingEmail.key.in_(keys)
    waits = (mine, OutgoingEmail.due_at.is_not(None), OutgoingEmail.started_at.is_(None))
    run(update(OutgoingEmail).where(*waits).values(state="dropped", due_at=None, leased_by=None))
    words: dict[str, Any] = {"shared": {}, "merge": {}, "reply_to": None, "sender_name": None}
    run(update(OutgoingEmail).where(mine).values(words))
    for number in db.session.scalars(select(OutgoingEmail.id).where(mine)):
        (settings().instance / "mail" / f"{number}.eml").unlink(missing_ok=True)


def run(statement: Any) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})
