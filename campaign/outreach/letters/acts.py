"""What a person decides about letters at the desk; the caller has locked them and commits."""

from .models import Letter
from .settling import close
from .states import step


def release(letter: Letter) -> None:
    """It may leave when its turn comes: somebody has looked at it."""
    step(letter, "waiting")
    letter.held_for = ""


def withhold(letter: Letter) -> None:
    """It never leaves. Its writer learns that, and keeps the words until they delete them."""
    step(letter, "withdrawn")


def say_sent(letter: Letter) -> None:
    """What was uncertain has arrived, as somebody found out; its writer gets a copy."""
    step(letter, "sent")
    close(letter)


def send_again(letter: Letter) -> None:
    """Somebody is sure that it never arrived: it waits for its turn again, as a new mail."""
    step(letter, "waiting")
    letter.tries += 1
    letter.left_at = letter.contact_id = letter.outgoing_email_id = None
