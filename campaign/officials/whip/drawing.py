"""What the pictures of a count need: lengths and cells; the words are the templates'."""

from dataclasses import dataclass

from ..models import Body, Ward
from .board import Board, Row
from .counting import OPEN, Totals

WIDTH = 360  # of a chart's view box
OTHER = {"yes": "no", "no": "yes"}


@dataclass(frozen=True)
class Part:
    """A stretch of the bar: so many votes of one kind, from left in units of the view box."""

    kind: str  # firm, lean, open, against (leaning), lost (firmly against)
    votes: int
    left: float
    width: float


@dataclass(frozen=True)
class Bar:
    """All seats that are held, ours from the left; `mark` is where the number is reached."""

    parts: list[Part]
    mark: float


def bar(totals: Totals) -> Bar:
    """The bar of these totals, as long as the seats, or as the number where it is larger."""
    whole = max(totals.held, totals.target, 1)
    unit, left, parts = WIDTH / whole, 0.0, []
    for kind, votes in kinds(totals):
        parts.append(Part(kind, votes, round(left, 1), round(votes * unit, 1)))
        left += votes * unit
    return Bar(parts, round(totals.target * unit, 1))


def kinds(totals: Totals) -> list[tuple[str, int]]:
    counts, other = totals.counts, OTHER[totals.wanted]
    return [
        ("firm", totals.worst),
        ("lean", totals.likely - totals.worst),
        ("open", sum(counts[one] for one in OPEN)),
        ("against", counts[f"lean {other}"]),
        ("lost", counts[f"strong {other}"]),
    ]


@dataclass(frozen=True)
class Tile:
    """A ward's cell in the map; without a row nobody votes for it."""

    ward: Ward
    row: Row | None
    is_vacant: bool


def tiles(board: Board) -> list[Tile]:
    """The wards of the council, with who votes on this measure."""
    body: Body = board.whip.measure.body
    wards = body.wards or (body.parent.wards if body.parent else [])
    by_ward = {one.voter.ward.id: one for one in board.rows if one.voter.ward}
    return [
        Tile(ward, by_ward.get(ward.id), bool(body.wards) and ward.id not in by_ward)
        for ward in wards
    ]
