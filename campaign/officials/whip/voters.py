"""Who votes on a measure on a day: those who hold a seat of its body."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import joinedload

from ...db import db, now
from ...filters import zone_info
from ..dates import lasts
from ..models import Body, Official, Seat, Term, Ward
from ..terms import sure


@dataclass(frozen=True)
class Voter:
    """An office holder who has a vote; `ward` is that of the seat, or of the one in the council."""

    official: Official
    term: Term
    ward: Ward | None

    @property
    def place(self) -> str:
        """What the seat is called: “Ward 35”."""
        return self.term.seat.label if self.term.seat else self.term.role

    @property
    def short_place(self) -> str:
        """The same in lists: “35”, else what the seat is called."""
        return str(self.ward.number) if self.ward else self.place


def today_at(body: Body) -> date:
    """The day it is where the body meets."""
    return now().astimezone(zone_info(body.timezone)).date()


def terms_since(body: Body, start: date) -> Sequence[Term]:
    """Terms in a body that last until this day or beyond, the first to begin first.

    Seats count where the body has them; a committee without seats has its members.
    """
    query = db.select(Term).where(Term.body_id == body.id, lasts(Term.ends, start))
    if body.seats:
        query = query.where(Term.seat_id.is_not(None))
    loaded = query.options(
        joinedload(Term.official), joinedload(Term.seat).joinedload(Seat.ward)
    ).order_by(Term.starts, Term.id)
    return db.session.scalars(loaded).all()


def sitting(terms: Iterable[Term], on: date) -> list[Term]:
    """One term for each seat that is held that day, and each official once.

    Of two that may both be in force, as days are known only roughly, the later one counts.
    """
    by_seat: dict[int, list[Term]] = {}
    for one in terms:
        if one.may_hold(on):
            by_seat.setdefault(one.seat_id or -one.official_id, []).append(one)
    found = (sure(some, on)[-1] for some in by_seat.values())
    return list({one.official_id: one for one in found}.values())


def voters(body: Body, on: date, terms: Sequence[Term] | None = None) -> list[Voter]:
    """Everybody who has a vote that day, by ward, then by name; `terms` if they are at hand."""
    found = sitting(terms_since(body, on) if terms is None else terms, on)
    wards = {} if body.seats or body.parent is None else council_wards(body.parent, on)
    every = [Voter(one.official, one, ward_of(one, wards)) for one in found]
    return sorted(every, key=lambda one: (ward_number(one), one.official.sort_name))


def council_wards(council: Body, on: date) -> dict[int, Ward]:
    """The ward of each office holder of the body that a committee is part of."""
    found = sitting(terms_since(council, on), on)
    return {one.official_id: one.seat.ward for one in found if one.seat and one.seat.ward}


def ward_of(term: Term, wards: dict[int, Ward]) -> Ward | None:
    return term.seat.ward if term.seat else wards.get(term.official_id)


def ward_number(voter: Voter) -> int:
    return voter.ward.number if voter.ward else 10**6
