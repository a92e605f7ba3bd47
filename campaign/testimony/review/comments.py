"""Comments on passages: found in the text as they are quoted, and found again after edits."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from sqlalchemy.orm import joinedload

from ...accounts.models import User
from ...db import db, now
from ...factsheet import Rendered
from .. import merging, states
from ..models import Comment, Revision, Version

LONGEST_PASSAGE = 600  # letters
FACT = re.compile(r"\{fact:([^{}\s]*)\}")


@dataclass(frozen=True)
class Bit:
    """Some letters of a text, from `start` on, as a reader sees them: a fact as its sentence."""

    start: int
    end: int
    shown: str
    fact: str = ""  # its key


@dataclass
class Thread:
    """A comment with its answers; where its passage is now: None for the whole text, or gone."""

    comment: Comment
    answers: list[Comment] = field(default_factory=list)
    at: tuple[int, int] | None = None
    quote: str = ""  # the passage as it was when the comment was written

    @property
    def is_open(self) -> bool:
        return self.comment.resolved_at is None

    @property
    def is_gone(self) -> bool:
        return bool(self.quote) and self.at is None

    def shown(self, bits: "Sequence[Bit]") -> str:
        """The passage as the text says it now, facts as their sentences."""
        start, end = self.at or (0, 0)
        return "".join(
            one.shown if one.fact else one.shown[max(0, start - one.start) : end - one.start]
            for one in bits
            if start < one.end and one.start < end
        )


@dataclass(frozen=True)
class Stretch:
    """A part of the text that the same comments are about."""

    bits: list[Bit]
    threads: list[Thread]
    is_first_of: list[Thread]  # those whose passage begins here


class NoSuchPassageError(ValueError):
    """The text does not say what somebody quotes."""


def bits_of(text: str, rendered: Rendered | None = None) -> list[Bit]:
    """A text in pieces, its facts as the sentences that stand for them."""
    said = {note.key: note.statement for note in rendered.footnotes} if rendered else {}
    found, at = [], 0
    for mark in FACT.finditer(text):
        if mark[1] not in said:
            continue
        if at < mark.start():
            found.append(Bit(at, mark.start(), text[at : mark.start()]))
        found.append(Bit(*mark.span(), said[mark[1]], mark[1]))
        at = mark.end()
    return [*found, Bit(at, len(text), text[at:])] if at < len(text) else found


def find_passage(text: str, bits: Sequence[Bit], quote: str, near: int = 0) -> tuple[int, int]:
    """Where the text says this, however its lines break; of several places the nearest.

    `near` counts letters as they are shown. A quoted fact stands for the whole mark.
    Raises NoSuchPassageError.
    """
    words = quote.replace("…", " ").split()
    if not words:
        raise NoSuchPassageError(quote)
    wanted = re.compile(r"\s+".join(map(re.escape, words)), re.IGNORECASE)
    shown = "".join(one.shown for one in bits)
    found = min(wanted.finditer(shown), key=lambda one: abs(one.start() - near), default=None)
    if found:
        return stored(bits, *found.span())
    if plain := wanted.search(text):
        return plain.span()
    raise NoSuchPassageError(quote)


def stored(bits: Sequence[Bit], start: int, end: int) -> tuple[int, int]:
    """Letters as they are shown, as letters of the stored text."""
    starts, at = [], 0
    for one in bits:
        starts.append(at)
        at += len(one.shown)
    first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
    one, other = bits[first], bits[last]
    return (
        one.start if one.fact else one.start + start - starts[first],
        other.end if other.fact else other.start + end - starts[last],
    )


def write(
    version: Version, text: str, by: User | None, at: tuple[int, int] | None = None
) -> Comment:
    """A comment about letters of the newest revision, or about all of it; the caller commits."""
    start, end = at or (0, 0)
    return add(Comment(version=version, number=version.number, start=start, end=end, text=text), by)


def answer(comment: Comment, text: str, by: User | None) -> Comment:
    made = Comment(version=comment.version, number=comment.number, text=text)
    made.parent_id = comment.id
    return add(made, by)


def add(made: Comment, by: User | None) -> Comment:
    made.by = by
    db.session.add(made)
    db.session.flush()
    return made


def settle(comment: Comment, by: User | None, *, is_done: bool) -> None:
    """Mark a comment as settled, or open it again; doing so twice changes nothing."""
    states.lock(comment.version.draft)
    if is_done == (comment.resolved_at is not None):
        return
    comment.resolved_at = now() if is_done else None
    comment.resolved_by_id = by.id if by and is_done else None


def find_root(version: Version, number: int) -> Comment | None:
    """A comment of this version that is no answer."""
    mine = db.select(Comment).filter_by(id=number, version_id=version.id, parent_id=None)
    return db.session.scalar(mine)


def threads(version: Version) -> list[Thread]:
    """Every comment of a version with its answers, in the order of the text."""
    query = db.select(Comment).filter_by(version_id=version.id).order_by(Comment.id)
    rows = db.session.scalars(query.options(joinedload(Comment.by))).all()
    found = {one.id: Thread(one) for one in rows if one.parent_id is None}
    for one in rows:
        if one.parent_id in found:
            found[one.parent_id].answers.append(one)
    locate(version, found.values())
    return sorted(found.values(), key=lambda one: (one.at or (0, 0), one.comment.id))


def locate(version: Version, some: Iterable[Thread]) -> None:
    """Find every passage again in the newest revision: one comparison for each older one."""
    by_number: dict[int, list[Thread]] = defaultdict(list)
    for one in some:
        if one.comment.end:
            by_number[one.comment.number].append(one)
    texts = texts_of(version, by_number)
    for number, mine in by_number.items():
        old = texts.get(number, "")
        for one in mine:
            start, end = one.comment.start, one.comment.end
            one.quote = old[start:end] or "…"
            pieces = compared(old, version.text)
            one.at = merging.carried(pieces, start, end)


def texts_of(version: Version, numbers: Iterable[int]) -> dict[int, str]:
    older = [one for one in numbers if one != version.number]
    found = {version.number: version.text}
    if older:
        query = db.select(Revision.number, Revision.text).filter_by(version_id=version.id)
        found |= dict(db.session.execute(query.where(Revision.number.in_(older))).all())
    return found


@lru_cache(64)
def compared(old: str, new: str) -> tuple[merging.Piece, ...]:
    return tuple(merging.differences(old, new))


def stretches(bits: Sequence[Bit], some: Sequence[Thread]) -> list[Stretch]:
    """The text cut where passages of open comments begin and end; joined it is the text."""
    mine = [one for one in some if one.at and one.is_open]
    cuts = sorted({edge for one in mine for edge in one.at or ()} | {0})
    found: list[Stretch] = []
    seen: set[int] = set()
    for group in grouped(bits, cuts):
        here = [one for one in mine if covers(one, group[0])]
        first = [one for one in here if one.comment.id not in seen]
        seen |= {one.comment.id for one in first}
        found.append(Stretch(group, here, first))
    return found


def covers(one: Thread, bit: Bit) -> bool:
    start, end = one.at or (0, 0)
    return start < bit.end and bit.start < end


def grouped(bits: Sequence[Bit], cuts: Sequence[int]) -> list[list[Bit]]:
    """Bits between one cut and the next; a fact is never cut."""
    found: list[list[Bit]] = []
    for bit in bits:
        edges = [bit.start, *(one for one in cuts if bit.start < one < bit.end), bit.end]
        if bit.fact:
            edges = [bit.start, bit.end]
        for start, end in pairwise(edges):
            shown = bit.shown if bit.fact else bit.shown[start - bit.start : end - bit.start]
            piece = Bit(start, end, shown, bit.fact)
            if found and start not in cuts:
                found[-1].append(piece)
            else:
                found.append([piece])
    return found
