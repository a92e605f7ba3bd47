"""What came of a letter's mail: sent, failed, uncertain, bounced; its writer gets a copy.

Delivery says so by a signal; what a dying process did not say is read from the outbox.
"""

from typing import Any

from sqlalchemy import select

from ... import mail
from ...db import db
from ...jobs import job
from ...mail.models import OutgoingEmail
from .ending import blank, empty_mail
from .models import STATES, Letter
from .paper import Paper
from .states import lock, step
from .writing import link, shared_of

COPY = "outreach/letters/mail/copy"
AFTER = {"sent": "sent", "failed": "failed", "uncertain": "uncertain", "dropped": "failed"}
CAME_BACK = ("hard", "soft", "policy")  # a complaint has arrived
BATCH = 200


def note_settled(email: Any, state: str) -> None:
    """A mail that may go out only once has ended, in the session's transaction."""
    if number := db.session.scalar(select(Letter.id).filter_by(outgoing_email_id=email.id)):
        settle(number, AFTER.get(state, "uncertain"))


def note_bounced(email: Any, kind: str, code: str) -> None:
    """A mail to an office came back."""
    if kind not in CAME_BACK:
        return
    number = db.session.scalar(select(Letter.id).filter_by(outgoing_email_id=email.id))
    letter = lock(number) if number else None
    if letter is not None and "bounced" in STATES[letter.state]:
        step(letter, "bounced")


def settle(number: int, state: str) -> bool:
    """Note what came of a letter that was leaving; False if that is known."""
    letter = lock(number)
    if letter is None or letter.state != "leaving":
        return False
    step(letter, state)
    if state == "sent":
        close(letter)
    if letter.disowned_at is not None:  # somebody said so while it was on its way
        step(letter, "withdrawn")
        blank(letter)
    return True


def close(letter: Letter) -> None:
    """It has gone out: its writer gets a copy, and the mail to the office keeps no words."""
    if letter.disowned_at is None:
        send_copy(letter)
    empty_mail(letter)


@job("outreach.letters-settle", every_minutes=5)
def settle_missed() -> int:
    """Note what a process that died did not say; how many letters."""
    ended = select(Letter.id, OutgoingEmail.state).join(
        OutgoingEmail, OutgoingEmail.id == Letter.outgoing_email_id
    )
    ended = ended.where(Letter.state == "leaving", OutgoingEmail.state.in_(AFTER))
    done = 0
    for number, state in db.session.execute(ended.order_by(Letter.id).limit(BATCH)).all():
        done += settle(number, AFTER[state])
        db.session.commit()
    if done:
        mail.wake()
    return done


def send_copy(letter: Letter) -> None:
    """Tell the writer what has left, to whom and when. What is theirs goes with their address."""
    address = letter.contact.value if letter.contact else ""
    mail.queue(
        COPY,
        letter.email,
        key=f"letter-copy:{letter.id}:{letter.tries}",
        locale=letter.language,
        shared=shared_of(letter) | {"address": address},
        merge={"link": link(letter), "subject": letter.subject, "words": Paper.of(letter).plain},
        budgeted=False,
    )
