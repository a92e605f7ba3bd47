"""How much waits behind each of an action's pages, shown beside their names."""

from ..letters.models import LetterAction
from ..replies import reading
from . import alike, counting


def counts_of(action: LetterAction) -> dict[str, int]:
    """By the name of the page."""
    letters = counting.by_action([action.id])[action.id]
    return {
        "held": letters["held"] + alike.count_disowned(action),
        "uncertain": letters["uncertain"] + letters["failed"] + letters["bounced"],
        "replies": reading.count_unread(action),
    }
