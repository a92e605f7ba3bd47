"""Files of other systems as text: JSON and YAML that say on which line a thing stands.

What comes from elsewhere may be cut off, nested without end, or built to burst: such a file is
refused in one sentence.
"""

import codecs
import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from json.decoder import JSONObject  # type: ignore[attr-defined]
from json.scanner import py_make_scanner  # type: ignore[attr-defined]
from typing import Any

import yaml
from flask_babel import gettext as _

from ...tables import OTHERS, TableError

LARGEST_YAML = 2_000_000  # bytes; fifty people are 50,000
NEWLINE = re.compile("\n")


class Unreadable(TableError):  # noqa: N818 - it says what the file is
    """A file that is refused as a whole, and the line where that shows."""

    def __init__(self, sentence: str, line: int = 1) -> None:
        super().__init__(sentence)
        self.line = line


class Mapping(dict[str, Any]):
    """An object of a file; `line` is where it begins."""

    line = 1


def line_of(value: Any, otherwise: int = 1) -> int:
    return value.line if isinstance(value, Mapping) else otherwise


def text_of(data: bytes) -> tuple[str, list[str]]:
    """The text of a file, and a note where its encoding had to be guessed. Raises Unreadable."""
    if data.startswith(OTHERS):
        raise Unreadable(_("This is an archive or a spreadsheet. Unpack it, or save it as text."))
    text, notes = decode(data)
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise Unreadable(_("There is a NUL character: this is not text."), line)
    if not text.strip():
        raise Unreadable(_("The file is empty."))
    return text, notes


def decode(data: bytes) -> tuple[str, list[str]]:
    try:
        if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return data.decode("utf-16"), []
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        note = _("Read as Western text (Latin-1): look whether accents are right.")
        return data.decode("cp1252", errors="replace"), [note]


def load_json(text: str, *, lines: bool = True) -> Any:
    """What a JSON text says; with `lines`, its objects are Mappings (10 times slower).

    Raises Unreadable: cut off, nested too deeply, or not JSON.
    """
    try:
        return json.loads(text, cls=_Located if lines else None, parse_constant=no_number)
    except json.JSONDecodeError as error:
        raise Unreadable(json_fault(error), error.lineno) from None
    except RecursionError:
        raise Unreadable(_("This file is nested too deeply to be read.")) from None
    except ValueError:
        raise Unreadable(_("This file holds a number that cannot be read.")) from None


def json_fault(error: json.JSONDecodeError) -> str:
    if not error.doc[error.pos :].strip() or error.msg.startswith("Unterminated"):
        return _("The file ends in the middle: it was cut off. Fetch it again.")
    return _("This is not JSON: see column %(column)s of this line.", column=error.colno)


def no_number(word: str) -> None:
    raise ValueError(f"{word} is no number of JSON")


class _Located(json.JSONDecoder):
    """Notes where each object begins."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.breaks: list[int] = []
        self.parse_object = self.locate
        self.scan_once = py_make_scanner(self)

    def decode(self, s: str, *args: Any) -> Any:
        self.breaks = [found.start() for found in NEWLINE.finditer(s)]
        return super().decode(s, *args)

    def locate(self, s_and_end: tuple[str, int], *args: Any) -> tuple[Mapping, int]:
        values, end = JSONObject(s_and_end, *args)
        found = Mapping(values)
        found.line = bisect_right(self.breaks, s_and_end[1] - 1) + 1
        return found, end


def load_yaml(text: str) -> list[Any]:
    """The documents of a YAML text. Raises Unreadable; aliases are refused, for they may burst."""
    if len(text) > LARGEST_YAML:
        raise Unreadable(_("A YAML file may have up to 2 MB. Split it."))
    try:
        return list(_documents(text))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise Unreadable(_("This is not YAML: see this line or the one before."), line) from None
    except yaml.YAMLError:
        raise Unreadable(_("This is not YAML.")) from None
    except RecursionError:
        raise Unreadable(_("This file is nested too deeply to be read.")) from None
    except ValueError:
        raise Unreadable(_("This file holds a date or a number that cannot be read.")) from None


def _documents(text: str) -> Iterator[Any]:
    loader = _Plain(text)
    try:
        while loader.check_data():
            yield loader.get_data()
    finally:
        loader.dispose()


class _Plain(yaml.SafeLoader):
    """Safe, without aliases; mappings know their line, and days stay as they are written."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            line = self.peek_event().start_mark.line + 1
            raise Unreadable(_("This file repeats parts by alias. Write them out."), line)
        return super().compose_node(parent, index)

    def located(self, node: Any) -> Iterator[Mapping]:
        found = Mapping()
        found.line = node.start_mark.line + 1
        yield found
        found.update(self.construct_mapping(node))  # type: ignore[arg-type]


_Plain.add_constructor("tag:yaml.org,2002:map", _Plain.located)
_Plain.add_constructor("tag:yaml.org,2002:timestamp", _Plain.construct_scalar)  # type: ignore[type-var]
