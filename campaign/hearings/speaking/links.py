"""A speaker's private link: whoever holds it changes or withdraws what that speaker asked for."""

from ... import tokens
from ...config import settings
from .models import Speaker

PURPOSE = "hearings.speaker"
LASTS_SECONDS = 400 * 86_400  # until long after the hearing, for what it became


def link(speaker: Speaker) -> str:
    """The absolute address for mails; the speaker has been flushed."""
    token = tokens.make(PURPOSE, [speaker.hearing_id, speaker.id])
    return f"{settings().base_url}/speaking/{token}"


def read_link(token: str) -> tuple[int, int] | None:
    """The numbers of the hearing and the speaker, or None for a link that is forged or too old."""
    match tokens.read(PURPOSE, token, LASTS_SECONDS):
        case [int(hearing_id), int(speaker_id)]:
            return hearing_id, speaker_id
    return None
