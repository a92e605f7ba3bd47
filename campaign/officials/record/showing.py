"""A roll call as a page shows it: by ward in a tile map, and by name in a table."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from ..models import Term
from ..terms import Held, all_held
from ..words import VOTE_NAMES
from .models import VOTES, RollCall, Vote
from .votes import SIGNS, Totals, totals


@dataclass(frozen=True)
class Line:
    """One vote, and the seat that its official held that day where one is known."""

    vote: Vote
    seat: str
    place: int

    @property
    def words(self) -> Any:
        return VOTE_NAMES[self.vote.value]


class Sheet:
    """A roll call with everything around it."""

    def __init__(self, call: RollCall) -> None:
        self.call = call
        council = call.body.parent or call.body
        self.held: list[Held] = all_held(council, call.on)

    @cached_property
    def totals(self) -> Totals:
        return totals(self.call)

    @cached_property
    def terms(self) -> dict[int, Term]:
        """The term in a seat, by official."""
        return {term.official_id: term for held in self.held for term in held.terms}

    @cached_property
    def votes(self) -> dict[int, Vote]:
        return {one.official_id: one for one in self.call.votes}

    @property
    def lines(self) -> list[Line]:
        """By seat; who held none comes last, by name."""
        lines = [self.line(one) for one in self.call.votes]
        return sorted(lines, key=lambda one: (one.place, one.vote.official.sort_name))

    def line(self, vote: Vote) -> Line:
        term = self.terms.get(vote.official_id)
        if term is None or term.seat is None:
            return Line(vote, "", 10**6)
        return Line(vote, term.seat.label, term.seat.position)

    @property
    def legend(self) -> list[tuple[str, Any]]:
        """What the letters of this roll call mean."""
        counts = self.totals.counts
        return [(SIGNS[value], VOTE_NAMES[value]) for value in VOTES if counts[value]]

    @property
    def tiles(self) -> list[dict[str, Any]]:
        """A cell for each ward: its number, and a letter for the vote of who held its seat."""
        return [self.tile(held) for held in self.held if held.seat.ward is not None]

    def tile(self, held: Held) -> dict[str, Any]:
        vote = next(filter(None, (self.votes.get(one.official_id) for one in held.terms)), None)
        ward = held.seat.ward
        assert ward is not None
        return {
            "label": ward.number,
            "column": ward.column,
            "row": ward.row,
            "sign": SIGNS[vote.value] if vote else "",
            "value": vote.value if vote else "none",
        }
