"""Checks the facts of a file: every field known, every value one that can be kept and shown."""

import difflib
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from flask_babel import gettext as _

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
MOST_SOURCES, MOST_DISPUTES = 50, 20  # of one fact, or of one dispute
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
            sentence = _(
                "The key “%(key)s” is there twice, first in line %(line)s.",
                key=item.key,
                line=seen[item.key],
            )
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
        complain(("statement",), _("The fact “%(key)s” has no statement.", key=key))
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
            sentence = _("“%(name)s” is not a field here.", name=name[:60])
            hint = " " + _("Did you mean “%(name)s”?", name=near[0]) if near else ""
            complain((*place, name), sentence + hint)


def read_key(value: Any, complain: Complain) -> str:
    if isinstance(value, str) and KEY.fullmatch(value):
        return value
    if value is None:
        complain(("key",), _("The fact has no key."))
    else:
        sentence = _("The key %(key)s is not one: use a-z, 0-9 and -, up to 80.", key=short(value))
        complain(("key",), sentence)
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
        complain(path, _("“%(field)s” is not a text: put it in quotes.", field=path[-1]))
        return None
    if CONTROLS.search(value):
        sentence = _("“%(field)s” has an invisible control character: remove it.", field=path[-1])
        complain(path, sentence)
        return None
    value = re.sub("\r\n?", "\n", value).strip(" \t\n")
    if not has_lines:
        value = re.sub("[ \t\n]+", " ", value)
    if len(value) > most:
        sentence = _(
            "“%(field)s” has %(count)s characters; %(most)s are the most.",
            field=path[-1],
            count=f"{len(value):,}",
            most=f"{most:,}",
        )
        complain(path, sentence)
        return None
    return value or None


def read_choice(value: Any, choices: tuple[str, ...], path: Path, complain: Complain) -> str | None:
    if value in choices:
        return str(value)
    sentence = _(
        "%(value)s is not a %(field)s: write %(some)s or %(last)s.",
        value=short(value),
        field=path[-1],
        some=", ".join(choices[:-1]),
        last=choices[-1],
    )
    complain(path, sentence)
    return None


def read_partial(value: Any, path: Path, complain: Complain) -> str | None:
    """A year, a month or a day in ISO 8601."""
    text = str(value).strip() if not isinstance(value, datetime | bool) else ""
    found = PARTIAL.fullmatch(text)
    try:
        year, month, day = found.groups() if found else ("0", None, None)
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        sentence = _(
            "%(value)s is not a date: write 2024-02-13, 2024-02 or 2024.", value=short(value)
        )
        complain(path, sentence)
        return None
    return text


def read_day(value: Any, path: Path, complain: Complain) -> date | None:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return datetime.strptime(str(value).strip(), "%Y-%m-%d").date()  # noqa: DTZ007 - a day
    except ValueError:
        complain(path, _("%(value)s is not a day: write it like 2024-02-13.", value=short(value)))
        return None


def read_address(value: Any, path: Path, complain: Complain) -> str | None:
    text = read_text(value, path, complain, 2000)
    if text and not is_address(text):
        sentence = _(
            "%(value)s is not a web address: begin it with https:// or http://.", value=short(text)
        )
        complain(path, sentence)
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
        complain(("translations",), _("Write the translations under [fact.translations]."))
        return {}
    found = {}
    for code, text in value.items():
        path = ("translations", code)
        if not CODE.fullmatch(code) or code == LANGUAGE:
            sentence = _(
                "“%(code)s” is not a language to translate into: write es or pl.", code=code[:60]
            )
            complain(path, sentence)
        elif said := read_text(text, path, complain, 2000):
            found[code] = said
    return found


def read_sources(value: Any, place: Path, complain: Complain) -> list[Content]:
    if not is_tables(value):
        sentence = _("Write each source under a [[…source]] of its own.")
        complain((*place, "source"), sentence)
        return []
    if len(value) > MOST_SOURCES:
        sentence = _("There are more than %(most)s sources.", most=MOST_SOURCES)
        complain((*place, "source", MOST_SOURCES), sentence)
    found = []
    for index, values in enumerate(value[:MOST_SOURCES]):
        here = (*place, "source", index)
        known_only(values, set(SOURCE_FIELDS), here, complain)
        source = {
            name: read_field(name, values[name], (*here, name), complain)
            for name in SOURCE_FIELDS
            if name in values
        }
        if not any(values.get(name) for name in ("title", "publisher", *ADDRESSES)):
            complain(here, _("This source has no title, no publisher and no address."))
        found.append(source)
    return found


def read_disputes(value: Any, complain: Complain) -> list[Content]:
    if not is_tables(value):
        complain(("dispute",), _("Write each dispute under a [[fact.dispute]] of its own."))
        return []
    if len(value) > MOST_DISPUTES:
        sentence = _("There are more than %(most)s disputes.", most=MOST_DISPUTES)
        complain(("dispute", MOST_DISPUTES), sentence)
    found = []
    for index, values in enumerate(value[:MOST_DISPUTES]):
        here: Path = ("dispute", index)
        known_only(values, {"by", "says", "source"}, here, complain)
        dispute: Content = {
            name: read_field(name, values[name], (*here, name), complain)
            for name in ("by", "says")
            if name in values
        }
        if not values.get("by"):
            complain(here, _("This dispute does not say by whom: add “by”."))
        dispute.setdefault("by", None)
        dispute["sources"] = read_sources(values.get("source", []), here, complain)
        found.append(dispute)
    return found


def short(value: Any) -> str:
    text = str(value)
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"
