"""Record numbers, compared as clerks do: one number has several spellings.

Chicago writes kind, year and number: `O2024-0011032`, before 2023 in short, `R2021-644`; an S in
front marks a substitute of the same matter (`SOr2024-0007759` is `Or2024-7759`), as the city's own
search and the Open Civic Data scraper of its record have it. New York writes `Int 0878-2023`, and
`Int 0878-2023-A` once it is amended. Other councils: letters and digits, in their order.
"""

import re
import unicodedata

from flask_babel import gettext as _

from ...db import db
from ..models import Body
from .models import Measure, RecordNumber

LONGEST = 40
DASHES = re.compile("[\u00ad\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")
UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff]")
YEAR = re.compile(r"(?:18|19|20|21)\d\d", re.ASCII)
SHAPE = re.compile(
    r"([A-Z]{1,8})\.?\s*(?:NO\.?\s*)?(\d{1,9})\s*-\s*(\d{1,9})(?:\s*-\s*[A-Z])?", re.ASCII
)
LOOSE = re.compile(r"[A-Z0-9][A-Z0-9 .,/#_-]*", re.ASCII)
NUMBER_FIRST = frozenset(("INT", "LU", "M", "RES", "SLR"))  # New York: the year comes last


class NumberTakenError(ValueError):
    """The number means another measure already; the message is a sentence."""

    def __init__(self, other: Measure, written: str) -> None:
        self.other = other
        words = _("%(number)s is %(record)s here already.", number=written, record=other.record)
        super().__init__(words)


def key(written: str) -> str:
    """The same for all spellings of one number. Raises ValueError for what is no number."""
    plain = plain_text(written)
    found = SHAPE.fullmatch(plain)
    years = found and year_and_number(*found.groups())
    if found and years:
        kind = found[1]
        if kind[0] == "S" and len(kind) > 1 and kind not in NUMBER_FIRST:
            kind = kind[1:]
        return f"{kind}{years[0]}-{int(years[1]):07}"
    if len(plain) > LONGEST or not LOOSE.fullmatch(plain) or not re.search(r"\d", plain):
        raise ValueError(f"{written[:LONGEST]!r} is not a record number")
    parts = [one.lstrip("0") or "0" for one in re.findall(r"[A-Z]+|\d+", plain) if one != "NO"]
    return "-".join(parts)


def plain_text(written: str) -> str:
    plain = UNSEEN.sub("", DASHES.sub("-", unicodedata.normalize("NFKC", written)))
    return " ".join(plain.split()).upper()


def year_and_number(kind: str, first: str, second: str) -> tuple[str, str] | None:
    """Which of two numbers is the year; None where neither is."""
    is_first, is_second = bool(YEAR.fullmatch(first)), bool(YEAR.fullmatch(second))
    if is_second and (kind in NUMBER_FIRST or not is_first):
        return second, first
    return (first, second) if is_first else None


def is_number(written: str) -> bool:
    try:
        return bool(key(written))
    except ValueError:
        return False


def find_measure(body: Body, written: str) -> Measure | None:
    """The measure of a body that this number means, however it is spelled."""
    if not is_number(written):
        return None
    query = db.select(Measure).join(RecordNumber).where(RecordNumber.body_id == body.id)
    found: Measure | None = db.session.scalar(query.where(RecordNumber.key == key(written)))
    return found


def add_number(measure: Measure, written: str) -> RecordNumber:
    """Let this number mean this measure, too; the row there is where it does already.

    Raises ValueError for what is no number, NumberTakenError where it means another.
    """
    mark, known = key(written), find_measure(measure.body, written)
    if known is not None and known.id != measure.id:
        raise NumberTakenError(known, written)
    for one in measure.numbers:
        if one.key == mark:
            return one
    row = RecordNumber(body_id=measure.body_id, key=mark, written=written.strip())
    measure.numbers.append(row)
    return row
