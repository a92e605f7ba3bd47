"""Names of office holders as files write them, and whether two mean one person.

“Moore, David H.”, “Burnett, Jr., Walter”, “Scott, Jr. Michael”, “Felix Cardona, Jr.” and “Rossana
Rodriguez Sanchez” are all in use by one clerk. Only a comma tells where a family name begins;
without one, each way to read the name is tried.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from sqlalchemy.orm import selectinload

from ..coalition.slugs import numbered, slug_from
from ..db import db
from .models import Body, Official, Term

PAGES = ("phones",)  # beside those of single officials
SUFFIXES = {"jr": "Jr.", "sr": "Sr.", "ii": "II", "iii": "III", "iv": "IV"}
PARTICLES = frozenset("da de del della der di dos du el la le san st ter van von".split())
TITLES = frozenset("ald alderman alderperson alderwoman council councilmember hon mayor".split())
TITLES |= frozenset("dr member mr mrs ms president rev".split())
SHORT = {  # what is no beginning of the whole name
    "bill": "william",
    "bob": "robert",
    "dick": "richard",
    "jim": "james",
    "jimmy": "james",
    "mike": "michael",
    "peggy": "margaret",
    "ted": "edward",
    "tony": "anthony",
}
LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "-": " ", "‐": " ", "–": " "})
DIMINUTIVE = re.compile(r"(.)\1?(?:y|ie|i)$")  # Timmy, Debbie
SILENT = re.compile("[.'’‘`ʼ]")


@dataclass(frozen=True)
class Name:
    """A personal name. `middle` may hold the beginning of the family name unless `is_sure`."""

    given: str = ""
    middle: str = ""
    family: str = ""
    suffix: str = ""
    is_sure: bool = True

    @property
    def said(self) -> str:
        """“Walter Burnett, Jr.”"""
        words = " ".join(filter(None, (self.given, self.middle, self.family)))
        return (
            words + (f", {self.suffix}" if self.suffix[1:] == "r." else f" {self.suffix}").rstrip()
        )

    @property
    def sort_name(self) -> str:
        """“Burnett, Walter, Jr.”"""
        first = " ".join(filter(None, (self.given, self.middle)))
        return ", ".join(filter(None, (self.family, first, self.suffix)))


def parse(text: str) -> Name:
    """A name as a file writes it in one cell; the given name is empty where it has only one."""
    parts, suffix = [], ""
    for part in text.split(","):
        words, found = without_suffix(part.split())
        suffix = suffix or found
        if words:
            parts.append(words)
    if not parts:
        return Name(suffix=suffix)
    if len(parts) > 1:
        given, *middle = (word for words in parts[1:] for word in words)
        return Name(given, " ".join(middle), " ".join(without_title(parts[0])), suffix)
    return replace(in_order(without_title(parts[0])), suffix=suffix)


def of_columns(given: str, family: str, suffix: str = "") -> Name:
    """A name from cells of its own: the given one may hold more, the family one a suffix."""
    words, found = without_suffix(family.replace(",", " ").split())
    first = given.split() or [""]
    suffix = SUFFIXES.get(fold(suffix), suffix.strip()) or found
    return Name(first[0], " ".join(first[1:]), " ".join(words), suffix)


def without_suffix(words: list[str]) -> tuple[list[str], str]:
    """The words without a Jr. that stands first (“Jr. Michael”) or last."""
    for at in (-1, 0):
        if words and (found := SUFFIXES.get(fold(words[at]))):
            return (words[:-1] if at else words[1:]), found
    return words, ""


def without_title(words: list[str]) -> list[str]:
    while len(words) > 1 and fold(words[0]) in TITLES:
        words = words[1:]
    return words


def in_order(words: list[str]) -> Name:
    """A name with the given one first: the last word is the family's, with “de la” before it."""
    if len(words) == 1:
        return Name(family=words[0])
    at = len(words) - 1
    while at > 1 and fold(words[at - 1]) in PARTICLES:
        at -= 1
    return Name(words[0], " ".join(words[1:at]), " ".join(words[at:]), is_sure=False)


def fold(text: str) -> str:
    """What two spellings share: no accents, capitals, dots, apostrophes; a hyphen is a space."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(SILENT.sub("", kept.translate(LETTERS)).split())


def same_person(one: Name | str, other: Name | str) -> bool:
    """Whether these may name one person. A name without a given one fits all of its family."""
    if last_word(one) != last_word(other):
        return False
    return any(fits(a, b) for a in readings(one) for b in readings(other))


@lru_cache(4096)
def readings(name: Name | str) -> tuple[Name, ...]:
    return tuple(each_reading(name))


def each_reading(name: Name | str) -> Iterator[Name]:
    """Each way to read a name, folded; initials begin no family name."""
    name = parse(name) if isinstance(name, str) else name
    middle = fold(name.middle).split()
    whole = Name(fold(name.given), "", fold(name.family), fold(name.suffix))
    yield replace(whole, middle=" ".join(middle))
    if name.is_sure:
        return
    for at, word in enumerate(middle):
        if len(word) > 1:
            family = " ".join([*middle[at:], whole.family])
            yield replace(whole, middle=" ".join(middle[:at]), family=family)
    yield replace(whole, given="", family=" ".join([whole.given, *middle, whole.family]))


def fits(one: Name, other: Name) -> bool:
    """Whether two folded names are one person's.

    Father and son: where only one has a suffix, a full middle name that the other lacks makes
    them two. “Walter Redmond Burnett” is not “Walter Burnett, Jr.”
    """
    if one.family != other.family or not short_for(one.given, other.given):
        return False
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return False
    if one.middle and other.middle:
        return one.middle.startswith(other.middle) or other.middle.startswith(one.middle)
    return one.suffix == other.suffix or len(one.middle or other.middle) < 2


def short_for(one: str, other: str) -> bool:
    """Whether two folded given names may be one: Chris, Christopher; Timmy, Timothy; T."""
    one, other = SHORT.get(one, one), SHORT.get(other, other)
    if one.startswith(other) or other.startswith(one):
        return True
    stems = (DIMINUTIVE.sub(r"\1", name) for name in (one, other))
    return one[:3] == other[:3] and any(3 <= len(stem) <= 4 for stem in stems)


class Known:
    """The officials who ever sat in a body or its committees, loaded once for many names."""

    def __init__(self, body: Body) -> None:
        council = body.parent or body
        bodies = db.select(Body.id).where((Body.id == council.id) | (Body.parent_id == council.id))
        terms = db.select(Term.official_id).where(Term.body_id.in_(bodies))
        query = db.select(Official).where(Official.id.in_(terms)).order_by(Official.id)
        self.officials = db.session.scalars(query.options(selectinload(Official.terms))).all()
        self.by_spelling: dict[str, list[Official]] = {}
        self.by_word: dict[str, list[Official]] = {}
        for one in self.officials:
            for spelling in spellings(one):
                self.by_spelling.setdefault(spelling, []).append(one)
            for word in {last_word(said) for said in (one.sort_name, *one.other_names)}:
                self.by_word.setdefault(word, []).append(one)

    def find(self, name: str | Name, on: date | None = None) -> list[Official]:
        """Who may be meant: those with exactly this name, else whose name fits.

        Of several, those who may have been in office that day.
        """
        said = name if isinstance(name, str) else name.said
        found = self.by_spelling.get(fold(said), [])
        found = found or [
            one for one in self.by_word.get(last_word(name), []) if is_called(one, name)
        ]
        if on and len(found) > 1:
            found = [one for one in found if any(t.may_hold(on) for t in one.terms)] or found
        return found


@lru_cache(4096)
def last_word(name: Name | str) -> str:
    """The last word of the family name, which all ways to read a name share."""
    family = (parse(name) if isinstance(name, str) else name).family
    return (fold(family).split() or [""])[-1]


def spellings(official: Official) -> set[str]:
    return {fold(one) for one in (official.name, official.sort_name, *official.other_names)}


def is_called(official: Official, name: str | Name) -> bool:
    """Whether this name fits an official's own, or another spelling of it."""
    said = (official.name, official.sort_name, *official.other_names)
    return any(same_person(name, one) for one in said)


def find_officials(body: Body, name: str, on: date | None = None) -> list[Official]:
    """The officials of a body whom this name may mean: none, one or several.

    For many names, `Known(body).find` asks the database once.
    """
    return Known(body).find(name, on)


def taken_slugs() -> set[str]:
    """The short names that no new official can have."""
    return {*PAGES, *db.session.scalars(db.select(Official.slug))}


def free_slug(name: str, taken: set[str]) -> str:
    """A short name for addresses that is not among these."""
    wish = slug_from(name, "official")
    tries = (numbered(wish, number) for number in range(1, len(taken) + 2))
    return next(one for one in tries if one not in taken)
