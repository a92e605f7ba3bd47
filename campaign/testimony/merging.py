"""Texts compared word by word: what changed, where a passage went, and two changes as one.

Words become letters of a long alphabet, so that the comparison of diff-match-patch, which is
bounded in time, works on words. Pure and property-tested.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from diff_match_patch import diff_match_patch

# A mark of a fact is one word; so is each Chinese or Japanese character, which no space parts.
CHINESE = "\u3040-\u30ff\u3400-\u9fff"
WORD = re.compile(rf"\{{fact:[^{{}}\s]*\}}|[{CHINESE}]|[^\W{CHINESE}]+|\n|[^\S\n]+|.", re.DOTALL)
SURROGATES = range(0xD800, 0xE000)  # no letters: the alphabet leaves them out
PATIENCE = 0.3  # seconds for one comparison; beyond, it is right but coarser
SAME, ADDED, GONE = "same", "added", "gone"


class Piece(NamedTuple):
    """Some of a text: in both, only in the new one (added), or only in the old one (gone)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """Words `start` to `end` of an old text give way to these."""

    start: int
    end: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Merged:
    """Two people's changes as one text. Where they differ, `mine` stands; `clashes` are theirs."""

    text: str
    clashes: list[tuple[str, str]]  # mine and theirs of each place where both changed the same

    @property
    def is_clean(self) -> bool:
        return not self.clashes


def words_of(text: str) -> list[str]:
    """A text in pieces that are compared as a whole; joined they are the text."""
    return WORD.findall(text)


def differences(old: str, new: str) -> list[Piece]:
    """The whole of both texts, piece by piece: without what is added it is the old one."""
    return [Piece(kind, "".join(words)) for kind, words in compared(words_of(old), words_of(new))]


def compared(old: list[str], new: list[str]) -> list[tuple[str, list[str]]]:
    alphabet: dict[str, str] = {}
    tool = diff_match_patch()
    tool.Diff_Timeout = PATIENCE
    found = tool.diff_main(spelled(old, alphabet), spelled(new, alphabet), False)
    tool.diff_cleanupMerge(found)
    kinds = {0: SAME, 1: ADDED, -1: GONE}
    letters = {letter: word for word, letter in alphabet.items()}
    return [(kinds[kind], [letters[one] for one in text]) for kind, text in found]


def spelled(words: list[str], alphabet: dict[str, str]) -> str:
    """These words as letters of the alphabet, which grows by those that it lacks."""
    for word in words:
        if word not in alphabet:
            number = len(alphabet) + 1
            alphabet[word] = chr(number if number < SURROGATES.start else number + len(SURROGATES))
    return "".join(alphabet[word] for word in words)


def changes(old: list[str], new: list[str]) -> list[Change]:
    """What to do to the old words, in order, for the new ones to stand there."""
    found: list[Change] = []
    at = 0
    for kind, words in compared(old, new):
        if kind == SAME:
            at += len(words)
            continue
        end = at + len(words) if kind == GONE else at
        added = tuple(words) if kind == ADDED else ()
        if found and found[-1].end == at and kind == ADDED:
            found[-1] = Change(found[-1].start, at, found[-1].words + added)
        elif found and found[-1].end == at and found[-1].start == at:
            found[-1] = Change(at, end, found[-1].words)
        else:
            found.append(Change(at, end, added))
        at = end
    return found


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Both people's changes to one text. Where both changed the same words, mine stands."""
    old = words_of(base)
    left, right = changes(old, words_of(mine)), changes(old, words_of(theirs))
    out: list[str] = []
    clashes: list[tuple[str, str]] = []
    at = 0
    while left or right:
        start = min(one[0].start for one in (left, right) if one)
        out += old[at:start]
        end, ours, others = cluster(left, right, start)
        said, heard = applied(old, start, end, ours), applied(old, start, end, others)
        if ours and others and said != heard:
            clashes.append(("".join(said), "".join(heard)))
        out += said if ours else heard
        at = end
    return Merged("".join([*out, *old[at:]]), clashes)


def cluster(
    left: list[Change], right: list[Change], start: int
) -> tuple[int, list[Change], list[Change]]:
    """Take from both sides what touches from here on: its end, and the changes of each."""
    end = start
    taken: tuple[list[Change], list[Change]] = ([], [])
    grew = True
    while grew:
        grew = False
        for side, mine in ((left, taken[0]), (right, taken[1])):
            while side and side[0].start <= end:
                mine.append(side.pop(0))
                end, grew = max(end, mine[-1].end), True
    return end, *taken


def applied(old: list[str], start: int, end: int, some: list[Change]) -> list[str]:
    """The words from `start` to `end` once these changes are made."""
    out: list[str] = []
    at = start
    for one in some:
        out += [*old[at : one.start], *one.words]
        at = one.end
    return [*out, *old[at:end]]


def moved(old: str, new: str, start: int, end: int) -> tuple[int, int] | None:
    """Where letters `start` to `end` of the old text are in the new one; None once all are gone."""
    return carried(differences(old, new), start, end)


def carried(pieces: Iterable[Piece], start: int, end: int) -> tuple[int, int] | None:
    """The same, by differences that were found before: many passages share one comparison.

    Spaces and signs that happen to stay are not the passage, unless it has no words at all; nor
    is what stays of it where that is less than a third.
    """
    found: list[tuple[int, int]] = []
    signs: list[tuple[int, int]] = []
    has_words = False
    before = after = 0
    for kind, text in pieces:
        first, last = max(start, before), min(end, before + len(text))
        if kind != ADDED and first < last:
            is_word = any(map(str.isalnum, text[first - before : last - before]))
            has_words |= is_word
            if kind == SAME:
                some = found if is_word else signs
                some.append((after + first - before, after + last - before))
        before += len(text) if kind != ADDED else 0
        after += len(text) if kind != GONE else 0
    found = found if has_words else signs
    kept = sum(last - first for first, last in found)
    return (found[0][0], found[-1][1]) if found and kept * 3 >= end - start else None
