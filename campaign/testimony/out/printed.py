"""What a testimony says on paper: to whom, from whom, about which hearing, the text, its notes.

Every document is made of this, so that all of them say the same words in the same order. Of a
speaker only name and ward leave this site; mailbox, telephone and address never do.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from ...factsheet.rendering import note_line
from ...filters import date_words
from ...i18n import language, spoken
from ...officials.models import Ward
from ...pdf_text import Block
from .. import reading
from ..models import Version

MOST_COLUMNS = 8  # of a table on paper; the cells of a wider one stand one after the other
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True)
class Note:
    """A footnote: what it says, and the lasting page of its fact."""

    number: int
    text: str
    url: str


@dataclass(frozen=True)
class Printed:
    """A version, ready for paper, in its own language."""

    version: Version
    reading: reading.Reading
    title: str  # of the hearing
    body: str
    day: str
    name: str
    ward: str
    blocks: list[Block]
    notes: list[Note]

    @property
    def language(self) -> str:
        return self.version.language

    @property
    def who(self) -> str:
        """“Ana Quetzal, Ward 35”."""
        return ", ".join(part for part in (self.name, self.ward) if part)

    @cached_property
    def heading(self) -> str:
        with in_language(self.language):
            if not self.name:
                return _("Testimony")
            return _("Testimony of %(name)s", name=self.name)

    @property
    def place(self) -> str:
        """“City Council, May 19, 2027”."""
        return f"{self.body}, {self.day}"


def printed(
    version: Version, text: str | None = None, shelf: reading.Shelf | None = None
) -> Printed:
    """This version, or a text that would take its place, as its documents say it."""
    speaker = version.draft.speaker
    hearing = speaker.hearing
    with in_language(version.language):
        found = reading.read(version, text, shelf=shelf)
        return Printed(
            version=version,
            reading=found,
            title=plain(spoken(hearing.title, version.language)),
            body=plain(spoken(hearing.body.name, version.language)),
            day=date_words(hearing.local_start.date()),
            name=plain(speaker.name),
            ward=ward_words(speaker.ward, version.language) if speaker.ward else "",
            blocks=[for_paper(one) for one in found.blocks],
            notes=[noted(one) for one in found.rendered.footnotes],
        )


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Speak another language for a moment; the page around it stays in the hand's own."""
    language()  # is remembered from when it is first asked for
    with force_locale(code):
        yield


def ward_words(ward: Ward, code: str) -> str:
    return f"{spoken(ward.body.ward_title, code)} {ward.number}"


def noted(note: Any) -> Note:
    line = note_line(note).removesuffix(note.url).strip()
    return Note(note.number, plain(f"{note.statement} {line}"), note.url)


def plain(text: str) -> str:
    """Without the characters that no document may hold."""
    return UNPRINTABLE.sub("", text)


def for_paper(block: Block) -> Block:
    """A block whose letters can all be printed; a row that is too wide for paper as a line."""
    if block["kind"] != "row":
        return block | {"runs": cleaned(block["runs"])}
    cells = [cleaned(cell) for cell in block["cells"]]
    if len(cells) <= MOST_COLUMNS:
        return block | {"cells": cells}
    runs = [run for cell in cells if cell for run in [*cell, {"text": " · "}]][:-1]
    return {"kind": "p", "runs": list(merged(runs))}


def merged(runs: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Runs that look the same and follow each other, as one."""
    for style, some in groupby(runs, lambda run: run | {"text": ""}):
        yield style | {"text": "".join(run["text"] for run in some)}


def cleaned(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what cannot be printed, and without the space between blocks of HTML."""
    found = [run | {"text": plain(run["text"])} for run in runs]
    while found and not found[-1]["text"].strip():
        found.pop()
    return found


def runs_of(block: Block) -> Iterator[dict[str, Any]]:
    """The runs of a block; of a table's row, cell by cell."""
    if block["kind"] == "row":
        for cell in block["cells"]:
            yield from cell
    else:
        yield from block["runs"]


def is_leftward(block: Block) -> bool:
    """Whether a block is read from right to left: its first letter with a direction says so."""
    for run in runs_of(block):
        for letter in run["text"]:
            direction = unicodedata.bidirectional(letter)
            if direction in ("L", "R", "AL"):
                return direction != "L"
    return False


def groups(blocks: list[Block]) -> list[dict[str, Any]]:
    """Blocks that follow each other in one direction, for typesetting."""
    return [
        {"rtl": leftward, "blocks": list(some)} for leftward, some in groupby(blocks, is_leftward)
    ]


def is_number(run: dict[str, Any]) -> bool:
    text = str(run["text"])
    return bool(run.get("raised")) and text.isascii() and text.isdigit() and len(text) < 6


def flat(blocks: list[Block]) -> str:
    """The text of blocks: a line for each, and for each cell, without numbers of notes."""
    texts = [
        "".join(run["text"] for run in runs if not is_number(run))
        for block in blocks
        if block["kind"] != "rule"
        for runs in (block["cells"] if block["kind"] == "row" else [block["runs"]])
    ]
    return "\n".join(texts)
