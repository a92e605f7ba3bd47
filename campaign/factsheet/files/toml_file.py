"""Facts as TOML: a `[[fact]]` each, with `[[fact.source]]` and `[[fact.dispute]]` below it.

See docs/facts-format.md. Python reads TOML but tells no lines: `find_lines` looks them up.
"""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from flask_babel import gettext as _

from ..content import CARE_FIELDS, SOURCE_FIELDS, TEXT_FIELDS, Content
from .entries import Entry, Path, Problem, Unreadable

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
AT_LINE = re.compile(r" \(at line (\d+), column \d+\)")
HEADER = re.compile(r"\s*(\[\[?)([\w.\s\"'-]+)\]\]?\s*(?:#.*)?$")
FIELD = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=\s*(.*)$")


def read_toml(text: str, slug: str) -> list[Entry]:
    """The facts of a TOML file, unchecked. Raises Unreadable, also for another campaign's file."""
    table = parse(text)
    lines = find_lines(text)
    problems = [
        Problem(
            lines.get((name,), 1), _("“%(name)s” is not a field of a fact sheet.", name=name[:60])
        )
        for name in table.keys() - {"campaign", "fact"}
    ]
    if table.get("campaign", slug) != slug:
        sentence = _(
            "The file is for the campaign %(other)s, not for %(mine)s.",
            other=repr(table["campaign"])[:80],
            mine=repr(slug),
        )
        problems.append(Problem(lines.get(("campaign",), 1), sentence))
    facts = table.get("fact", [])
    if not is_tables(facts):
        problems.append(Problem(lines.get(("fact",), 1), _("Write each fact under [[fact]].")))
    if problems:
        raise Unreadable(problems)
    return [Entry(fact, finder(lines, index)) for index, fact in enumerate(facts)]


def parse(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise Unreadable([Problem(1, _("This is not TOML: it is nested too deep."))]) from None
    except ValueError as error:
        found = AT_LINE.search(str(error))
        line = int(found.group(1)) if found else text.count("\n") + 1
        why = AT_LINE.sub("", str(error)).removesuffix(" (at end of document)")
        sentence = _("This is not TOML: %(why)s.", why=why)
        raise Unreadable([Problem(line, sentence)]) from None


def is_tables(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def finder(lines: dict[Path, int], index: int) -> Callable[[Path], int]:
    """Return the function that finds the line of a value of one fact, or of what holds it."""

    def find(path: Path) -> int:
        for length in range(len(path), -1, -1):
            if line := lines.get(("fact", index, *path[:length])):
                return line
        return 1

    return find


def find_lines(text: str) -> dict[Path, int]:
    """Where each table and field of a valid TOML file stands, as people write them: a line each."""
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    here: Path = ()
    closing = ""
    for number, line in enumerate(text.split("\n"), 1):
        if closing:
            closing = "" if closing in line else closing
        elif header := HEADER.match(line):
            here = enter(header.group(2), header.group(1) == "[[", counts)
            lines.setdefault(here, number)
        elif field := FIELD.match(line):
            lines.setdefault((*here, field.group(1)), number)
            quotes = field.group(2)[:3]
            if quotes in ('"""', "'''") and quotes not in field.group(2)[3:]:
                closing = quotes
    return lines


def enter(name: str, is_new: bool, counts: dict[Path, int]) -> Path:
    """The place of a table header; `[[fact.source]]` is the next source of the last fact."""
    place: Path = ()
    words = [word.strip(" \t\"'") for word in name.split(".")]
    for depth, word in enumerate(words):
        place = (*place, word)
        if depth == len(words) - 1 and is_new:
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place


def write_toml(slug: str, facts: Iterable[tuple[str, Content, dict[str, date | None]]]) -> str:
    """The whole sheet as TOML, always in the same order and the same spelling."""
    lines = [f"campaign = {quoted(slug)}"]
    for key, content, care in facts:
        lines += write_fact(key, content, care)
    return "\n".join(lines) + "\n"


def write_fact(key: str, content: Content, care: dict[str, date | None]) -> Iterator[str]:
    yield from ("", "[[fact]]", f"key = {quoted(key)}")
    yield from pairs(content, TEXT_FIELDS)
    yield from pairs({name: care[name] and str(care[name]) for name in CARE_FIELDS}, CARE_FIELDS)
    if content["translations"]:
        yield from ("", "[fact.translations]")
        yield from pairs(content["translations"], content["translations"])
    for source in content["sources"]:
        yield from ("", "[[fact.source]]", *pairs(source, SOURCE_FIELDS))
    for dispute in content["disputes"]:
        yield from ("", "[[fact.dispute]]", *pairs(dispute, ("by", "says")))
        for source in dispute["sources"]:
            yield from ("", "[[fact.dispute.source]]", *pairs(source, SOURCE_FIELDS))


def pairs(values: dict[str, Any], names: Iterable[str]) -> Iterator[str]:
    """`name = value` for what is known; whole days as TOML's own dates."""
    for name in names:
        if value := values[name]:
            is_day = (name in CARE_FIELDS or name in ("as_of", "date")) and DAY.fullmatch(value)
            yield f"{name} = {value if is_day else quoted(value)}"


def quoted(text: str) -> str:
    """A basic string of TOML: JSON escapes the same characters the same way."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
