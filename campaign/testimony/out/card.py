"""The print card: large letters, the ask first, one sentence a line, and where one may stop."""

from itertools import accumulate
from typing import Any

from flask_babel import gettext as _

from ... import pdf
from .. import speech
from ..reading import said
from .letter import breaking, hearing_line
from .printed import Printed, in_language, is_leftward
from .sentences import find_ask, sentences


def card_pdf(one: Printed, ask: int | None = None) -> bytes:
    """`ask` is the number of the sentence that asks, from 0; without one it is guessed."""
    return pdf.make_pdf("testimony/card.typ", card_data(one, ask))


def card_data(one: Printed, ask: int | None = None) -> dict[str, Any]:
    lines = lines_of(one)
    with in_language(one.language):
        return {
            "lang": one.language,
            "title": one.heading,
            "author": one.name,
            "top": [part for part in (one.who, hearing_line(one)) if part],
            "ask": asked(one, [line["text"] for line in lines if line["kind"] != "gap"], ask),
            "lines": lines,
            "notes": [
                {"number": note.number, "text": breaking(note.text), "url": note.url}
                for note in one.notes
            ],
            "words": {
                "ask": _("The ask"),
                "page": _("Page"),
                "sources": _("Sources"),
                "not_said": _("Not to be read aloud: whoever asks finds here where it is written."),
            },
        }


def asked(one: Printed, said: list[str], ask: int | None) -> str:
    at = ask if ask is not None and 0 <= ask < len(said) else find_ask(said, one.language)
    return said[at] if at is not None else ""


def lines_of(one: Printed) -> list[dict[str, Any]]:
    """Sentences, a gap after each paragraph, and marks where one may stop at 0:30, 1:00, 2:00."""
    out: list[dict[str, Any]] = []
    for block in one.blocks:
        rtl = is_leftward(block)
        found = [breaking(sentence) for sentence in sentences(said(block))]
        out += [{"kind": "line", "text": sentence, "rtl": rtl} for sentence in found]
        if found:
            out.append({"kind": "gap", "text": ""})
    return marked(out[:-1], one.reading.pace, one.language)


def marked(lines: list[dict[str, Any]], pace: int, language: str) -> list[dict[str, Any]]:
    """Put a mark after the last sentence that ends in time, for each cut that comes before the end.

    A paragraph ends there too: the mark takes the place of its gap.
    """
    ends = list(accumulate(speech.units(line["text"]) for line in lines))
    seconds = [speech.seconds_for(words, pace) for words in ends]
    places: dict[int, int] = {}
    for cut in speech.CUTS:
        fitting = [
            at for at, line in enumerate(lines) if line["kind"] == "line" and seconds[at] <= cut
        ]
        if fitting and seconds and seconds[-1] > cut:
            places.setdefault(fitting[-1], cut)
    out: list[dict[str, Any]] = []
    for at, line in enumerate(lines):
        if line["kind"] == "gap" and at - 1 in places:
            continue
        out.append(line)
        if at in places:
            out.append({"kind": "cut", "text": cut_words(places[at], language)})
    return out


def cut_words(seconds: int, language: str) -> str:
    with in_language(language):
        return _("%(clock)s: you may stop here", clock=f"{seconds // 60}:{seconds % 60:02}")
