"""A speaker's private link: whoever holds it changes or withdraws what that speaker asked for."""

from ... import tokens
from ...config import settings
from ...db import db
from .models import Speaker

PURPOSE = "hearings.speaker"
LASTS_SECONDS = 400 * 86_400  # until long after the hearing, for what it became
MARK = 12  # letters of the keyed hash of a mailbox


def link(speaker: Speaker) -> str:
    """The absolute address for mails; the speaker has been flushed."""
    return address(speaker.hearing_id, speaker.id, speaker.mailbox)


def address(hearing: int, speaker: int, mailbox: str) -> str:
    """The same by numbers, and the keyed hash of the mailbox that it is sent to."""
    token = tokens.make(PURPOSE, [hearing, speaker, mailbox[:MARK]])
    return f"{settings().base_url}/speaking/{token}"


def read_link(token: str) -> tuple[int, int] | None:
    """The numbers of the hearing and the speaker, or None for a link that leads to nobody.

    It is forged, too old, or was sent to a mailbox that is no longer the speaker's. Who was taken
    over to another day since is found there; who was deleted keeps the numbers of the link.
    """
    match tokens.read(PURPOSE, token, LASTS_SECONDS):
        case [int(hearing), int(speaker), str(mark)]:
            mine = db.select(Speaker.hearing_id, Speaker.mailbox).where(Speaker.id == speaker)
            found = db.session.execute(mine).first()
            if found is None:
                return hearing, speaker
            return (found.hearing_id, speaker) if found.mailbox.startswith(mark) else None
    return None
