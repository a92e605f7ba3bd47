"""Numbers as people type them, in figures: what each is worth and what kind it is. Pure.

“9.1 %” and “9,1 percent” are one figure, and so are “$33M” and “33 million dollars”. What a point
or comma stands for differs by country, so that “50.176” may be worth two things.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

PERCENT, MONEY, SCORE, COUNT = "percent", "money", "score", "count"
LONGEST = 15  # digits
SCALES = {
    **dict.fromkeys(("k", "K", "thousand", "mil", "tys", "千"), 1_000),
    "万": 10_000,
    **dict.fromkeys(("M", "million", "millones", "millón", "mln", "百万"), 1_000_000),
    **dict.fromkeys(("B", "bn", "billion", "mld"), 1_000_000_000),
    "亿": 100_000_000,
}
WORDS = "|".join(sorted(SCALES, key=len, reverse=True))
SPACE = " \u00a0\u202f"
NUMBER = re.compile(
    rf"(?<![\w.,:/$#&-])(?P<money>US\$|\$|USD\s|€|£)?[{SPACE}]?"
    rf"(?P<digits>\d{{1,3}}(?:[{SPACE}]\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*)"
    r"(?:(?P<dash>[-–—])(?P<other>\d+)(?![\w-]))?"
    rf"(?:[{SPACE}-]?(?P<scale>{WORDS})(?![^\W\d_]))?"
    rf"(?P<percent>[{SPACE}]?(?:[%％]|(?:percent|per\scent|por\sciento|procent)(?!\w)))?"
    rf"(?P<dollars>[{SPACE}](?:dollars|dólares|dolarów|USD|US\sdollars)(?!\w))?"
    r"(?![\w:/]|[.,-]\d)"
)
UNIT = re.compile(r"[ \u00a0\u202f]+([^\W\d_]{2,40})")


@dataclass(frozen=True)
class Number:
    """One number of a text: where it stands, what it is worth, and the word that follows."""

    start: int
    end: int
    kind: str
    values: tuple[Decimal, ...]  # of a score both sides; else whatever the digits may mean
    unit: str = ""

    @property
    def is_year(self) -> bool:
        [value, *others] = self.values
        is_whole = not others and value == value.to_integral_value()
        return self.kind == COUNT and is_whole and 1900 <= value <= 2100

    @property
    def digits(self) -> str:
        """Its digits in order of size: those of 9.1 and of 1.9 are the same."""
        return "".join(sorted("".join(str(one) for one in self.values[:2]).strip("0.")))


def numbers(text: str) -> Iterator[Number]:
    """The numbers of a text, in order; dates, times, ordinals and records are none."""
    for found in NUMBER.finditer(text):
        values = score(found) if found["dash"] else worth(found)
        if values:
            unit = UNIT.match(text, found.end())
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            yield Number(
                start, found.end(), kind_of(found), values, unit[1].casefold() if unit else ""
            )


def kind_of(found: re.Match[str]) -> str:
    if found["dash"]:
        return SCORE
    if found["percent"]:
        return PERCENT
    return MONEY if found["money"] or found["dollars"] else COUNT


def score(found: re.Match[str]) -> tuple[Decimal, ...]:
    """Both sides of “33–14”; a span of years or of percents is nothing that one counts."""
    sides = (found["digits"], found["other"])
    is_span = found["percent"] or found["scale"] or found["money"]
    if is_span or not all(one.isdecimal() and len(one) <= 3 for one in sides):
        return ()
    return tuple(Decimal(one) for one in sides)


def worth(found: re.Match[str]) -> tuple[Decimal, ...]:
    digits = re.sub(rf"[{SPACE}]", "", found["digits"])
    if sum(one.isdecimal() for one in digits) > LONGEST:
        return ()
    scale = SCALES[found["scale"]] if found["scale"] else 1
    return tuple(dict.fromkeys(Decimal(one) * scale for one in readings(digits)))


def readings(digits: str) -> list[str]:
    """The plain numbers that digits with points and commas may stand for."""
    groups = re.split("[.,]", digits)
    marks = [one for one in digits if one in ".,"]
    are_thousands = len(groups[0]) <= 3 and all(len(one) == 3 for one in groups[1:])
    whole, *rest = groups
    if not marks:
        return [digits]
    if len(marks) == 1:
        decimal = f"{whole}.{rest[0]}"
        return ["".join(groups), decimal] if are_thousands else [decimal]
    if len(set(marks)) == 1:
        return ["".join(groups)] if are_thousands else []
    if len(set(marks[:-1])) == 1 and all(len(one) == 3 for one in groups[1:-1]):
        return ["".join(groups[:-1]) + "." + groups[-1]]
    return []
