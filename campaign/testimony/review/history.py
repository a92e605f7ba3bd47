"""The revisions of a version: folded where they were saved while writing, and compared."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import joinedload

from ...accounts.models import User
from ...db import db
from .. import merging, saving
from ..merging import ADDED, GONE, SAME, Piece
from ..models import Revision, Version

MOST = 1_000  # revisions that one page lists, the newest
PAUSE = timedelta(minutes=10)  # after so long, what is saved while writing begins a new line
Row = Any  # a revision without its text


@dataclass(frozen=True)
class Group:
    """A revision, with those before it that were saved while the same person went on writing."""

    row: Row
    older: list[Row]

    @property
    def first(self) -> Row:
        return self.older[-1] if self.older else self.row

    @property
    def before(self) -> int:
        """The revision that stood when this writing began; its own number where it is the first."""
        return max(1, self.first.number - 1)


@dataclass(frozen=True)
class Line:
    """A paragraph beside itself: what was there, what is there now."""

    left: list[Piece] = field(default_factory=list)
    right: list[Piece] = field(default_factory=list)

    @property
    def is_same(self) -> bool:
        return self.left == self.right


@dataclass(frozen=True)
class Comparison:
    """Two revisions of one version, word by word."""

    old: Revision
    new: Revision
    pieces: list[Piece]

    @property
    def lines(self) -> list[Line]:
        return side_by_side(self.pieces)

    @property
    def is_same(self) -> bool:
        return all(one.kind == SAME for one in self.pieces)


class NoSuchRevisionError(ValueError):
    """This version never had a revision of that number."""


def rows_of(version: Version) -> Sequence[Row]:
    """Every revision without its text, newest first."""
    query = db.select(
        Revision.number, Revision.at, Revision.why, Revision.by_id, User.name, User.email
    )
    query = query.outerjoin(User, User.id == Revision.by_id)
    query = query.where(Revision.version_id == version.id).order_by(Revision.number.desc())
    return db.session.execute(query.limit(MOST)).all()


def grouped(rows: Iterable[Row]) -> list[Group]:
    """Newest first; one person's automatic saves without a pause between them are one group."""
    found: list[Group] = []
    for one in rows:
        last = found[-1].first if found else None
        if last is not None and is_one_sitting(one, last):
            found[-1].older.append(one)
        else:
            found.append(Group(one, []))
    return found


def is_one_sitting(one: Row, after: Row) -> bool:
    """Whether somebody went on writing from this automatic save to the next."""
    are_auto = one.why == after.why == "auto"
    return are_auto and one.by_id == after.by_id and after.at - one.at <= PAUSE


def compare(version: Version, old: int, new: int) -> Comparison | None:
    """These two revisions, or None where there are not both."""
    query = db.select(Revision).where(
        Revision.version_id == version.id, Revision.number.in_({old, new})
    )
    query = query.options(joinedload(Revision.by))
    found = {one.number: one for one in db.session.scalars(query)}
    if old not in found or new not in found:
        return None
    pieces = merging.differences(found[old].text, found[new].text)
    return Comparison(found[old], found[new], pieces)


def restore(version: Version, number: int, seen: int, by: User | None) -> int:
    """Bring an earlier text back as a new revision; the caller commits.

    Raises NoSuchRevisionError, OutdatedTextError, FrozenError.
    """
    found = saving.revision(version, number)
    if found is None:
        raise NoSuchRevisionError(number)
    return saving.save(version, found.text, seen, by, f"restored:{number}")


def side_by_side(pieces: Iterable[Piece]) -> list[Line]:
    """The pieces as rows: a row ends where both texts begin a new line."""
    found = [Line()]
    for kind, text in broken(pieces):
        if kind in (SAME, GONE):
            found[-1].left.append(Piece(kind, text))
        if kind in (SAME, ADDED):
            found[-1].right.append(Piece(kind, text))
        if kind == SAME and text.endswith("\n"):
            found.append(Line())
    return found if found[-1].left or found[-1].right else found[:-1]


def broken(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The same pieces; what is in both is cut after each line."""
    for kind, text in pieces:
        parts = text.splitlines(keepends=True) if kind == SAME else [text]
        yield from (Piece(kind, part) for part in parts)


def previous(rows: Sequence[Row], number: int) -> int:
    """The revision before this one, itself where it is the first."""
    return max((one.number for one in rows if one.number < number), default=number)
