"""The seats of a body on a day, who holds them, and which of them somebody asks for."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy.orm import contains_eager, joinedload

from ..db import db
from ..filters import zone_info
from ..forms import Question
from ..i18n import spoken
from ..people.searching import fits
from .bodies import ward_name
from .models import Body, Seat, Term
from .terms import Held, all_held, in_force


@dataclass(frozen=True)
class Asked(Question):
    """What somebody wants to see; an empty field asks for nothing."""

    q: str = ""
    committee: str = ""  # its slug
    ward: str = ""  # its number
    state: str = ""  # organizers' filters: a key of `desk_listing.STATES`


@dataclass(frozen=True)
class Row:
    """A seat on a day, and the committees of whoever may hold it."""

    held: Held
    committees: list[Term] = field(default_factory=list)

    @property
    def seat(self) -> Seat:
        return self.held.seat

    @property
    def name(self) -> str:
        return seat_name(self.seat)

    def fits(self, asked: Asked) -> bool:
        if asked.ward and str(self.seat.ward.number if self.seat.ward else "") != asked.ward:
            return False
        if asked.committee and asked.committee not in {one.body.slug for one in self.committees}:
            return False
        return not asked.q or fits(asked.q, *self.words)

    @property
    def words(self) -> list[str]:
        """What it is found by."""
        officials = [one.official for one in self.held.terms]
        names = [name for one in officials for name in (one.name, *one.other_names)]
        return [self.name, self.seat.label, *names]


def today(body: Body) -> date:
    """The day that it is where the body sits."""
    return datetime.now(zone_info(body.timezone)).date()


def seat_name(seat: Seat) -> str:
    """“Ward 35”; an office of its own by its label."""
    return ward_name(seat.ward) if seat.ward else seat.label


def title_of(term: Term) -> str:
    """What one calls who sits there: “Alderperson”; in a seat of its own, “Mayor”."""
    if term.seat is not None and term.seat.ward is None:
        return term.seat.label
    return spoken(term.body.seat_title)


def rows(body: Body, on: date, asked: Asked | None = None) -> list[Row]:
    """The seats of a body in their order, those that were asked for."""
    asked, found = asked or Asked(), []
    _at_hand = list(body.wards)  # so that no seat asks for its own
    sitting = committee_terms(body, on)
    for held in all_held(body, on):
        committees = [one for term in held.terms for one in sitting[term.official_id]]
        found.append(Row(held, committees))
    return [one for one in found if one.fits(asked)]


def committee_terms(body: Body, on: date) -> defaultdict[int, list[Term]]:
    """The terms in a body's committees that day, by official."""
    query = in_force(on).join(Term.body).where(Body.parent_id == body.id)
    query = query.options(contains_eager(Term.body), joinedload(Term.official))
    found: defaultdict[int, list[Term]] = defaultdict(list)
    for term in db.session.scalars(query.order_by(Body.slug)):
        found[term.official_id].append(term)
    return found
