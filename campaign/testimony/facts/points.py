"""Points × hearings: to how many each is dealt, who made it, and how many drafts cite its facts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from flask import render_template

from ...coalition.models import Campaign
from ...db import db
from ...factsheet import Citation, Fact, keys_in
from ...hearings.lineup import deals
from ...hearings.lineup.models import Point
from ...hearings.models import Hearing
from ...hearings.speaking.models import Speaker
from ...security import allow
from ..desk import bp
from ..models import KIND, Draft
from ..place import LEAD, get_place

MOST = 12  # hearings, the latest


@dataclass
class Cell:
    """How far one point is covered at one hearing."""

    dealt: int = 0
    made: int = 0
    drafts: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class Coverage:
    """The points of a campaign and the hearings at which they are said."""

    points: list[Point]
    hearings: list[Hearing]
    cells: dict[tuple[int, int], Cell]  # by point and hearing

    def cell(self, point: Point, hearing: Hearing) -> Cell:
        return self.cells.get((point.id, hearing.id)) or Cell()

    @cached_property
    def cited(self) -> set[int]:
        """The points with a fact behind them, which a text can cite."""
        return {one.id for one in self.points if keys_in(one.text)}


@bp.get("/points")
@allow(LEAD)
def points(organization: str, campaign: str) -> str:
    """Which points are covered by how many, hearing by hearing, and what is missing."""
    place = get_place(organization, campaign)
    return render_template(
        "testimony/facts/points.html", place=place, coverage=coverage(place.campaign)
    )


def coverage(campaign: Campaign) -> Coverage:
    """Five statements, however many speakers."""
    mine = db.select(Point).filter_by(campaign_id=campaign.id, is_retired=False)
    every = list(db.session.scalars(mine.order_by(Point.position, Point.id)))
    cells: dict[tuple[int, int], Cell] = defaultdict(Cell)
    for point, counts in deals.by_hearing(campaign).items():
        for hearing, dealt, made in counts:
            cells[point, hearing.id] = Cell(dealt, made or 0)
    add_drafts(cells, every, citing(campaign))
    query = db.select(Hearing).filter_by(campaign_id=campaign.id)
    query = query.order_by(Hearing.starts_at.desc(), Hearing.id).limit(MOST)
    return Coverage(every, list(db.session.scalars(query)), dict(cells))


def add_drafts(
    cells: dict[tuple[int, int], Cell],
    every: list[Point],
    cited: Iterable[tuple[int, int, str]],
) -> None:
    """A draft covers a point if it cites one of the facts behind it."""
    by_key = defaultdict(list)
    for point in every:
        for key in keys_in(point.text):
            by_key[key].append(point.id)
    for hearing, draft, key in cited:
        for number in by_key.get(key, ()):
            cells[number, hearing].drafts.add(draft)


def citing(campaign: Campaign) -> list[tuple[int, int, str]]:
    """Hearing, draft and key of every fact that a draft of the campaign cites."""
    query = (
        db.select(Speaker.hearing_id, Draft.id, Fact.key)
        .join(Draft, Draft.speaker_id == Speaker.id)
        .join(Citation, Citation.document_id == db.cast(Draft.id, db.String))
        .join(Fact, Fact.id == Citation.fact_id)
        .where(Citation.document_kind == KIND, Fact.campaign_id == campaign.id)
        .distinct()
    )
    return [(hearing, draft, key) for hearing, draft, key in db.session.execute(query)]
