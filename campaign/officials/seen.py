"""Two people correcting one row: the second is told that it has changed, and nothing is lost."""

import hashlib
import json
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import inspect
from wtforms import HiddenField
from wtforms.validators import DataRequired

from ..db import Model, db
from .models import Contact, Official, Term

MARKED: dict[type[Model], tuple[str, ...]] = {  # where not every column is a text to lose
    Official: ("name", "sort_name", "other_names"),
    Term: ("starts", "ends", "role", "note"),
    Contact: ("kind", "label", "value", "bounced_at"),
}
DAMAGED = lazy_gettext("The form was damaged on its way. Open the page again.")


class ChangedError(ValueError):
    """Somebody has changed the row since; the message is a sentence."""

    def __init__(self) -> None:
        words = _("Somebody has changed this since you opened the page. Look at it as it is now.")
        super().__init__(words)


def seen_field() -> HiddenField:
    """Carries the mark of what somebody was shown."""
    return HiddenField(validators=[DataRequired(DAMAGED)])


def mark(*rows: Model) -> str:
    """What rows say, as a short mark: another one when somebody has changed them since."""
    told = json.dumps(sorted(said(one) for one in rows))
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def said(row: Model) -> list[str]:
    names = MARKED.get(type(row)) or [column.key for column in row.__table__.columns]
    key = [type(row).__name__, str(inspect(row).identity)]
    return key + [json.dumps(getattr(row, name), sort_keys=True, default=str) for name in names]


def lock(row: Any, seen: str) -> None:
    """Keep others from changing a row until our commit. Raises ChangedError."""
    db.session.expire(row)
    db.session.refresh(row, with_for_update=True)
    if mark(row) != seen:
        raise ChangedError
