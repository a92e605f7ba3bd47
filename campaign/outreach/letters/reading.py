"""A letter as its reader sees it: the writer's words, facts filled in as its action pins them.

Everything that shows, compares or sends a letter goes through `read`.
"""

from ...factsheet import Rendered, keys_in, pins, render
from .models import KIND, LetterAction


def read(action: LetterAction, text: str, language: str, prefix: str = "note") -> Rendered:
    """Fill in the facts; those that the action does not offer stay visible as unknown."""
    return render(text, action.campaign, pins(KIND, action.id), locale=language, prefix=prefix)


def foreign_keys(action: LetterAction, text: str) -> list[str]:
    """The facts in a text that the action does not offer, as they are met."""
    return [key for key in keys_in(text) if key not in action.facts]
