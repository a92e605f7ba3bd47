"""The documents of a version, by the ending of their address."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, make_response, render_template

from ...forms import asked_number
from ..hand import Hand
from ..models import Version
from .card import card_pdf, lines_of
from .letter import letter_pdf
from .outdated import stale_in
from .plain import plain_text
from .printed import Printed, printed
from .sentences import find_ask
from .word import word_file
from .word_comments import comments_of

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
Maker = Callable[[Printed], bytes]


@dataclass(frozen=True)
class Kind:
    """A sort of file: its media type, and how it is made."""

    type: str
    make: Maker


def word(one: Printed) -> bytes:
    comments = comments_of(one.version) if asked_number("comments") else ()
    return word_file(one, comments)


def card(one: Printed) -> bytes:
    number = asked_number("ask")
    return card_pdf(one, number - 1 if number else None)


KINDS = {
    "docx": Kind(WORD, word),
    "pdf": Kind("application/pdf", letter_pdf),
    "txt": Kind("text/plain; charset=utf-8", lambda one: plain_text(one).encode()),
    "card.pdf": Kind("application/pdf", card),
}
RULE = 'testimony.<any("docx", "pdf", "txt", "card.pdf"):kind>'


def download(hand: Hand, version: Version, kind: str) -> Response | tuple[str, int]:
    """The file; while a fact in it is outdated and undecided, the page that says so."""
    found = stale_in(version)
    if found:
        return stale_page(hand, version)
    chosen = KINDS[kind]
    answer = make_response(chosen.make(printed(version)))
    answer.headers["Content-Type"] = chosen.type
    name = f"{hand.draft.hearing.slug}-{version.place}.{kind}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def stale_page(hand: Hand, version: Version) -> tuple[str, int]:
    page = render_template(
        "testimony/out/stale.html",
        hand=hand,
        place=hand.place,
        version=version,
        stale=stale_in(version),
    )
    return page, 409


def sentences_of(one: Printed) -> tuple[list[str], int | None]:
    """What is said, sentence by sentence, for choosing the ask; and which one looks like it."""
    said = [line["text"] for line in lines_of(one) if line["kind"] == "line"]
    return said, find_ask(said, one.language)
