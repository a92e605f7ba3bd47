"""Held letters in groups that say much the same, with what they share marked."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from ...db import db
from ...factsheet import pins, render, sheet_of
from ...officials.models import Ward
from ...testimony import similarity
from ..letters.models import KIND, Letter, LetterAction
from .showing import is_readable

MOST = 1_000  # held letters that are compared, the oldest
SHOWN = 10  # letters of a group whose words are shown
SEEN = "seen"  # held_for of a disowned letter that somebody has looked at


@dataclass(frozen=True)
class Piece:
    text: str
    is_shared: bool


@dataclass(frozen=True)
class Shown:
    """A letter with its words, the shared ones marked."""

    letter: Letter
    pieces: list[Piece]


@dataclass(frozen=True)
class Group:
    """Letters that say much the same, or one that stands alone; `shared` is the longest stretch."""

    letters: list[Letter]
    shown: list[Shown]
    shared: str

    @property
    def numbers(self) -> str:
        return " ".join(str(one.id) for one in self.letters)


@dataclass(frozen=True)
class Held:
    """What waits for a person: groups, letters that stand alone, and private ones, unread."""

    groups: list[Group]
    alone: list[Group]
    private: list[Letter]

    @property
    def count(self) -> int:
        return sum(len(one.letters) for one in [*self.groups, *self.alone]) + len(self.private)


class Sentences:
    """The facts of many letters, read once: as `letters.reading.read` fills them in one by one."""

    def __init__(self, action: LetterAction, texts: Sequence[str]) -> None:
        self.campaign, self.pinned = action.campaign, pins(KIND, action.id)
        self.sheet = sheet_of(texts, action.campaign, [self.pinned])

    def fill(self, text: str, code: str) -> str:
        if "{" not in text:
            return text
        given = {"locale": code, "sheet": self.sheet}
        return render(text, self.campaign, self.pinned, **given).text  # type: ignore[arg-type]


def held(action: LetterAction) -> Held:
    """The held letters of an action; of private ones not even the words are compared here."""
    query = db.select(Letter).filter_by(action_id=action.id, state="held").order_by(Letter.id)
    options = (joinedload(Letter.ward).joinedload(Ward.body), joinedload(Letter.official))
    found = list(db.session.scalars(query.options(*options).limit(MOST)))
    readable = [one for one in found if is_readable(one)]
    sheet = Sentences(action, [one.text for one in readable])
    groups = grouped(sheet, readable)
    together = {one.id for group in groups for one in group.letters}
    alone = [as_group(sheet, [one]) for one in readable if one.id not in together]
    return Held(groups, alone, [one for one in found if not is_readable(one)])


def grouped(sheet: "Sentences", letters: Sequence[Letter]) -> list[Group]:
    """Those that are alike, language by language, the largest group first."""
    found: list[Group] = []
    for code in dict.fromkeys(one.language for one in letters):
        mine = [one for one in letters if one.language == code]
        texts = [similarity.runs(one.text) for one in mine]
        found += [
            as_group(sheet, [mine[at] for at in places])
            for places in similarity.clusters(texts, [one.id for one in mine])
        ]
    return sorted(found, key=lambda one: (-len(one.letters), one.letters[0].id))


def as_group(sheet: "Sentences", letters: list[Letter]) -> Group:
    texts = [similarity.runs(one.text) for one in letters]
    shown = [Shown(one, said(sheet, one, texts)) for one in letters[:SHOWN]]
    shared = similarity.shared_words(letters[0].text, texts) if len(letters) > 1 else ""
    return Group(letters, shown, sheet.fill(shared, letters[0].language))


def said(sheet: "Sentences", letter: Letter, texts: Sequence[similarity.Runs]) -> list[Piece]:
    """A letter's words in pieces, facts as their sentences."""
    return [
        Piece(sheet.fill(text, letter.language), is_shared)
        for text, is_shared in marked(letter.text, texts)
    ]


def marked(text: str, texts: Sequence[similarity.Runs]) -> Iterator[tuple[str, bool]]:
    """Pure: a text cut where what at least half of these texts say begins and ends.

    Put together again the pieces are the text.
    """
    often = Counter(run for one in texts for run in one)
    least = max(2, -(-len(texts) // 2))
    words = list(similarity.words_of(text))
    is_shared = [False] * len(words)
    for at in range(len(words) - similarity.LENGTH + 1):
        part = text[words[at][1] : words[at + similarity.LENGTH - 1][2]]
        found = similarity.runs(part)
        if found and often[found[0]] >= least:
            is_shared[at : at + similarity.LENGTH] = [True] * similarity.LENGTH
    start, state = 0, False
    for at, (_word, begins, _ends) in enumerate(words):
        if is_shared[at] != state:
            cut = begins if is_shared[at] else words[at - 1][2]
            if cut > start:
                yield text[start:cut], state
            start, state = cut, is_shared[at]
    if start < len(text):
        yield text[start:], state


def select_disowned(action_ids: Sequence[int]) -> Select[Letter]:
    """Letters of which somebody said that they are not theirs, until a person has looked."""
    return db.select(Letter).where(
        Letter.action_id.in_(action_ids),
        Letter.state.in_(("held", "withdrawn")),
        Letter.disowned_at.is_not(None),
        Letter.held_for != SEEN,
    )


def disowned(action: LetterAction) -> list[Letter]:
    query = select_disowned([action.id]).order_by(Letter.disowned_at, Letter.id)
    options = (joinedload(Letter.ward).joinedload(Ward.body), joinedload(Letter.official))
    return list(db.session.scalars(query.options(*options).limit(MOST)))


def count_disowned(action: LetterAction) -> int:
    mine = select_disowned([action.id]).subquery()
    return db.session.scalar(select(func.count()).select_from(mine)) or 0
