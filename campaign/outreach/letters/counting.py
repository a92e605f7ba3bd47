"""How many letters have gone out: numbers that anybody may read, and no names."""

from collections import Counter

from sqlalchemy import func, select

from ...db import db
from .models import Letter, LetterAction

GONE = ("sent", "withdrawn")  # who deletes their words afterwards has written all the same


def sent_by_ward(action: LetterAction) -> Counter[int]:
    """Letters that have left by a ward's row id; not those that came back or were forged."""
    query = select(Letter.ward_id, func.count()).where(
        Letter.action_id == action.id,
        Letter.sent_at.is_not(None),
        Letter.state.in_(GONE),
        Letter.disowned_at.is_(None),
    )
    found = db.session.execute(query.group_by(Letter.ward_id))
    return Counter({row[0]: row[1] for row in found})
