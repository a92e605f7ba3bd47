"""Changing many rows in short transactions."""

from typing import Any

from sqlalchemy import ColumnElement, select, update

from ...db import db

BATCH = 1_000


def in_batches(model: Any, which: ColumnElement[bool], values: dict[str, Any]) -> int:
    """Give these rows the values, so many at a time that people can write in between.

    `which` must no longer hold for a row that has them; returns how many there were.
    """
    done = 0
    while True:
        some = select(model.id).where(which).order_by(model.id).limit(BATCH)
        query = update(model).where(model.id.in_(some)).values(values)
        changed: Any = db.session.execute(query, execution_options={"synchronize_session": False})
        db.session.commit()
        if not changed.rowcount:
            return done
        done += changed.rowcount
