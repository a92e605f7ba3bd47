"""What waits for a reviewer: one's own first, then what nobody took, the longest waiting first."""

from sqlalchemy import Select, case, func

from ...accounts.checks import me
from ...db import db
from ...hearings.models import Hearing
from ...hearings.speaking.models import Speaker
from ..models import Draft
from ..place import Place


def in_review(place: Place) -> Select[Draft]:
    query = db.select(Draft).join(Speaker, Speaker.id == Draft.speaker_id)
    query = query.join(Hearing, Hearing.id == Speaker.hearing_id)
    return query.where(Hearing.campaign_id == place.campaign.id, Draft.state == "in_review")


def count(place: Place) -> int:
    query = in_review(place).with_only_columns(func.count(Draft.id))
    return db.session.scalar(query) or 0


def find_next(place: Place, after: int = 0) -> Draft | None:
    """The next one to review; `after` is the draft that one comes from, which comes last."""
    whose = case((Draft.reviewer_id == me().id, 0), (Draft.reviewer_id.is_(None), 1), else_=2)
    order = (case((Draft.id == after, 1), else_=0), whose, Draft.changed_at, Draft.id)
    return db.session.scalar(in_review(place).order_by(*order).limit(1))
