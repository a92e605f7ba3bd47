"""Figures that somebody typed by hand, though the fact sheet has them: a coach, no judge.

A figure that is a fact's own is offered as a citation; one that is nearly a fact's is pointed out.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from flask_babel import get_locale
from flask_babel import gettext as _

from ...coalition.models import Campaign
from ...db import db
from ...factsheet import Fact, FactVersion
from ...factsheet.markup import MARK
from .numbers import COUNT, PERCENT, SCORE, Number, numbers

NEAR = Decimal("0.1")  # of the fact's figure
MANY = 1_000  # from here on a number says enough without the word behind it
MOST = 50  # hints on one text
WHOLE = Decimal(100)  # “100 %” is a way of speaking
LEFT_OUT = re.compile(  # what is no prose: facts, code, links, the numbers of a list
    MARK.pattern.replace("(", "(?:", 1)
    + r"|`[^`\n]*`|\[[^\[\]\n]{0,300}\]\([^()\s]{0,500}\)|<[^<>\s]{1,500}>|https?://\S+"
    r"|^[ \t]*\d+[.)][ \t]",
    re.MULTILINE,
)
FENCE = re.compile(r" {0,3}(?:```|~~~)")


@dataclass(frozen=True)
class Known:
    """What a fact says, as far as figures go."""

    key: str
    statement: str
    figure: str
    unit: str = ""
    denominator: str = ""

    @property
    def words(self) -> str:
        """The figure as one says it: “9.1%”, “50,176 alerts”."""
        return f"{self.figure}%" if self.unit == "%" else f"{self.figure} {self.unit}".strip()


@dataclass(frozen=True)
class Hint:
    """A figure that was typed at letters `start` to `end`, and the fact that it is or nearly is."""

    start: int
    end: int
    typed: str
    fact_key: str
    statement: str
    figure: str
    denominator: str
    is_equal: bool

    @property
    def sentence(self) -> str:
        said = {"typed": self.typed, "figure": self.figure, "whole": self.denominator}
        if self.is_equal:
            return _(
                "“%(typed)s” is in the fact sheet: cite it, and its source comes along.", **said
            )
        if self.denominator:
            return _("“%(typed)s”? The fact sheet says %(figure)s, of %(whole)s.", **said)
        return _("“%(typed)s”? The fact sheet says %(figure)s.", **said)


def found(text: str, campaign: Campaign, locale: str | None = None) -> list[Hint]:
    """What of a Markdown text could be a citation, or differs a little from a fact; one query."""
    if not any(letter.isdecimal() for letter in text):
        return []
    return hints(text, known(campaign, locale or str(get_locale() or "en")))


def known(campaign: Campaign, locale: str) -> list[Known]:
    """The figures that the campaign's public facts give now."""
    query = db.select(FactVersion, Fact.key).join(Fact, Fact.id == FactVersion.fact_id)
    query = query.where(
        Fact.campaign_id == campaign.id,
        FactVersion.number == Fact.version_number,
        Fact.status.in_(("current", "disputed")),
        FactVersion.figure.is_not(None),
    ).order_by(Fact.id)
    return [
        Known(key, one.said(locale)[0], one.figure or "", one.unit or "", one.denominator or "")
        for one, key in db.session.execute(query)
    ]


def hints(text: str, facts: Iterable[Known]) -> list[Hint]:
    """Pure: one hint at most for each number of a text, in order."""
    index = Index(facts)
    said: list[Hint] = []
    for number in numbers(prose(text)):
        match = index.equal(number) or index.near(number)
        if match is not None:
            fact, is_equal = match
            where = number.start, number.end, text[number.start : number.end]
            whole = fact.denominator
            said.append(Hint(*where, fact.key, fact.statement, fact.words, whole, is_equal))
            if len(said) == MOST:
                break
    return said


def prose(text: str) -> str:
    """The text with blanks instead of what is no prose, letter for letter."""
    lines, is_code = text.split("\n"), False
    for number, line in enumerate(lines):
        is_fence = FENCE.match(line) is not None
        if is_fence or is_code:
            lines[number] = "_" * len(line)
        is_code ^= is_fence
    return LEFT_OUT.sub(lambda one: "_" * len(one[0]), "\n".join(lines))


Match = tuple[Known, bool]  # and whether the figures are equal


class Index:
    """The numbers of all facts, to find one's equal or its neighbour without trying each."""

    def __init__(self, facts: Iterable[Known]) -> None:
        self.same: dict[tuple[object, ...], list[tuple[Known, bool]]] = {}
        self.digits: dict[tuple[str, str], list[Known]] = {}
        sizes: list[tuple[str, Decimal, int, Known]] = []
        for fact in facts:
            all_said = figures_of(fact)
            for one in all_said:
                for value in values_of(one):
                    is_only = len(all_said) == 1
                    self.same.setdefault((one.kind, value), []).append((fact, is_only))
                if one.kind != SCORE:
                    sizes.append((one.kind, one.values[0], len(sizes), fact))
                self.digits.setdefault((one.kind, one.digits), []).append(fact)
        self.sizes = sorted(sizes)

    def equal(self, number: Number) -> Match | None:
        for value in values_of(number):
            for fact, is_only in self.same.get((number.kind, value), ()):
                if is_about(number, fact, is_near=False):
                    return fact, is_only
        return None

    def near(self, number: Number) -> Match | None:
        """The fact whose figure is the nearest, or has the same digits in another order."""
        if number.kind == PERCENT and number.values == (WHOLE,):
            return None
        fitting = [one for one in self.neighbours(number) if is_about(number, one[1], is_near=True)]
        if fitting:
            return min(fitting, key=lambda one: one[0])[1], False
        if len(number.digits) < 2 or (number.kind == COUNT and not says_enough(number)):
            return None
        others = self.digits.get((number.kind, number.digits), ())
        return (others[0], False) if others else None

    def neighbours(self, number: Number) -> list[tuple[Decimal, Known]]:
        """Facts whose figure differs by a tenth at most, and by how much."""
        if number.kind == SCORE:
            return []
        value = number.values[0]
        found: list[tuple[Decimal, Known]] = []
        at = bisect_left(self.sizes, (number.kind, value / (1 + NEAR), -1))
        for kind, size, _number, fact in self.sizes[at : at + 20]:
            if kind != number.kind or size > value / (1 - NEAR):
                break
            if size and abs(size - value) <= NEAR * size:
                found.append((abs(size - value) / size, fact))
        return found


def figures_of(fact: Known) -> list[Number]:
    """The numbers of a fact's figure, as they would be typed; a bare year is none."""
    told = f"{fact.figure}%" if fact.unit == "%" and "%" not in fact.figure else fact.figure
    if "dollar" in fact.unit and "$" not in told:
        told = f"${told}"
    return [one for one in numbers(told) if not (one.is_year and not fact.unit)]


def values_of(number: Number) -> list[object]:
    """What a number may be compared by: a score only as a whole."""
    return [number.values] if number.kind == SCORE else [*number.values]


def is_about(number: Number, fact: Known, is_near: bool) -> bool:
    """Whether a count is meant at all: “12” alone is no figure, “12 police districts” is."""
    if number.kind != COUNT:
        return True
    if is_unit(number.unit, fact.unit):
        return True
    return says_enough(number) and not is_near


def says_enough(number: Number) -> bool:
    return number.values[0] >= MANY and not number.is_year


def is_unit(word: str, unit: str) -> bool:
    """Whether this word is one of the unit's, in whatever number or cognate."""
    words = re.findall(r"[^\W\d_]{3,}", unit.casefold())
    return len(word) > 2 and any(one[:4] == word[:4] for one in words)
