"""Which measure a count is about: one that the record has, or a new one with only its number."""

from collections.abc import Sequence

from ...db import db
from ..bodies import councils
from ..models import Body
from ..record.models import Measure
from ..record.numbers import add_number

OFFERED = 200  # measures that the form suggests


def bodies() -> list[Body]:
    """The councils, each followed by its committees and boards."""
    return [one for council in councils() for one in (council, *council.parts)]


def suggested() -> Sequence[Measure]:
    """The newest measures, for people to pick from."""
    query = db.select(Measure).order_by(
        Measure.introduced_on.is_(None), Measure.introduced_on.desc(), Measure.id.desc()
    )
    return db.session.scalars(query.limit(OFFERED)).all()


def add_measure(body: Body, written: str, title: str) -> Measure:
    """A measure of which only the number and the title are known so far; the caller commits."""
    measure = Measure(body=body, record=written, title=title)
    db.session.add(measure)
    db.session.flush()
    add_number(measure, written)
    return measure


def votes_needed(body: Body, measure: Measure | None) -> int | None:
    """Votes in favour that pass it, where the record or the body says so."""
    return (measure.needs if measure else None) or body.threshold
