"""Standing batches: the reminders that a campaign causes, seen and stopped as its lead's mails."""

from collections.abc import Callable

from flask_babel import force_locale

from ..config import settings
from ..mail import batches
from .models import Campaign


def batch_of(campaign: Campaign, topic: str, words: Callable[[str], str]) -> int | None:
    """The number of the batch of this topic; None in a campaign that nobody leads now.

    `words` says in a language what the mails are; it is called with that language in force. Ask
    before locking anything: whoever makes the batch first lets others wait until the commit.
    """
    leads = campaign.partners("lead")
    if not leads:
        return None
    return batches.of(leads[0].id, topic, title_of(words)).id


def title_of(words: Callable[[str], str]) -> dict[str, str]:
    found = {}
    for code in settings().language_codes:
        with force_locale(code):
            found[code] = words(code)
    return found
