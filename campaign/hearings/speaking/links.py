"""A speaker's private link: whoever holds it changes or withdraws that speaker's sign-up."""

from ... import tokens
from ...config import settings
from ...db import db
from .models import Speaker

PURPOSE = "hearings.speaker"
LASTS_SECONDS = 400 * 86_400  # until long after the hearing, for what it became
MARK = 12  # letters of the keyed hash of a mailbox


def link(speaker: Speaker) -> str:
    """The absolute address for mails; the speaker has been flushed."""
    said = [speaker.hearing_id, speaker.id, speaker.mailbox[:MARK]]
    return f"{settings().base_url}/speaking/{tokens.make(PURPOSE, said)}"


def read_link(token: str) -> tuple[int, int] | None:
    """The numbers of the hearing and the speaker, or None for a link that is forged or too old.

    Who was taken over to another day since is found there.
    """
    match tokens.read(PURPOSE, token, LASTS_SECONDS):
        case [int(hearing), int(speaker)]:
            return hearing, speaker
        case [int(hearing), int(speaker), str(mark)]:
            return hearing_now(speaker, mark) or hearing, speaker
    return None


def hearing_now(speaker: int, mark: str) -> int | None:
    """The hearing of this speaker, if it is still the one of that mailbox."""
    mine = db.select(Speaker.hearing_id).where(
        Speaker.id == speaker, Speaker.mailbox.startswith(mark, autoescape=True)
    )
    found: int | None = db.session.scalar(mine)
    return found
