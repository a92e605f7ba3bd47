"""Whether the numbers of a fact fit together: 4,556 of 50,176 is 9.1%, and not 10.9%.

Only plain numbers are compared. “About 30,000”, “33–14” and “$33 million” are left alone, and so
is a sentence whose numbers are not written side by side: a wrong alarm teaches people to look away.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .content import Content

NUMBER = r"\d{1,3}(?:,\d{3})+|\d+"
PLAIN = re.compile(rf"({NUMBER})(\.\d+)?")
PERCENT = r"(\d{1,3}(?:\.\d+)?)\s?(?:%|percent\b|per cent\b)"
COUNT = rf"(?<![\d.,$])({NUMBER})(?![\d.,]\d)"
IN_BRACKETS = re.compile(rf"{COUNT}\s*\(\s*{PERCENT}\s*\)")
AFTER = re.compile(rf"{PERCENT}\s*\(\s*{COUNT}\s*\)")
SHARES = re.compile(PERCENT)
WHOLE = re.compile(rf"({NUMBER})(?:\.\d+)?\b(?![.,]\d)")


@dataclass(frozen=True)
class Misfit:
    """Two numbers that cannot both be right."""

    kind: str  # "share": a part is not its percentage; "figure": not in the sentence; "part"
    said: str
    meant: str = ""
    part: str = ""
    whole: str = ""


def misfits(content: Content) -> list[Misfit]:
    """Everything in a fact that does not add up; nothing while it says nothing."""
    if not content["statement"]:
        return []
    return [*wrong_shares(content), *wrong_figure(content), *too_large(content)]


def wrong_shares(content: Content) -> Iterator[Misfit]:
    """A count with a percentage in brackets that it is of no whole the fact names."""
    whole = whole_of(content)
    if not whole:
        return
    wholes = {whole, *map(plain, re.findall(COUNT, content["statement"]))} - {None, Decimal(0)}
    for count, share in pairs(content["statement"]):
        part = plain(count) or Decimal(0)
        if part <= whole and not any(is_share(part, one, share) for one in wholes):
            meant = rounded(part * 100 / whole, share)
            yield Misfit("share", f"{share}%", f"{meant}%", count, written(whole))


def is_share(part: Decimal, whole: Decimal | None, share: str) -> bool:
    return bool(whole) and rounded(part * 100 / (whole or 1), share) == Decimal(share)


def pairs(statement: str) -> list[tuple[str, str]]:
    """Counts with the percentage that stands beside them in brackets."""
    found = [(one[1], one[2]) for one in IN_BRACKETS.finditer(statement)]
    return found + [(one[2], one[1]) for one in AFTER.finditer(statement)]


def wrong_figure(content: Content) -> Iterator[Misfit]:
    """A percentage that is not among those of the sentence."""
    figure = plain(content["figure"])
    if figure is None or content["unit"] != "%":
        return
    said = [one[1] for one in SHARES.finditer(content["statement"])]
    if figure > 100:
        yield Misfit("part", f"{content['figure']}%", whole="100%")
    elif said and figure not in {Decimal(one) for one in said}:
        yield Misfit("figure", f"{content['figure']}%", f"{said[0]}%")


def too_large(content: Content) -> Iterator[Misfit]:
    """A count that is more than what it is a part of."""
    figure, whole = plain(content["figure"]), whole_of(content)
    if figure is not None and whole is not None and content["unit"] != "%" and figure > whole:
        yield Misfit("part", content["figure"], whole=written(whole))


@dataclass(frozen=True)
class Share:
    """A figure as a part of its whole, both as numbers."""

    part: Decimal
    whole: Decimal
    percent: Decimal
    is_counted: bool  # the figure is the count itself, not the percentage


def share(content: Content) -> Share | None:
    """What part of its denominator the figure is; None unless both are plain numbers."""
    figure, whole = plain(content["figure"]), whole_of(content)
    if figure is None or whole is None or not whole:
        return None
    if content["unit"] == "%":
        return Share(figure * whole / 100, whole, figure, False) if figure <= 100 else None
    return Share(figure, whole, figure * 100 / whole, True) if figure <= whole else None


def plain(text: str | None) -> Decimal | None:
    """A number as people write it, without anything else."""
    found = PLAIN.fullmatch(text.strip()) if text and text.isascii() and len(text) < 30 else None
    return Decimal(found[0].replace(",", "")) if found else None


def whole_of(content: Content) -> Decimal | None:
    """The number at the beginning of a denominator such as “50,176 alerts”."""
    text = content["denominator"] or ""
    found = WHOLE.match(text) if text[:40].isascii() else None
    if found is None or WHOLE.search(text, found.end()):
        return None  # several numbers: which is the whole?
    return plain(found[0])


def rounded(value: Decimal, like: str) -> Decimal:
    """Rounded to as many places as `like` has."""
    places = len(like.partition(".")[2])
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def written(number: Decimal) -> str:
    return f"{number:,}"


def drawn(content: Content) -> Share | None:
    """A share that may be drawn as a bar: one of like things, that nobody disputes.

    Arrests are no part of alerts, and a drawing makes a disputed figure look settled.
    """
    found = share(content)
    if found is None or content["status"] != "current":
        return None
    unit, whole = (last_word(content[name]) for name in ("unit", "denominator"))
    return found if not found.is_counted or unit == whole else None


def last_word(text: str | None) -> str:
    return (text or "").casefold().split(" ")[-1]
