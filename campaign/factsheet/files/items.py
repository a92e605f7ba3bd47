"""Checks the facts of a file: every field known, every value one that can be kept and shown."""

import difflib
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from ...forms import CONTROLS
from ..content import (
    CARE_FIELDS,
    KINDS,
    LANGUAGE,
    SOURCE_FIELDS,
    STATUSES,
    TEXT_FIELDS,
    Content,
    full,
)
from ..markup import KEY
from .entries import Entry, Item, Path, Problem, Unreadable
from .toml_file import is_tables

ONE_LINE = {
    "topic": 120, "figure": 120, "unit": 120, "denominator": 120, "period": 120,
    "statement": 2000, "title": 500, "publisher": 200, "locator": 500, "by": 200,
}  # fmt: skip
SOME_LINES = {"reason": 5000, "note": 5000, "quote": 5000, "says": 5000}
ADDRESSES = ("url", "archived_url")
PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
CODE = re.compile(r"[a-z]{2,3}(_[A-Za-z]{2,4})?")
LISTS = {"translations", "source", "dispute"}
Complain = Callable[[Path, str], None]


def read_items(entries: list[Entry]) -> list[Item]:
    """Check every fact of a file. Raises Unreadable with all that is wrong."""
    problems: list[Problem] = []
    items: list[Item] = []
    seen: dict[str, int] = {}
    for entry in entries:
        item = read_item(entry, problems)
        line = entry.line(("key",))
        if item.key and item.key in seen:
            sentence = f"The key “{item.key}” is there twice, first in line {seen[item.key]}."
            problems.append(Problem(line, sentence))
        seen.setdefault(item.key, line)
        items.append(item)
    if problems:
        raise Unreadable(problems)
    return items


def read_item(entry: Entry, problems: list[Problem]) -> Item:
    def complain(path: Path, sentence: str) -> None:
        problems.append(Problem(entry.line(path), sentence))

    values = entry.values
    known_only(values, {"key", *TEXT_FIELDS, *CARE_FIELDS, *LISTS}, (), complain)
    content: Content = {"status": "draft"}
    for name in TEXT_FIELDS:
        if name in values and (text := read_field(name, values[name], (name,), complain)):
            content[name] = text
    key = read_key(values.get("key"), complain)
    if not str(values.get("statement", "")).strip():
        complain(("statement",), f"The fact “{key}” has no statement.")
    content["translations"] = read_translations(values.get("translations", {}), complain)
    content["sources"] = read_sources(values.get("source", []), (), complain)
    content["disputes"] = read_disputes(values.get("dispute", []), complain)
    care = {
        name: day
        for name in CARE_FIELDS
        if name in values and (day := read_day(values[name], (name,), complain))
    }
    return Item(key, full(content), care, entry.line)


def known_only(values: dict[str, Any], names: set[str], place: Path, complain: Complain) -> None:
    for name in values:
        if name not in names:
            near = difflib.get_close_matches(name[:60], names, 1)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            complain((*place, name), f"“{name[:60]}” is not a field here.{hint}")


def read_key(value: Any, complain: Complain) -> str:
    if isinstance(value, str) and KEY.fullmatch(value):
        return value
    if value is None:
        complain(("key",), "The fact has no key.")
    else:
        complain(("key",), f"The key {short(value)} is not one: use a-z, 0-9 and -, up to 80.")
    return str(value or "")[:80]


def read_field(name: str, value: Any, path: Path, complain: Complain) -> str | None:
    """One text of a fact, a source or a dispute, by the rules of its field."""
    if name in ("as_of", "date"):
        return read_partial(value, path, complain)
    if name == "status":
        return read_choice(value, STATUSES, path, complain)
    if name == "kind":
        return read_choice(value, KINDS, path, complain)
    if name == "superseded_by":
        return read_text(value, path, complain, 80)
    if name in ADDRESSES:
        return read_address(value, path, complain)
    is_long = name in SOME_LINES
    return read_text(value, path, complain, (SOME_LINES if is_long else ONE_LINE)[name], is_long)


def read_text(
    value: Any, path: Path, complain: Complain, most: int, has_lines: bool = False
) -> str | None:
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        complain(path, f"“{path[-1]}” is not a text: put it in quotes.")
        return None
    if CONTROLS.search(value):
        complain(path, f"“{path[-1]}” has an invisible control character: remove it.")
        return None
    value = re.sub("\r\n?", "\n", value).strip(" \t\n")
    if not has_lines:
        value = re.sub("[ \t\n]+", " ", value)
    if len(value) > most:
        complain(path, f"“{path[-1]}” has {len(value):,} characters; {most:,} are the most.")
        return None
    return value or None


def read_choice(value: Any, choices: tuple[str, ...], path: Path, complain: Complain) -> str | None:
    if value in choices:
        return str(value)
    complain(
        path,
        f"{short(value)} is not a {path[-1]}: write {', '.join(choices[:-1])} or {choices[-1]}.",
    )
    return None


def read_partial(value: Any, path: Path, complain: Complain) -> str | None:
    """A year, a month or a day in ISO 8601."""
    text = str(value).strip() if not isinstance(value, datetime | bool) else ""
    found = PARTIAL.fullmatch(text)
    try:
        year, month, day = found.groups() if found else ("0", None, None)
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        complain(path, f"{short(value)} is not a date: write 2024-02-13, 2024-02 or 2024.")
        return None
    return text


def read_day(value: Any, path: Path, complain: Complain) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return datetime.strptime(str(value).strip(), "%Y-%m-%d").date()  # noqa: DTZ007 - a day
    except ValueError:
        complain(path, f"{short(value)} is not a day: write it like 2024-02-13.")
        return None


def read_address(value: Any, path: Path, complain: Complain) -> str | None:
    text = read_text(value, path, complain, 2000)
    if text and not is_address(text):
        complain(path, f"{short(text)} is not a web address: begin it with https:// or http://.")
        return None
    return text


def is_address(text: str) -> bool:
    """Whether this is an http or https address of a named host, without a password in it."""
    try:
        parts = urlsplit(text)
        host = parts.hostname
        parts.port  # noqa: B018 - raises ValueError for a port that is none
    except ValueError:
        return False
    is_plain = not re.search(r"[\s<>\"\\^`{|}]", text)
    return bool(parts.scheme in ("http", "https") and host and "@" not in parts.netloc and is_plain)


def read_translations(value: Any, complain: Complain) -> dict[str, str]:
    if not isinstance(value, dict):
        complain(("translations",), "Write the translations under [fact.translations].")
        return {}
    found = {}
    for code, text in value.items():
        path = ("translations", code)
        if not CODE.fullmatch(code) or code == LANGUAGE:
            complain(path, f"“{code[:60]}” is not a language to translate into: write es or pl.")
        elif said := read_text(text, path, complain, 2000):
            found[code] = said
    return found


def read_sources(value: Any, place: Path, complain: Complain) -> list[Content]:
    if not is_tables(value):
        complain((*place, "source"), "Write each source under a [[…source]] of its own.")
        return []
    found = []
    for index, values in enumerate(value):
        here = (*place, "source", index)
        known_only(values, set(SOURCE_FIELDS), here, complain)
        source = {
            name: read_field(name, values[name], (*here, name), complain)
            for name in SOURCE_FIELDS
            if name in values
        }
        if not any(values.get(name) for name in ("title", "publisher", *ADDRESSES)):
            complain(here, "This source has no title, no publisher and no address.")
        found.append(source)
    return found


def read_disputes(value: Any, complain: Complain) -> list[Content]:
    if not is_tables(value):
        complain(("dispute",), "Write each dispute under a [[fact.dispute]] of its own.")
        return []
    found = []
    for index, values in enumerate(value):
        here: Path = ("dispute", index)
        known_only(values, {"by", "says", "source"}, here, complain)
        dispute: Content = {
            name: read_field(name, values[name], (*here, name), complain)
            for name in ("by", "says")
            if name in values
        }
        if not values.get("by"):
            complain(here, "This dispute does not say by whom: add “by”.")
        dispute.setdefault("by", None)
        dispute["sources"] = read_sources(values.get("source", []), here, complain)
        found.append(dispute)
    return found


def short(value: Any) -> str:
    text = str(value)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"
