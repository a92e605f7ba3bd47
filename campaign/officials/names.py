"""Names of officials: as lists sort them, and as addresses of pages."""

import re

from ..coalition.slugs import numbered, slug_from
from ..db import db
from .models import Official

SUFFIX = re.compile(r"(?:,\s*|\s+)((?:Jr|Sr)\.?|II|III|IV)$", re.IGNORECASE)
TAKEN = {"phones"}  # pages beside those of officials


def sort_name(name: str) -> str:
    """“Burnett, Walter, Jr.” for “Walter Burnett, Jr.”; a single name stays as it is."""
    suffix = SUFFIX.search(name)
    plain = name[: suffix.start()] if suffix else name
    given, _space, family = plain.rpartition(" ")
    return ", ".join(filter(None, [family, given, suffix[1] if suffix else ""]))


def free_slug(name: str) -> str:
    """An address that no official has yet."""
    made, number = slug_from(name, "official"), 1
    while numbered(made, number) in TAKEN or is_taken(numbered(made, number)):
        number += 1
    return numbered(made, number)


def is_taken(slug: str) -> bool:
    return db.session.scalar(db.select(Official.id).filter_by(slug=slug)) is not None
