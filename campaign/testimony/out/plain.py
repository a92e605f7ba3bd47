"""A testimony as plain text: to paste into a mail to the clerk, or into a form of the body."""

import textwrap
from collections.abc import Iterable, Iterator
from itertools import groupby

from flask_babel import gettext as _

from ...pdf_text import Block
from .letter import hearing_line
from .printed import Printed, in_language

WIDTH = 72  # columns of a mail; RFC 5322, 2.1.1, wants fewer than 78

TOGETHER = ("item", "row")


def plain_text(one: Printed, width: int | None = WIDTH) -> str:
    """Who says it, the text, its notes as “[1] …”. Without a width a paragraph is one line."""
    with in_language(one.language):
        head = [one.heading, one.ward, _("To: %(body)s", body=one.body), hearing_line(one)]
    parts = ["\n".join(part for part in head if part), *paragraphs(one.blocks, width)]
    if one.notes:
        notes = [f"[{note.number}] {note.text}\n    {note.url}" for note in one.notes]
        with in_language(one.language):
            parts.append("\n".join([_("Sources"), "", *(folded(note, width) for note in notes)]))
    return "\n\n".join(parts).strip() + "\n"


def paragraphs(blocks: list[Block], width: int | None) -> Iterator[str]:
    """What stands between empty lines: a block, or items or rows that follow each other."""
    for kind, some in groupby(blocks, lambda block: block["kind"]):
        lines = [wrapped(text, lead, width) for text, lead in lines_of(some)]
        yield from ["\n".join(lines)] if kind in TOGETHER else lines


def folded(note: str, width: int | None) -> str:
    text, _newline, url = note.partition("\n")
    return f"{wrapped(text, '', width, '    ')}\n{url}"


def lines_of(blocks: Iterable[Block]) -> Iterator[tuple[str, str]]:
    """Each block's text and what stands before it."""
    for block in blocks:
        if block["kind"] == "row":
            yield " | ".join(said(runs) for runs in block["cells"]), ""
        elif block["kind"] == "rule":
            yield "* * *", ""
        elif block["kind"] == "item":
            mark = "-" if block["mark"] == "•" else block["mark"]
            yield said(block["runs"]), "  " * (block["level"] - 1) + f"{mark} "
        else:
            yield said(block["runs"]), "> " if block["kind"] == "quote" else ""


def said(runs: list[dict[str, str]]) -> str:
    """Runs as text: numbers of notes in brackets, addresses of links behind their words."""
    out = ""
    for run in runs:
        text, link = run["text"], run.get("link", "")
        out += f" [{text}]" if run.get("raised") else text
        if link and not run.get("raised") and text.strip() != link:
            out += f" <{link.removeprefix('mailto:')}>"
    return out.strip()


def wrapped(text: str, lead: str, width: int | None, hanging: str | None = None) -> str:
    """Lines no longer than `width` where their words allow it; what is written as lines stays so.

    Chinese is not wrapped: it has no spaces at which to do so, and mail programs do it right.
    """
    later = "> " if lead == "> " else " " * len(lead) if hanging is None else hanging
    out = []
    for number, line in enumerate(text.split("\n")):
        first = later if number else lead
        out += wrap_line(line, first, later, width) or [first.rstrip()]
    return "\n".join(out)


def wrap_line(line: str, first: str, later: str, width: int | None) -> list[str]:
    if width is None:
        return [first + line.strip()]
    return textwrap.wrap(
        line,
        width,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )
