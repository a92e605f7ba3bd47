"""Rosters: who holds which seat, from a table or from another system's file."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from ...tables import OTHERS
from ..bringing.importers import Choices, Importer, Option, Reading
from ..bringing.texts import Unreadable, load_json, load_yaml, text_of
from . import files as roster_files
from . import popolo
from . import table as roster_table
from .seating import want

YAML = re.compile(r"\s*(?:#[^\n]*\n\s*)*(?:---|-\s+\w+:|[\w-]+:(?:\s|$))")
MOST_TOLD = 20  # notes of one kind


def read(data: bytes, choices: Choices) -> Reading:
    """Read a roster; what kind it is shows in what it says. Raises TableError."""
    if data.startswith(OTHERS):
        return roster_table.read(data, choices)
    text, notes = text_of(data)
    if text.lstrip()[0] in "{[":
        return read_records(load_json(text), choices, notes)
    if YAML.match(text):
        return read_records(load_yaml(text), choices, notes)
    return roster_table.read(data, choices)


def read_records(value: Any, choices: Choices, notes: list[str]) -> Reading:
    """Read what JSON or YAML said: a document, a record, or a list of them."""
    found = Reading(notes=notes)
    if popolo.fits(value):
        popolo.read(value, choices, found)
    else:
        for record in unwrapped(value):
            if not isinstance(record, dict) or not roster_files.add(found, record, choices):
                line = getattr(record, "line", 1)
                words = _("This is no person, committee or membership of a kind that is known.")
                raise Unreadable(words, line)
    if not found.items and not found.problems:
        raise Unreadable(_("Nobody who holds a seat stands in this file."))
    found.notes = shortened(found.notes)
    return found


def unwrapped(value: Any) -> list[Any]:
    """The records: one alone, a list, several documents, or the clerk’s `data`."""
    if isinstance(value, dict):
        data = value.get("data")
        return data if isinstance(data, list) else [value]
    found = []
    for one in value if isinstance(value, list) else [value]:
        found += one if isinstance(one, list) else [one]
    return found


def shortened(notes: list[str]) -> list[str]:
    left = len(notes) - MOST_TOLD
    return notes if left <= 0 else [*notes[:MOST_TOLD], _("And %(num)s more.", num=left)]


IMPORTER = Importer(
    kind="roster",
    label=lazy_gettext("Who holds which seat"),
    formats=lazy_gettext(
        "CSV with a row of headings, Open States (YAML), Popolo, Legistar or the Chicago clerk’s"
        " persons and bodies (JSON); up to 20 MB."
    ),
    read=read,
    want=want,
    options=(
        Option(
            "source",
            lazy_gettext("Where is the file from?"),
            lazy_gettext("Shown beside what it brings. Where a row says it itself, that counts."),
        ),
        Option(
            "as_of",
            lazy_gettext("On which day was it right?"),
            lazy_gettext("Like 2026-11-29; today if you leave it empty."),
            kind="day",
        ),
    ),
    fields=roster_table.FIELDS,
    words={
        "name": lazy_gettext("name"),
        "other_names": lazy_gettext("other spellings"),
        "ids": lazy_gettext("numbers elsewhere"),
        "starts": lazy_gettext("first day"),
        "ends": lazy_gettext("last day"),
        "role": lazy_gettext("role"),
        "note": lazy_gettext("note"),
        "value": lazy_gettext("address or number"),
        "sort_name": lazy_gettext("name in lists"),
    },
)
