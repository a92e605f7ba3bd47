"""How the columns of a table were understood the last time one with this header came."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace

from ...db import db, now
from .importers import Choices, Importer, Reading, read
from .models import ColumnMemory


def understand(importer: Importer, data: bytes, choices: Choices) -> tuple[Reading, Choices]:
    """Read a file; its columns as chosen, else as somebody once said, else as guessed."""
    reading = read(importer, data, choices)
    if choices.columns or not reading.header:
        return reading, choices
    known = recall(importer, reading.header)
    if not known or known == reading.columns:
        return reading, choices
    choices = replace(choices, columns=known)
    return read(importer, data, choices), choices


def recall(importer: Importer, header: list[str]) -> dict[str, str]:
    """The columns that somebody chose for such a header, or none."""
    found = db.session.get(ColumnMemory, mark_of(importer, header))
    columns = found.columns if found else {}
    return columns if set(columns.values()) <= set(importer.fields) else {}


def remember(importer: Importer, header: list[str], columns: Mapping[str, str]) -> None:
    """Note what somebody chose; the caller commits."""
    mark = mark_of(importer, header)
    memory = db.session.get(ColumnMemory, mark) or ColumnMemory(header=mark)
    memory.columns, memory.at = dict(columns), now()
    db.session.add(memory)


def mark_of(importer: Importer, header: list[str]) -> str:
    return hashlib.sha256("\0".join([importer.kind, *header]).encode()).hexdigest()
