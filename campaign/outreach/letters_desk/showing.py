"""Which letters organizers may read: those whose writers let them, while they stand.

Of a letter that its writer marked private the desk knows state, ward and dates alone, never words
or name. The same holds while nobody has proven the mailbox, once it was withdrawn or kept back,
and when somebody said that it is not by who signs it.
"""

from sqlalchemy import and_

from ..letters.models import Letter

CLOSED_STATES = ("unconfirmed", "withdrawn")
READABLE = and_(
    Letter.is_private.is_(False),
    Letter.disowned_at.is_(None),
    Letter.state.not_in(CLOSED_STATES),
)


def is_readable(letter: Letter) -> bool:
    """As `READABLE` says it of a row."""
    is_open = not letter.is_private and letter.disowned_at is None
    return is_open and letter.state not in CLOSED_STATES
