"""Deals of a hearing as they are stored: read for a page, dealt anew, by hand, and taken back."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func

from ... import tokens
from ...coalition.models import Campaign
from ...db import db
from ..models import Hearing
from ..speaking.models import Speaker
from .clock import speech
from .dealing import Dealt, Item, Voice, deal
from .members import LineUp, in_states, states_of, wishes
from .models import Deal, Point

UNDO = "hearings.deals"
Pair = tuple[int, int]  # speaker, point


@dataclass
class Change:
    """What dealing anew did: pairs that came, and what went with its reason."""

    new: list[Pair] = field(default_factory=list)
    gone: list[tuple[int, int, str]] = field(default_factory=list)


def points_of(campaign: Campaign) -> Sequence[Point]:
    """What is to be said, in the campaign's order."""
    mine = db.select(Point).filter_by(campaign_id=campaign.id, is_retired=False)
    return db.session.scalars(mine.order_by(Point.position, Point.id)).all()


def of_speakers(hearing: Hearing, speakers: Collection[int]) -> dict[int, dict[int, Any]]:
    """Their deals by speaker, then by point: rows of why, is_fixed and is_made."""
    query = db.select(
        Deal.id, Deal.speaker_id, Deal.point_id, Deal.why, Deal.is_fixed, Deal.is_made
    )
    query = query.where(Deal.hearing_id == hearing.id, Deal.speaker_id.in_(speakers))
    found: dict[int, dict[int, Any]] = {one: {} for one in speakers}
    for row in db.session.execute(query.order_by(Deal.id)):
        found[row.speaker_id][row.point_id] = row
    return found


def coverage(lineup: LineUp) -> Counter[int]:
    """How many of those in the line-up have each point."""
    query = db.select(Deal.point_id, func.count()).join(Speaker, Speaker.id == Deal.speaker_id)
    query = query.where(*in_states(lineup.hearing, states_of(lineup))).group_by(Deal.point_id)
    return Counter(dict(map(tuple, db.session.execute(query))))


def by_hearing(campaign: Campaign) -> dict[int, list[tuple[Hearing, int, int]]]:
    """Of each point: the hearings it is dealt at, to how many, and made by how many."""
    counts = db.select(
        Deal.point_id, Deal.hearing_id, func.count(), func.sum(db.cast(Deal.is_made, db.Integer))
    )
    counts = counts.join(Point, Point.id == Deal.point_id).where(Point.campaign_id == campaign.id)
    rows = db.session.execute(counts.group_by(Deal.point_id, Deal.hearing_id)).all()
    numbers = {row[1] for row in rows}
    query = db.select(Hearing).where(Hearing.id.in_(numbers)).order_by(Hearing.starts_at.desc())
    hearings = {one.id: one for one in db.session.scalars(query)}
    found: dict[int, list[tuple[Hearing, int, int]]] = {}
    for point, hearing, dealt, made in sorted(rows, key=lambda row: list(hearings).index(row[1])):
        found.setdefault(point, []).append((hearings[hearing], dealt, made))
    return found


def deal_anew(lineup: LineUp, points: Sequence[Point]) -> Change:
    """Deal to the line-up as it is now; the caller has locked the pool and commits.

    What was dealt by hand or has been made stays.
    """
    mine = db.select(Deal.id, Deal.speaker_id, Deal.point_id, Deal.why, Deal.is_fixed, Deal.is_made)
    stored = db.session.execute(
        mine.where(Deal.hearing_id == lineup.hearing.id).order_by(Deal.id)
    ).all()
    held = [row for row in stored if row.is_fixed or row.is_made]
    loose = {
        (row.speaker_id, row.point_id): row for row in stored if not (row.is_fixed or row.is_made)
    }
    fixed = {(row.speaker_id, row.point_id) for row in held}
    dealt = [
        one
        for one in deal(voices(lineup), items(points), sorted(fixed), loose)
        if (one.speaker, one.point) not in fixed
    ]
    return store(lineup.hearing, dealt, loose)


def voices(lineup: LineUp) -> list[Voice]:
    seconds, ticked = lineup.seconds, wishes(lineup.hearing)
    return [
        Voice(row.id, speech(seconds[row.id], row.interpreter), tuple(ticked[row.id]))
        for row in lineup.rows
    ]


def items(points: Iterable[Point]) -> list[Item]:
    return [Item(one.id, one.wanted, one.is_must) for one in points]


def store(hearing: Hearing, dealt: Sequence[Dealt], loose: dict[Pair, Any]) -> Change:
    """Make the loose deals of a hearing these, with as few rows touched as can be."""
    wanted = {(one.speaker, one.point): one.why for one in dealt}
    gone = [row for pair, row in loose.items() if pair not in wanted]
    new = [one for one in dealt if (one.speaker, one.point) not in loose]
    other = [
        {"id": row.id, "why": wanted[pair]}
        for pair, row in loose.items()
        if pair in wanted and wanted[pair] != row.why
    ]
    remove([row.id for row in gone])
    if other:
        db.session.execute(db.update(Deal), other)
    insert(hearing, [(one.speaker, one.point, one.why) for one in new])
    return Change(
        [(one.speaker, one.point) for one in new],
        [(row.speaker_id, row.point_id, row.why) for row in gone],
    )


def remove(numbers: Sequence[int]) -> None:
    for first in range(0, len(numbers), 5_000):
        db.session.execute(db.delete(Deal).where(Deal.id.in_(numbers[first : first + 5_000])))


def insert(hearing: Hearing, deals: Sequence[tuple[int, int, str]], **values: bool) -> None:
    rows = [
        {"hearing_id": hearing.id, "speaker_id": speaker, "point_id": point, "why": why, **values}
        for speaker, point, why in deals
    ]
    if rows:
        db.session.execute(db.insert(Deal), rows)


def give(hearing: Hearing, speaker: int, point: int) -> None:
    """Deal a point by hand: it stays where points are dealt anew."""
    mine = db.select(Deal).filter_by(hearing_id=hearing.id, speaker_id=speaker, point_id=point)
    if found := db.session.scalar(mine):
        found.is_fixed, found.why = True, "fixed"
    else:
        insert(hearing, [(speaker, point, "fixed")], is_fixed=True)


def take(hearing: Hearing, speaker: int, point: int) -> None:
    """Take a point away; dealing anew may deal it again."""
    mine = db.delete(Deal).filter_by(hearing_id=hearing.id, speaker_id=speaker, point_id=point)
    db.session.execute(mine)


def undo_token(hearing: Hearing, change: Change) -> str:
    """What takes a dealing back, for the page that tells of it."""
    return tokens.make(UNDO, [hearing.id, change.new, change.gone])


def undo(hearing: Hearing, token: str) -> bool:
    """Bring the deals back that were before; False where somebody has dealt since.

    Nothing comes back to who has left the pool.
    """
    said = tokens.read(UNDO, token)
    if not isinstance(said, list) or said[0] != hearing.id:
        return False
    new, gone = {(one[0], one[1]) for one in said[1]}, said[2]
    mine = db.select(Deal.id, Deal.speaker_id, Deal.point_id, Deal.is_fixed, Deal.is_made)
    stored = db.session.execute(mine.where(Deal.hearing_id == hearing.id)).all()
    loose = {(row[1], row[2]): row.id for row in stored if not (row.is_fixed or row.is_made)}
    every = {(row[1], row[2]) for row in stored}
    if not new <= set(loose) or every & {(one[0], one[1]) for one in gone}:
        return False
    mine = db.select(Speaker.id).filter_by(hearing_id=hearing.id)
    there = set(db.session.scalars(mine.where(Speaker.id.in_({one[0] for one in gone}))))
    remove([loose[pair] for pair in new])
    insert(hearing, [(one[0], one[1], one[2]) for one in gone if one[0] in there])
    return True
