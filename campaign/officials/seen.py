"""Two people correcting one row: the second is told that it has changed, and nothing is lost."""

import hashlib
import json
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import HiddenField
from wtforms.validators import DataRequired

from ..db import Model, db

DAMAGED = lazy_gettext("The form was damaged on its way. Open the page again.")


class ChangedError(ValueError):
    """Somebody has changed the row since; the message is a sentence."""

    def __init__(self) -> None:
        words = _("Somebody has changed this since you opened the page. Look at it as it is now.")
        super().__init__(words)


def seen_field() -> HiddenField:
    """Carries the mark of what somebody was shown."""
    return HiddenField(validators=[DataRequired(DAMAGED)])


def mark(row: Model) -> str:
    """The same while every column of a row is."""
    values = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    told = json.dumps(values, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def lock(row: Any, seen: str) -> None:
    """Keep others from changing a row until our commit. Raises ChangedError."""
    db.session.expire(row)
    db.session.refresh(row, with_for_update=True)
    if mark(row) != seen:
        raise ChangedError
