"""A speaker's private link: whoever holds it changes or withdraws that speaker's sign-up."""

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
    found = tokens.read(PURPOSE, token, LASTS_SECONDS)
    return (found[0], found[1]) if found else None
