"""How much of a text other people of the same hearing say too: a coach, no judge."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import Select

from ..db import db
from ..hearings.models import Hearing
from ..hearings.speaking.models import Speaker
from .merging import WORD
from .models import Draft, Version

LENGTH = 4  # words of a run that two texts may share by accident seldom
ALIKE = 0.4  # share of a text's runs from which on another says the same


@dataclass(frozen=True)
class Meter:
    """`share` of the text, 0 to 1, that stands in other drafts too; in how many mostly."""

    share: float
    others: int
    compared: int


def meter(draft: Draft, text: str, language: str) -> Meter:
    """Compare a text with the other drafts of its hearing in its language."""
    return compare(text, texts_beside(draft, language))


def compare(text: str, others: Sequence[str]) -> Meter:
    """Pure: how much of a text stands in these others."""
    mine = runs(text)
    if not mine:
        return Meter(0.0, 0, len(others))
    shared: set[int] = set()
    alike = 0
    for other in others:
        both = mine & runs(other)
        shared |= both
        alike += len(both) >= ALIKE * len(mine)
    return Meter(len(shared) / len(mine), alike, len(others))


def texts_beside(draft: Draft, language: str) -> Sequence[str]:
    query = texts_of(draft.hearing, language).where(Draft.id != draft.id)
    return db.session.scalars(query).all()


def texts_of(hearing: Hearing, language: str) -> Select[str]:
    """The texts of a hearing's drafts in one language."""
    query = db.select(Version.text).join(Draft).join(Speaker, Speaker.id == Draft.speaker_id)
    return query.where(Speaker.hearing_id == hearing.id, Version.language == language)


@lru_cache(1024)
def runs(text: str) -> frozenset[int]:
    """Hashes of every run of so many words, whatever their case and punctuation."""
    words = [word for word in WORD.findall(text.casefold()) if word[0].isalnum() or word[0] == "{"]
    return frozenset(hash(tuple(words[at : at + LENGTH])) for at in range(len(words) - LENGTH + 1))
