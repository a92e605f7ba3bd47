"""What people add to the record and correct in it; no import overwrites it. The caller commits."""

from typing import Any

from ...db import db
from ..bringing.importers import lock
from ..models import Body
from . import numbers
from .models import Measure, RecordNumber, Vote


class ShownNumberError(ValueError):
    """The number that a measure is shown under cannot be taken off it."""


def add_measure(council: Body, record: str, **values: Any) -> Measure:
    """A measure that no file has brought. ValueError for what is no record number,
    NumberTakenError for one that means another measure."""
    lock(council)
    if (known := numbers.find_measure(council, record)) is not None:
        raise numbers.NumberTakenError(known, record)
    measure = Measure(body=council, record=record, source="", by_hand=[])
    measure.correct(**{name: value for name, value in values.items() if value not in ("", None)})
    db.session.add(measure)
    db.session.flush()
    numbers.add_number(measure, record)
    return measure


def add_number(measure: Measure, written: str) -> RecordNumber:
    """Let another number mean this measure, as `numbers.add_number`, one person at a time."""
    lock(measure.body)
    return numbers.add_number(measure, written)


def remove_number(measure: Measure, key: str) -> RecordNumber | None:
    """Let a number no longer mean this measure; None where it does not. No import adds it again.

    Raises ShownNumberError for the number that it is shown under.
    """
    if key == numbers.key(measure.record):
        raise ShownNumberError(measure.record)
    found = next((one for one in measure.numbers if one.key == key), None)
    if found is not None:
        measure.numbers.remove(found)
        measure.by_hand = sorted({*(measure.by_hand or []), "numbers"})
    return found


def correct_vote(vote: Vote, value: str) -> bool:
    """Say what somebody really did; whether that is new."""
    return bool(vote.correct(value=value))
