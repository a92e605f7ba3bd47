"""A writer's private link: whoever holds it reads, confirms and withdraws that one letter."""

from flask import abort
from flask_babel import gettext as _

from ... import tokens
from ...config import settings
from ...db import db
from .models import Letter

PURPOSE = "outreach.letter"
LASTS_SECONDS = 400 * 86_400
MARK = 8  # letters of the mailbox's hash: the link ends when the letter moves to another


def make_token(letter: Letter) -> str:
    return tokens.make(PURPOSE, [letter.id, letter.mailbox[:MARK]])


def link(letter: Letter) -> str:
    """The absolute address for mails; the letter has been flushed."""
    return f"{settings().base_url}/my-letter/{make_token(letter)}"


def get_letter_behind(token: str) -> Letter:
    """The letter that a link stands for, or 404: forged, too old, deleted, or another's by now."""
    found = None
    match tokens.read(PURPOSE, token, LASTS_SECONDS):
        case [int(number), str(mark)]:
            query = db.select(Letter).where(Letter.id == number)
            found = db.session.scalar(query.where(Letter.mailbox.startswith(mark, autoescape=True)))
    return found or abort(404, _("This link does not work. The letter behind it may be deleted."))
