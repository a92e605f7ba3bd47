"""The files of a packet: a PDF with cover and index, the same for Word, and a table."""

from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from ... import pdf
from ...db import now
from ...filters import date_words
from ...hearings.speaking.words import mode_words
from ...i18n import language, own_name, spoken
from ...officials.bodies import ward_name
from ...tables import csv_lines
from ..words import LABELS
from .forms import HOWS
from .letter import item, lay_out
from .packet import Entry, Packet
from .packet_word import packet_word

TEMPLATE = "testimony/packet.typ"


def packet_data(packet: Packet, by: str, code: str = "") -> dict[str, Any]:
    """All that the PDF says, in the language of who makes it; each letter in its own."""
    hearing = packet.hearing
    return {
        "lang": language(),
        "title": title_of(packet),
        "author": by,
        "cover": cover_lines(packet, by),
        "numbers": numbers(packet),
        "wards": [
            {"title": ward, "rows": [row_of(one, at) for at, one in some]}
            for ward, some in groupby(enumerate(packet.entries), lambda pair: ward_of(pair[1]))
        ],
        "letters": [item(one.printed) for one in packet.entries],
        "most": packet.most or 0,
        "words": words(packet, code) | {"kicker": spoken(hearing.body.name)},
    }


def title_of(packet: Packet) -> str:
    return _("Testimony: %(title)s", title=spoken(packet.hearing.title))


def cover_lines(packet: Packet, by: str) -> list[str]:
    return [
        _("Hearing on %(day)s", day=date_words(packet.hearing.local_start.date())),
        _("Brought together by %(name)s", name=by),
        _("Made on %(day)s", day=date_words(now())),
    ]


def numbers(packet: Packet) -> list[str]:
    count = len(packet.entries)
    said = [ngettext("%(num)s testimony", "%(num)s testimonies", count)]
    if packet.most:
        limit = ngettext(
            "The body takes at most %(num)s page of each.",
            "The body takes at most %(num)s pages of each.",
            packet.most,
        )
        said.append(limit)
    return said


def row_of(one: Entry, at: int) -> dict[str, Any]:
    return {
        "at": at,
        "name": one.printed.name or _("Name deleted"),
        "lang": own_name(one.version.language),
    }


def ward_of(one: Entry) -> str:
    ward = one.speaker.ward
    return ward_name(ward) if ward else _("Elsewhere")


def words(packet: Packet, code: str) -> dict[str, str]:
    return {
        "index": _("Who says what"),
        "ward": _("Ward"),
        "name": _("Name"),
        "language": _("Language"),
        "at": _("Page"),
        "pages": _("Pages"),
        "over": _("over the limit"),
        "page": _("Page"),
        "mark": _("Export %(code)s", code=code) if code else "",
    }


class Files:
    """The files of a packet. Nothing is read from the database once this is made."""

    def __init__(self, packet: Packet, by: str, code: str) -> None:
        self.packet, self.by, self.code = packet, by, code
        self.stem = f"{packet.hearing.slug}-testimony-{code}"
        self.data = packet_data(packet, by, code)
        self.rows = [list(cells(one)) for one in packet.entries]

    @property
    def too_long(self) -> dict[str, int]:
        return {str(one.version.id): one.pages for one in self.packet.too_long}

    def write(self, folder: Path) -> list[Path]:
        """The PDF comes first: then its pages are laid out, and can be counted for the others."""
        makers = {"pdf": self.pdf, "docx": self.word, "csv": self.table}
        paths = [folder / f"{self.stem}.{kind}" for kind in makers]
        for path, make in zip(paths, makers.values(), strict=True):
            path.write_bytes(make())
        return paths

    def pdf(self) -> bytes:
        made = pdf.make_pdf(TEMPLATE, self.data)
        self.count_pages()
        return made

    def count_pages(self) -> None:
        """Find on which pages each letter stands."""
        pages = lay_out(TEMPLATE, self.data)
        for one, found in zip(self.packet.entries, pages, strict=True):
            one.first, one.pages = found.first, found.number

    def word(self) -> bytes:
        return packet_word(self.packet, self.data)

    def table(self) -> bytes:
        """A row for each letter; spreadsheets run no cell of it."""
        header = [
            *(_("Name"), _("Ward"), _("How"), _("Language"), _("Words"), _("Seconds"), _("Pages")),
            *(_("State"), _("Filed how"), _("Filed on"), _("Receipt"), _("Export")),
        ]
        rows = (
            [*row[:6], one.pages, *row[6:], self.code]
            for row, one in zip(self.rows, self.packet.entries, strict=True)
        )
        return b"".join(csv_lines(header, rows))


def cells(one: Entry) -> Iterator[str | int]:
    reading, filing = one.printed.reading, one.filing
    yield from (one.speaker.name, ward_of(one), str(mode_words(one.speaker.mode)))
    yield from (own_name(one.version.language), reading.words, reading.seconds)
    yield str(LABELS[one.draft.state])
    yield str(HOWS.get(filing.how, filing.how)) if filing else ""
    yield local(filing.at, one) if filing else ""
    yield filing.receipt if filing else ""


def local(moment: datetime, one: Entry) -> str:
    return f"{moment.astimezone(one.draft.hearing.zone):%Y-%m-%d %H:%M}"
