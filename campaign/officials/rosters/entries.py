"""What the readers of rosters hand on: who holds which seat, checked cell by cell."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _

from ...forms import CONTROLS
from ...tables import Problem
from ..bringing.importers import Reading
from ..dates import rough_day
from ..names import Name, fold

LONGEST_NAME, LONGEST_NOTE, LONGEST_VALUE = 120, 300, 300
NUMBER = re.compile(r"\D*?(\d{1,6})(?:\.0+)?(?:st|nd|rd|th)?\D*", re.IGNORECASE)
AMERICAN = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
PHONE = re.compile(r"\+?[\d\s().,/-]+(?:(?:ext\.?|x|#)\s*\d+)?", re.IGNORECASE)
WEBSITE = re.compile(r"(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}(?::\d+)?(?:[/?#]\S*)?", re.IGNORECASE)
CHAIR = re.compile(r"(vice[ -]?)?chair(?:man|woman|person)?", re.IGNORECASE)
MEMBERS = frozenset(("", "member", "committee member", "council member", "alderperson", "alderman"))
ONCE = re.compile(r"\b(?:guest|attended)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Reach:
    """One way to reach an office holder; the fields are those of Contact."""

    kind: str
    value: str
    label: str = ""


@dataclass
class Entry:
    """Somebody in a seat or in a committee, as a file says it.

    `seat` is the ward's number or the seat's name; `body` a committee or office below the council,
    empty for the council itself. Days are rough, empty where the file gives none. `as_of` is the
    day as of which this is right.
    """

    line: int
    name: Name
    seat: str = ""
    body: str = ""
    body_kind: str = "committee"
    role: str = "member"
    starts: str = ""
    ends: str = ""
    as_of: date | None = None
    note: str = ""
    source: str = ""
    ids: dict[str, str] = field(default_factory=dict)
    contacts: list[Reach] = field(default_factory=list)

    @property
    def sourced(self) -> str:
        """Where it is from and when it was right, within the column's length."""
        day = f" ({self.as_of.isoformat()})" if self.as_of else ""
        return f"{self.source[: LONGEST_NOTE - len(day)]}{day}"


class Cells:
    """Takes the values of one row or record and collects what is wrong with them.

    `named` says how a field is called in this file.
    """

    def __init__(
        self,
        line: int,
        values: Mapping[str, Any],
        found: Reading,
        named: Callable[[str], str] = str,
    ) -> None:
        self.line, self.values, self.found, self.named = line, values, found, named

    def fault(self, sentence: str) -> None:
        self.found.problems.append(Problem(self.line, sentence))

    def text(self, name: str, most: int = LONGEST_NOTE) -> str:
        """A cell on one line, at most so many letters."""
        value = self.values.get(name)
        words = " ".join(str(value).split()) if isinstance(value, str | int | float) else ""
        if CONTROLS.search(words):
            self.fault(_("“%(name)s” holds control characters.", name=self.named(name)))
            return ""
        return words if len(words) <= most else words[: most - 1] + "…"

    def day(self, name: str) -> str:
        """A rough day: ISO 8601 with or without a time, or month/day/year."""
        said = self.text(name)
        try:
            return day_text(said) if said else ""
        except ValueError:
            self.fault(
                _(
                    "“%(name)s” says %(said)s: write a day like 2023-05-15, a month or a year.",
                    name=self.named(name),
                    said=said[:60],
                )
            )
            return ""

    def reach(self, name: str, kind: str, label: str = "") -> Iterable[Reach]:
        """A way to reach somebody, if there is one in this cell and it is right."""
        said = self.text(name, LONGEST_VALUE).removeprefix("mailto:")
        if not said:
            return []
        sentence = FAULTS[kind](said) if kind in FAULTS else ""
        if kind == "website" and "://" in said and "@" in said:
            words = _("Line %(line)s: %(said)s is no web address and is left out.")
            self.found.notes.append(words % {"line": self.line, "said": said[:80]})
            return []
        if sentence:
            self.fault(sentence % {"name": self.named(name), "said": said[:80]})
            return []
        return [Reach(kind, with_scheme(said) if kind == "website" else said, label)]


def day_text(said: str) -> str:
    """A rough day as our tables have it. Raises ValueError."""
    if found := AMERICAN.fullmatch(said):
        said = f"{found[3]}-{int(found[1]):02}-{int(found[2]):02}"
    return rough_day(re.split("[T ]", said)[0])


def email_fault(said: str) -> str:
    if "@" not in said and WEBSITE.fullmatch(said):
        return _(
            "The cell “%(name)s” should hold an email address and holds a web address: %(said)s."
        )
    try:
        validate_email(said, check_deliverability=False)
    except EmailNotValidError:
        return _("The cell “%(name)s” holds no email address: %(said)s.")
    return ""


def website_fault(said: str) -> str:
    if "@" in said and "/" not in said:
        return _(
            "The cell “%(name)s” should hold a web address and holds an email address: %(said)s."
        )
    if not WEBSITE.fullmatch(said):
        return _("The cell “%(name)s” holds no web address: %(said)s.")
    return ""


def phone_fault(said: str) -> str:
    if PHONE.fullmatch(said) and 7 <= len(re.sub(r"\D", "", said)) <= 20:
        return ""
    return _("The cell “%(name)s” holds no telephone number: %(said)s.")


FAULTS: dict[str, Callable[[str], str]] = {
    "email": email_fault,
    "website": website_fault,
    "phone": phone_fault,
    "fax": phone_fault,
}


def with_scheme(website: str) -> str:
    return website if "://" in website else f"https://{website}"


def ward_number(seat: str) -> int | None:
    """“35”, “35.0”, “Ward 35”, “35th Ward” → 35; None for a seat with a name."""
    found = NUMBER.fullmatch(seat)
    return int(found[1]) if found else None


def plain_role(said: str) -> str:
    """“CHAIRPERSON” → Chair, “Committee Member” → member; others as they are."""
    if found := CHAIR.fullmatch(said.strip()):
        return "Vice Chair" if found[1] else "Chair"
    return "member" if fold(said) in MEMBERS else said.strip()


def is_guest(role: str) -> bool:
    """Whether a role says that somebody was there, and not that they are a member."""
    return bool(ONCE.search(role))


def same_reach(kind: str, one: str, other: str) -> bool:
    """Whether two spellings are one number, address or page."""
    return plain_reach(kind, one) == plain_reach(kind, other)


def says_no_more(kind: str, known: str, said: str) -> bool:
    """Whether a file's address is the known one, or only the beginning of it."""
    if kind in ("office", "city_hall"):
        return plain_reach(kind, known).startswith(plain_reach(kind, said))
    return same_reach(kind, known, said)


def plain_reach(kind: str, value: str) -> str:
    if kind in ("phone", "fax"):
        return re.sub(r"\D", "", value).removeprefix("1")
    if kind == "website":
        return re.sub(r"^https?://(www\.)?|/+$", "", value.casefold())
    if kind == "email":
        return value.casefold()
    return re.sub(r"[^a-z0-9]+", " ", fold(value)).strip()
