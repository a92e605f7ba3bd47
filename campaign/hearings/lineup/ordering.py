"""Orders of speakers: pure changes, and the one that is stored."""

import hashlib
from collections.abc import Sequence

from ...db import db
from ..models import Hearing
from ..speaking.models import Speaker
from .members import Row


def mark(order: Sequence[int]) -> str:
    """A short mark of an order: another order, another mark."""
    words = ",".join(map(str, order))
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def moved(order: Sequence[int], speaker: int, to: int) -> list[int]:
    """The same order with one speaker at this place, counted from 0; who is not in it moves not."""
    if speaker not in order:
        return list(order)
    rest = [one for one in order if one != speaker]
    to = max(0, min(to, len(rest)))
    return [*rest[:to], speaker, *rest[to:]]


def by_drawn(rows: Sequence[Row]) -> list[int]:
    """As the clerk drew them; those without a number follow in the order they have."""
    numbered = sorted((one for one in rows if one.drawn is not None), key=lambda one: one.drawn)
    return [one.id for one in (*numbered, *(one for one in rows if one.drawn is None))]


def alternating(rows: Sequence[Row]) -> list[int]:
    """In the room and remote by turns, beginning with who is first; a rest follows."""
    here = [one.id for one in rows if one.mode == "in_person"]
    there = [one.id for one in rows if one.mode != "in_person"]
    if rows and rows[0].mode != "in_person":
        here, there = there, here
    pairs = zip(here, there, strict=False)
    shorter = min(len(here), len(there))
    return [one for pair in pairs for one in pair] + here[shorter:] + there[shorter:]


def agreed(wanted: Sequence[int], stored: Sequence[int]) -> list[int]:
    """What somebody wanted, of those who are in the line-up now; new ones come last."""
    known = set(stored)
    kept = list(dict.fromkeys(one for one in wanted if one in known))
    taken = set(kept)
    return kept + [one for one in stored if one not in taken]


def save(hearing: Hearing, order: Sequence[int], rows: Sequence[Row]) -> None:
    """Number the line-up in this order; the caller has locked the pool and commits."""
    now_at = {one.id: one.position for one in rows}
    changed = [
        {"id": one, "position": place}
        for place, one in enumerate(order, start=1)
        if now_at[one] != place
    ]
    if changed:
        db.session.execute(db.update(Speaker), changed)
