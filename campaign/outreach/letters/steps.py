"""What a writer can do next: call the office, sign, be heard, bring one more person."""

from typing import Any

from ...config import settings
from ...i18n import spoken
from ...officials import asking
from ...officials.contacts import shown
from ...officials.models import Contact
from .models import Letter, LetterAction
from .offices import council, office_of


def next_steps(letter: Letter) -> dict[str, Any]:
    """Phones of the office, petitions to the body, its next hearing, and the address to share."""
    action = letter.action
    bodies = list(dict.fromkeys((action.body, council(action.body))))
    hearings = (asking.next_hearing(one) for one in bodies)
    return {
        "phones": phones_of(letter),
        "petitions": [one for body in bodies for one in asking.open_petitions(body)],
        "hearing": next((one for one in hearings if one), None),
        **share(action),
    }


def phones_of(letter: Letter) -> list[Contact]:
    """Numbers of the office that the letter went to, as the public page has them."""
    term = office_of(letter.ward).term
    if term is None or term.official_id != letter.official_id:
        return []
    return [one for one in shown(term) if one.kind == "phone" and one.bounced_at is None]


def share(action: LetterAction) -> dict[str, str]:
    return {
        "share_url": f"{settings().base_url}/letters/{action.slug}",
        "share_text": spoken(action.title),
    }
