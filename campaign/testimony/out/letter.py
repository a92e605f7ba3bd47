"""A testimony as a PDF letter, and how many pages it has."""

import json
import re
from functools import lru_cache
from typing import Any, NamedTuple

from flask_babel import gettext as _

from ... import pdf
from ...pdf_text import Block
from ..merging import CHINESE
from .printed import Printed, groups, in_language

LONG = re.compile(rf"[^\s\u200b{CHINESE}]{{60,}}")  # a word that no line holds
PIECE = 30  # letters of it after which a line may end
SHORT = 100_000  # letters of data: one testimony
BREAK = "\u200b"  # where a line may end, without a mark


def letter_pdf(one: Printed) -> bytes:
    """Tagged, PDF/UA-1; US Letter, as the clerk prints it."""
    return pdf.make_pdf("testimony/letter.typ", letter_data(one))


def letter_data(one: Printed) -> dict[str, Any]:
    with in_language(one.language):
        return {
            "lang": one.language,
            "title": one.heading,
            "author": one.name,
            "letter": item(one),
            "words": {"page": _("Page"), "who": one.who, "place": one.place},
        }


def item(one: Printed) -> dict[str, Any]:
    """A testimony as `testimony/pdf/parts.typ` takes it."""
    with in_language(one.language):
        return {
            "lang": one.language[:2],
            "heading": one.heading,
            "lines": [_("To: %(body)s", body=one.body), hearing_line(one), from_line(one)],
            "groups": groups([breakable(block) for block in one.blocks]),
            "notes": [
                {"number": note.number, "text": breaking(note.text), "url": note.url}
                for note in one.notes
            ],
            "sources": _("Sources"),
        }


def hearing_line(one: Printed) -> str:
    return _("Hearing: %(title)s, %(day)s", title=one.title, day=one.day)


def from_line(one: Printed) -> str:
    return _("From: %(who)s", who=one.who) if one.who else ""


def breakable(block: Block) -> Block:
    if block["kind"] == "row":
        return block | {"cells": [[broken(run) for run in cell] for cell in block["cells"]]}
    return block | {"runs": [broken(run) for run in block["runs"]]}


def broken(run: dict[str, Any]) -> dict[str, Any]:
    return run | {"text": breaking(run["text"])}


def breaking(text: str) -> str:
    """Let a line end within words that are longer than a line."""
    return LONG.sub(lambda word: BREAK.join(pieces(word[0])), text)


def pieces(word: str) -> list[str]:
    return [word[at : at + PIECE] for at in range(0, len(word), PIECE)]


class Pages(NamedTuple):
    """On which pages of a document a letter stands."""

    first: int
    last: int

    @property
    def number(self) -> int:
        return self.last - self.first + 1


def lay_out(template: str, data: dict[str, Any]) -> list[Pages]:
    """Where each letter of a document begins and ends, in order: laid out, not written."""
    given = json.dumps(pdf.inputs(data))
    return remembered(template, given) if len(given) < SHORT else typeset(template, given)


def typeset(template: str, data: str) -> list[Pages]:
    import typst

    room, _slash, name = template.partition("/")
    found = typst.query(
        str(pdf.TEMPLATES / room / "pdf" / name),
        "selector(<begin>).or(<end>)",
        field="value",
        root=str(pdf.TEMPLATES),
        font_paths=pdf.fonts(),
        sys_inputs={"data": data},
    )
    marks = json.loads(found)
    return [Pages(*pair) for pair in zip(marks[::2], marks[1::2], strict=True)]


remembered = lru_cache(64)(typeset)  # while somebody goes from page to page with one text
