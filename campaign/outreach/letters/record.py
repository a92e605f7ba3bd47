"""What an official did about a measure, as the public record has it; nobody's guess."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import joinedload

from ...db import db
from ...officials.models import Official
from ...officials.record.models import Measure, RollCall, Sponsor, Vote


@dataclass(frozen=True)
class Record:
    """Votes on a measure by one official, oldest first, and whether they put their name to it."""

    measure: Measure
    votes: Sequence[Vote]
    sponsor: Sponsor | None


def record_of(measure: Measure, official: Official) -> Record:
    query = db.select(Vote).join(Vote.roll_call)
    query = query.where(RollCall.measure_id == measure.id, Vote.official_id == official.id)
    query = query.options(joinedload(Vote.roll_call).joinedload(RollCall.body))
    votes = db.session.scalars(query.order_by(RollCall.on, RollCall.id)).all()
    mine = db.select(Sponsor).filter_by(measure_id=measure.id, official_id=official.id)
    return Record(measure, votes, db.session.scalar(mine))
