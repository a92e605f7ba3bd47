"""What changed between two versions, for people to read: word by word where it is a sentence."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Any

from .content import Change, changes
from .models import FactVersion

MOST_WORDS = 250  # beyond, comparing word by word takes too long; then old and new stand whole
MOST_PAIRS = 4_000  # of equal words or lines, for the same reason
SENTENCES = ("statement", "note", "reason")


@dataclass(frozen=True)
class Piece:
    """Some words in a row: "same", "gone" or "come"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One field: a sentence as pieces, or what left and what came."""

    field: str
    pieces: Sequence[Piece] = ()
    gone: Sequence[Any] = ()
    come: Sequence[Any] = ()


@dataclass(frozen=True)
class Step:
    """One version in a fact's history, and how it differs from the one before."""

    version: FactVersion
    differences: list[Difference]


def history(versions: list[FactVersion]) -> list[Step]:
    """The public versions of a fact, newest first; drafts were shown to nobody."""
    return steps_of([version for version in versions if version.status != "draft"])


def steps_of(versions: list[FactVersion]) -> list[Step]:
    """The steps between these versions, newest first."""
    steps = [Step(new, differences(old, new)) for old, new in pairwise(versions)]
    return [*reversed(steps), *(Step(first, []) for first in versions[:1])]


def differences(old: FactVersion, new: FactVersion) -> list[Difference]:
    return [difference(change) for change in changes(old.content, new.content)]


def difference(change: Change) -> Difference:
    old, new = change.old, change.new
    if change.field in SENTENCES and old and new:
        return Difference(change.field, pieces=word_pieces(old, new))
    old, new = listed(old), listed(new)
    gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
    return Difference(change.field, gone=gone, come=come)


def listed(value: Any) -> list[Any]:
    """A value as a list: a translation an entry, nothing as none."""
    if isinstance(value, dict):
        return [f"{code}: {text}" for code, text in value.items()]
    if isinstance(value, list):
        return value
    return [value] if value else []


def word_pieces(old: str, new: str) -> list[Piece]:
    """Compare two sentences word by word; spaces stay with the word before them."""
    before, after = words(old), words(new)
    if max(len(before), len(after)) > MOST_WORDS or is_costly(before, after):
        return [Piece("gone", old), Piece("come", new)]
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            pieces.append(Piece("same", "".join(before[i:j])))
            continue
        parts = (Piece("gone", "".join(before[i:j])), Piece("come", "".join(after[k:m])))
        pieces += [part for part in parts if part.text]
    return pieces


def is_costly(before: list[str], after: list[str]) -> bool:
    """Whether comparing takes too long: each pair of equals is looked at, again and again."""
    there = Counter(after)
    return sum(count * there[one] for one, count in Counter(before).items()) > MOST_PAIRS


def words(text: str) -> list[str]:
    return re.findall(r"\S+\s*", text)
