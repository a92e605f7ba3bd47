"""A writer's private link: whoever holds it reads and changes that one draft."""

from flask import abort
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload

from .. import tokens
from ..config import settings
from ..db import db
from ..hearings.speaking.links import LASTS_SECONDS, MARK
from ..hearings.speaking.models import Speaker
from .models import Draft

PURPOSE = "testimony.draft"


def make_token(draft: Draft) -> str:
    """It stops working once the draft belongs to another mailbox."""
    return tokens.make(PURPOSE, [draft.id, draft.speaker.mailbox[:MARK]])


def link(draft: Draft) -> str:
    """The absolute address for mails; the draft has been flushed."""
    return f"{settings().base_url}/drafts/{make_token(draft)}"


def get_draft_behind(token: str) -> Draft:
    """The draft that a link stands for, or 404: forged, too old, deleted, or another's by now."""
    found = None
    match tokens.read(PURPOSE, token, LASTS_SECONDS):
        case [int(number), str(mark)]:
            query = db.select(Draft).join(Draft.speaker).where(Draft.id == number)
            query = query.where(Speaker.mailbox.startswith(mark, autoescape=True))
            found = db.session.scalar(query.options(joinedload(Draft.speaker)))
    return found or abort(404, _("This link does not work. The text behind it may be deleted."))
