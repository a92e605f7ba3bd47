"""The rows of a file of people: which column is what, and what each row says.

A row that cannot be taken is a problem with its line; the others are as the database has them.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Any, NamedTuple

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import ValidationError

from ...config import settings
from ...db import now
from ...forms import CONTROLS, LINE_BREAKS, email_address, plain_name
from ...mail.addresses import mailbox
from ...security import keyed_hash
from ...tables import Problem, Row, Table
from ..places import find_division
from ..searching import folded

MOST_ROWS = 200_000
MOST_TAGS = 10
FIELDS = {
    "email": lazy_gettext("Email address"),
    "name": lazy_gettext("Full name"),
    "first_name": lazy_gettext("First name"),
    "last_name": lazy_gettext("Last name"),
    "ward": lazy_gettext("Ward"),
    "language": lazy_gettext("Language"),
    "tags": lazy_gettext("Tags"),
    "agreed_on": lazy_gettext("Day they agreed"),
}
GUESSES = {  # headings as the exports of mailing and form services write them, folded
    "email": "email e-mail emailaddress mail correo correoelectronico",
    "name": "name fullname nombrecompleto nombreyapellido displayname",
    "first_name": "firstname givenname first fname nombre nombres",
    "last_name": "lastname surname familyname last lname apellido apellidos",
    "ward": "ward wardnumber distrito barrio",
    "language": "language lang idioma lengua",
    "tags": "tags tag labels groups etiquetas",
    "agreed_on": "consentdate agreedon optintime optindate confirmtime subscribedon signedupon"
    " dateadded fechadeconsentimiento",
}
BY_HEADING = {word: field for field, words in GUESSES.items() for word in words.split()}
LANGUAGES = {"english": "en", "ingles": "en", "spanish": "es", "espanol": "es", "polish": "pl"}
AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


class Incoming(NamedTuple):
    """One person of a file."""

    line: int
    mailbox: str
    email: str
    name: str
    division: str | None
    language: str
    tags: tuple[str, ...]
    agreed_at: datetime | None


class RowError(ValueError):
    """Why a row cannot be taken, as a sentence."""


def guess_columns(header: list[str]) -> dict[str, str]:
    """Which field each column seems to be, by the column's number; each field once."""
    found: dict[str, str] = {}
    for number, heading in enumerate(header):
        word = re.sub(r"[^a-z-]", "", folded(heading))
        field = BY_HEADING.get(word) or BY_HEADING.get(word.replace("-", ""))
        if field and field not in found.values():
            found[str(number)] = field
    return found


def fault_in_columns(columns: dict[str, str]) -> str:
    """What is missing or twice in a mapping of columns, or nothing."""
    fields = list(columns.values())
    if "email" not in fields:
        return _("Say which column holds the email address.")
    twice = [field for field in FIELDS if fields.count(field) > 1]
    if twice:
        return _("“%(field)s” can be one column only.", field=str(FIELDS[twice[0]]))
    return ""


def read_rows(
    table: Table, columns: dict[str, str], problems: list[Problem]
) -> Iterator[Incoming | None]:
    """Each row as a person, or None for one that became a problem."""
    places = {field: int(number) for number, field in columns.items()}
    seen: dict[str, int] = {}
    for row in table.rows:
        one, fault = try_row(row, places)
        first = seen.setdefault(one.mailbox, row.line) if one else row.line
        if first != row.line:
            one, fault = None, _("This address stands on line %(line)s already.", line=first)
        if one is None:
            problems.append(Problem(row.line, fault))
        yield one


def try_row(row: Row, places: dict[str, int]) -> tuple[Incoming | None, str]:
    try:
        return read_row(row, places), ""
    except RowError as fault:
        return None, str(fault)


def read_row(row: Row, places: dict[str, int]) -> Incoming:
    cells = {field: row.cells[number].strip() for field, number in places.items()}
    if any(CONTROLS.search(cell) or LINE_BREAKS.search(cell) for cell in cells.values()):
        raise RowError(_("A cell holds a line break or a control character."))
    email = checked(email_address, cells["email"], _("There is no email address."))
    if len(email) > 254:
        raise RowError(_("This address is too long."))
    return Incoming(
        row.line,
        keyed_hash(mailbox(email), "mailbox"),
        email,
        read_name(cells),
        read_ward(cells.get("ward", "")),
        read_language(cells.get("language", "")),
        read_tags(cells.get("tags", "")),
        read_day(cells.get("agreed_on", "")),
    )


class _Cell:
    """Stands for a field of a form."""

    def __init__(self, data: str) -> None:
        self.data = data


def checked(rule: Any, text: str, missing: str) -> str:
    """A text that a rule of our forms has looked at."""
    if not text:
        raise RowError(missing)
    cell = _Cell(text)
    try:
        rule(None, cell)
    except ValidationError as fault:
        raise RowError(str(fault)) from None
    return cell.data


def read_name(cells: dict[str, str]) -> str:
    name = cells.get("name") or " ".join(
        filter(None, (cells.get("first_name"), cells.get("last_name")))
    )
    if not name:
        return ""
    if len(name) > 120:
        raise RowError(_("The name is longer than 120 letters."))
    return checked(plain_name, name, "")


def read_ward(text: str) -> str | None:
    if not text:
        return None
    found = find_division(text)
    if found is None:
        raise RowError(_("There is no ward “%(ward)s”.", ward=text[:40]))
    return found


def read_language(text: str) -> str:
    """A language's code; an empty cell or one that is not spoken here is the first language."""
    codes = settings().language_codes
    word = folded(text)
    code = LANGUAGES.get(word, word[:2])
    return code if text and code in codes else ""


def read_tags(text: str) -> tuple[str, ...]:
    found = dict.fromkeys(part.strip() for part in re.split("[,;|]", text))
    tags = tuple(tag for tag in found if re.search(r"\w", tag))
    if len(tags) > MOST_TAGS or any(len(tag) > 40 or "<" in tag or ">" in tag for tag in tags):
        raise RowError(_("Give at most 10 tags of at most 40 letters."))
    return tags


def read_day(text: str) -> datetime | None:
    """A day as ISO 8601 or as Americans write it, 5/24/2024; none in the future."""
    if not text:
        return None
    american = AMERICAN.match(text)
    try:
        if american:
            month, day, year = map(int, american.groups())
            found = date(year, month, day)
        else:
            found = date.fromisoformat(text[:10])
        moment = datetime.combine(found, time(12), UTC)
    except ValueError:
        raise RowError(_("“%(day)s” is no day; write it like 2024-05-24.", day=text[:40])) from None
    if moment.date() > now().date() or found.year < 1900:
        raise RowError(_("“%(day)s” is no day when somebody can have agreed.", day=text[:40]))
    return min(moment, now())
