"""Who held a seat on a day, said as surely as the sources let one say it; and votes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select
from sqlalchemy.orm import contains_eager, joinedload

from ..db import db, now
from .dates import earliest, latest
from .listing import today
from .models import Official, Seat, Term
from .record.models import RollCall, Vote
from .terms import Held, held, in_force


@dataclass(frozen=True)
class Answer:
    """Who held a seat that day: one, one of several, perhaps one, or nobody."""

    held: Held
    on: date

    @property
    def terms(self) -> list[Term]:
        return self.held.terms

    @property
    def is_sure(self) -> bool:
        """Whether one held it, and no day of theirs leaves a doubt."""
        return len(self.terms) == 1 and self.terms[0].surely_holds(self.on)

    @property
    def known_to(self) -> str:
        """What the sources give of the day that leaves the doubt: year, month or day.

        The day itself leaves none: then two terms overlap, and one of them is wrong.
        """
        shortest = min((len(one) for term in self.terms for one in self.doubts(term)), default=10)
        return {4: "year", 7: "month"}.get(shortest, "day")

    def doubts(self, term: Term) -> list[str]:
        """The days of a term before or after which this day may lie."""
        begins = [term.starts] if latest(term.starts) > self.on else []
        ends = [term.ends] if term.ends and earliest(term.ends) < self.on else []
        return begins + ends


def answer(seat: Seat, on: date) -> Answer:
    return Answer(held(seat, on), on)


def seat_terms(seat: Seat) -> list[Term]:
    """Everybody known to have held a seat, the latest first."""
    query = db.select(Term).filter_by(seat_id=seat.id).options(joinedload(Term.official))
    return newest_first(db.session.scalars(query).all())


def newest_first(terms: Sequence[Term]) -> list[Term]:
    return sorted(terms, key=lambda one: (one.starts, one.id), reverse=True)


def current_terms(official: Official, on: date) -> list[Term]:
    """Seats and committee places that an official may hold that day, seats first."""
    query = in_force(on).where(Term.official_id == official.id)
    query = query.options(joinedload(Term.seat), joinedload(Term.body))
    found = db.session.scalars(query.order_by(Term.starts, Term.id)).all()
    return sorted(found, key=lambda one: one.seat is None)


def votes_of(official: Official) -> Select[Vote]:
    """How an official voted, the latest first, each with its roll call and measure."""
    votes = db.select(Vote).join(Vote.roll_call).filter(Vote.official_id == official.id)
    votes = votes.options(contains_eager(Vote.roll_call).joinedload(RollCall.measure))
    return votes.order_by(RollCall.on.desc(), RollCall.id.desc())


def today_of(official: Official) -> date:
    """The day that it is where the body of their last term sits."""
    last = official.terms[-1:]
    return today(last[0].body) if last else now().date()
