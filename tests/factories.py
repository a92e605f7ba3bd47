"""Rows with valid defaults, as plain functions."""

from typing import Any, TypeVar

from campaign.db import Model, db

Row = TypeVar("Row", bound=Model)


def rows(model: type[Row], **values: Any) -> list[Row]:
    """All rows of a table as they are in the database now, oldest first."""
    db.session.expire_all()
    found = db.select(model).filter_by(**values).order_by(*model.__table__.primary_key)
    return list(db.session.scalars(found.execution_options(everyones=True)))


def add(row: Row) -> Row:
    db.session.add(row)
    db.session.commit()
    return row
