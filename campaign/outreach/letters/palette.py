"""The facts that writers of an action may quote, as the action pins them."""

from dataclasses import dataclass

from ...factsheet import Footnote
from .models import LetterAction
from .reading import read


@dataclass(frozen=True)
class Offer:
    """A fact in the words that a letter will say."""

    key: str
    statement: str
    lang: str

    @property
    def mark(self) -> str:
        """What one types for it."""
        return f"{{fact:{self.key}}}"


def offers(action: LetterAction, language: str) -> list[Offer]:
    """In the order of the action; those that were taken back are left out."""
    every = " ".join(f"{{fact:{key}}}" for key in action.facts)
    notes = read(action, every, language).footnotes if every else []
    return [offer(one, language) for one in notes if not one.is_corrected]


def offer(note: Footnote, language: str) -> Offer:
    return Offer(note.key, note.statement, note.lang or language)
