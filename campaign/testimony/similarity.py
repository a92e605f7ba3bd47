"""How much of a text other people of the same hearing say too: a coach, no judge.

A text is the set of its runs of four words, each a number of 64 bits that is the same in every
process. What was counted once is kept, by revision, so that a text is neither read nor cut again.
"""

from array import array
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import TypeAlias
from zlib import crc32

from sqlalchemy.orm import contains_eager

from ..db import db
from ..hearings.models import Hearing
from ..hearings.speaking.models import Speaker
from .merging import WORD
from .models import Draft, Version

LENGTH = 4  # words of a run that two texts may share by accident seldom
ALIKE = 0.4  # share of a text's runs from which on another says the same
SKETCH = 32  # smallest runs of a text by which those that may be alike are found
MEETS = 40  # groups with which a text is compared where all share one run
KEPT = 4_000  # texts whose runs a process keeps: some 7 kB each
MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)  # odd
MASK = (1 << 64) - 1

Runs: TypeAlias = "array[int]"  # “Q”, sorted, each once
Key = tuple[int, int, datetime]  # version, revision, last change: numbers of deleted rows return
_kept: OrderedDict[Key, Runs] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Meter:
    """`share` of the text, 0 to 1, that stands in other drafts too; in how many mostly.

    `is_short`: it has too few words to be compared.
    """

    share: float
    others: int
    compared: int
    is_short: bool = False


@dataclass(frozen=True)
class Group:
    """Versions that say much the same, and the longest stretch that most of them share."""

    language: str
    versions: list[Version]
    shared: str


def meter(draft: Draft, text: str, language: str) -> Meter:
    """Compare a text with the other drafts of its hearing in its language."""
    query = db.select(Version.id, Version.number, Draft.changed_at, Version.draft_id).join(Draft)
    query = query.join(Speaker, Speaker.id == Draft.speaker_id)
    query = query.where(
        Speaker.hearing_id == draft.speaker.hearing_id,
        Speaker.state != "withdrawn",
        Version.language == language,
        Version.draft_id != draft.id,
    )
    found = db.session.execute(query).all()
    every = runs_of([(row.id, row.number, row.changed_at) for row in found])
    by_draft: dict[int, list[Runs]] = defaultdict(list)
    for row in found:
        by_draft[row.draft_id].append(every[row.id, row.number, row.changed_at])
    return measured(runs(text), by_draft.values())


def compare(text: str, others: Sequence[str]) -> Meter:
    """Pure: how much of a text stands in these others."""
    return measured(runs(text), [[runs(one)] for one in others])


def measured(mine: Runs, others: Iterable[Iterable[Runs]]) -> Meter:
    """The same of runs; each of the others may have several lengths, and counts once."""
    own, shared, alike, count = frozenset(mine), set[int](), 0, 0
    for some in others:
        both = set[int]().union(*(own.intersection(one) for one in some))
        shared |= both
        count += 1
        alike += bool(own) and len(both) >= ALIKE * len(own)
    return Meter(len(shared) / len(own) if own else 0.0, alike, count, is_short=not own)


def runs_of(keys: Sequence[Key]) -> dict[Key, Runs]:
    """The runs of stored texts; only those that this process has not cut are read."""
    with _lock:
        found = {key: _kept[key] for key in keys if key in _kept}
    missing = [key for key in keys if key not in found]
    for start in range(0, len(missing), 500):
        numbers = [version for version, *_rest in missing[start : start + 500]]
        query = db.select(Version.id, Version.number, Draft.changed_at, Version.text).join(Draft)
        for row in db.session.execute(query.where(Version.id.in_(numbers))):
            found[row.id, row.number, row.changed_at] = runs(row.text)
    with _lock:
        for key in keys:
            found.setdefault(key, runs(""))  # somebody saved or deleted it just now
            _kept[key] = found[key]
            _kept.move_to_end(key)
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return found


def forget() -> None:
    """Drop what this process has kept, as if it were new."""
    with _lock:
        _kept.clear()


def runs(text: str) -> Runs:
    """Every run of so many words, whatever their case and punctuation, as sorted numbers."""
    words = (one.casefold() for one in WORD.findall(text) if is_word(one))
    marks = [crc32(one.encode("utf-8", "replace")) for one in words]
    fours = zip(marks, marks[1:], marks[2:], marks[3:], strict=False)
    found = {(a * MIX[0] + b * MIX[1] + c * MIX[2] + d * MIX[3]) & MASK for a, b, c, d in fours}
    return array("Q", sorted(found))


def words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """Words and marks of facts, folded, and where each stands."""
    for found in WORD.finditer(text):
        if is_word(found[0]):
            yield found[0].casefold(), found.start(), found.end()


def is_word(piece: str) -> bool:
    return piece[0].isalnum() or (piece[0] == "{" and len(piece) > 1)


def groups(hearing: Hearing) -> list[Group]:
    """The drafts of a hearing that say much the same, the largest groups first."""
    query = db.select(Version).join(Version.draft).join(Draft.speaker)
    query = query.where(Speaker.hearing_id == hearing.id, Speaker.state != "withdrawn")
    query = query.options(contains_eager(Version.draft).contains_eager(Draft.speaker))
    by_language: dict[str, list[Version]] = defaultdict(list)
    for one in db.session.scalars(query.order_by(Version.id)):
        by_language[one.language].append(one)
    found = []
    for language, versions in by_language.items():
        keys = [(one.id, one.number, one.draft.changed_at) for one in versions]
        every = runs_of(keys)
        texts = [every[key] for key in keys]
        for numbers in clusters(texts, [one.draft_id for one in versions]):
            mine = [versions[at] for at in numbers]
            shared = shared_words(mine[0].text, [texts[at] for at in numbers])
            found.append(Group(language, mine, shared))
    return sorted(found, key=lambda one: (-len(one.versions), one.versions[0].id))


def clusters(texts: Sequence[Runs], owners: Sequence[int]) -> list[list[int]]:
    """Texts that are alike, by their place, one of each owner; only groups of two and more.

    Two are compared where they share one of their smallest runs, which texts that are alike do
    but for one pair in ten thousand; each is compared with one of every group that it meets.
    """
    group = list(range(len(texts)))

    def root(at: int) -> int:
        while group[at] != at:
            group[at] = at = group[group[at]]
        return at

    meets: dict[int, list[int]] = defaultdict(list)
    for at, mine in enumerate(texts):
        own, tried = frozenset(mine), set[int]()
        for run in mine[:SKETCH]:
            for other in meets[run][-MEETS:]:
                if other not in tried and root(other) != root(at) and are_alike(own, texts[other]):
                    group[max(root(at), root(other))] = min(root(at), root(other))
                tried.add(other)
            if all(root(other) != root(at) for other in meets[run][-MEETS:]):
                meets[run].append(at)
    members: dict[int, dict[int, int]] = defaultdict(dict)
    for at in range(len(texts)):
        members[root(at)].setdefault(owners[at], at)
    return [list(one.values()) for one in members.values() if len(one) > 1]


def are_alike(own: frozenset[int], other: Runs) -> bool:
    """Whether the shorter one stands in the longer one for so great a part."""
    fewest = min(len(own), len(other))
    return bool(fewest) and len(own.intersection(other)) >= ALIKE * fewest


def shared_words(text: str, texts: Sequence[Runs]) -> str:
    """The longest stretch of this text of which at least half of these texts have every run."""
    often = Counter(run for one in texts for run in one)
    least = max(2, -(-len(texts) // 2))
    words = list(words_of(text))
    best = (0, 0)
    start: int | None = None
    for at in range(len(words) - LENGTH + 2):
        part = text[words[at][1] : words[at + LENGTH - 1][2]] if at + LENGTH <= len(words) else ""
        if part and often[runs(part)[0]] >= least:
            start = at if start is None else start
        elif start is not None:
            best = max(best, (at - start, -start))
            start = None
    if not best[0]:
        return ""
    first = -best[1]
    return text[words[first][1] : words[first + best[0] + LENGTH - 2][2]]
