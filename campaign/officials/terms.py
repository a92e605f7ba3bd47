"""Who holds a seat on a day, and which seats are empty."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select
from sqlalchemy.orm import joinedload

from ..db import db
from .dates import began, lasts
from .models import Body, Seat, Term


@dataclass(frozen=True)
class Held:
    """A seat on a day: nobody (vacant), one term, or several where days are known only roughly."""

    seat: Seat
    terms: list[Term]

    @property
    def term(self) -> Term | None:
        """The term, where it is sure which."""
        return self.terms[0] if len(self.terms) == 1 else None

    @property
    def is_vacant(self) -> bool:
        return not self.terms

    @property
    def is_unsure(self) -> bool:
        return len(self.terms) > 1


def in_force(on: date) -> Select[Term]:
    """Terms that may be in force that day, with their officials."""
    return db.select(Term).where(began(Term.starts, on), lasts(Term.ends, on))


def held(seat: Seat, on: date) -> Held:
    """Who holds this seat that day.

    Of two terms that may both be in force, one that surely is counts alone.
    """
    query = in_force(on).where(Term.seat_id == seat.id).options(joinedload(Term.official))
    return Held(seat, sure(db.session.scalars(query.order_by(Term.starts)).all(), on))


def all_held(body: Body, on: date) -> list[Held]:
    """Each seat of a body in order, with who holds it."""
    query = in_force(on).where(Term.body_id == body.id, Term.seat_id.is_not(None))
    found: dict[int | None, list[Term]] = {}
    terms = query.options(joinedload(Term.official), joinedload(Term.seat)).order_by(Term.starts)
    for term in db.session.scalars(terms):
        found.setdefault(term.seat_id, []).append(term)
    return [Held(seat, sure(found.get(seat.id, []), on)) for seat in body.seats]


def sure(terms: Sequence[Term], on: date) -> list[Term]:
    certain = [one for one in terms if one.surely_holds(on)]
    return certain if len(certain) == 1 else list(terms)


def members(body: Body, on: date) -> list[Term]:
    """Who sits in a committee that day, the chair first, then by name."""
    query = in_force(on).where(Term.body_id == body.id).options(joinedload(Term.official))
    return sorted(
        db.session.scalars(query),
        key=lambda one: (one.role.casefold() == "member", one.official.sort_name),
    )
