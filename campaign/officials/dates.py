"""Days as sources give them: `2025-03-31`, or only `2025-03` or `2025` where no more is known."""

import re
from datetime import date
from typing import Annotated

from sqlalchemy import ColumnElement, String, func
from sqlalchemy.orm import InstrumentedAttribute, mapped_column

SHAPE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
FIRST, LAST = 1800, 2199  # years that a term of office may begin or end in

RoughDay = Annotated[str, mapped_column(String(10))]


def rough_day(text: str) -> str:
    """The same, if there is such a day, month or year. Raises ValueError."""
    if not SHAPE.fullmatch(text) or not FIRST <= earliest(text).year <= LAST:
        raise ValueError(f"{text!r} is not a day, a month or a year")
    return text


def earliest(text: str) -> date:
    """The first day that it may be."""
    return date.fromisoformat((text + "-01-01")[:10] if len(text) < 10 else text)


def latest(text: str) -> date:
    """The last day that it may be."""
    if len(text) == 4:
        return date(int(text), 12, 31)
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        return date.fromordinal(date(year + month // 12, month % 12 + 1, 1).toordinal() - 1)
    return date.fromisoformat(text)


def began(column: InstrumentedAttribute[str], on: date) -> ColumnElement[bool]:
    """SQL: whether this may have begun by that day. ISO 8601 sorts as text."""
    return column <= on.isoformat()


def lasts(column: InstrumentedAttribute[str | None], on: date) -> ColumnElement[bool]:
    """SQL: whether this may not be over on that day; it counts on its last day."""
    return column.is_(None) | (column >= func.substr(on.isoformat(), 1, func.length(column)))
