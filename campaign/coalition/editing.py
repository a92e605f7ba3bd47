"""Two people editing one text: the second learns what the first wrote, and nothing is lost."""

from typing import Any

from sqlalchemy import CursorResult

from ..db import db


class OutdatedEditError(ValueError):
    """Somebody else has saved since this person opened the page."""


def edit(row: Any, seen: int, **values: Any) -> None:
    """Store these values if nobody has saved since `seen`; the caller commits.

    One conditional statement decides. Raises OutdatedEditError; the row is then as it is stored.
    """
    model = type(row)
    mine = db.update(model).where(model.id == row.id, model.edition == seen)
    result: CursorResult[Any] = db.session.execute(  # type: ignore[assignment]
        mine.values(**values, edition=seen + 1).execution_options(synchronize_session=False)
    )
    db.session.expire(row)
    if result.rowcount != 1:
        raise OutdatedEditError("somebody else has saved since")
