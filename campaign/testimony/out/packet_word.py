"""A packet as a Word document: cover, index with page numbers, the letters."""

from collections.abc import Iterator
from typing import Any

from ...i18n import language, own_name, spoken
from .packet import Packet
from .packet_files import count_pages, cover_lines, numbers, title_of, ward_of, words
from .word import Writer, finished, frame, number
from .word_blank import open_blank
from .word_notes import element


def packet_word(packet: Packet, by: str, code: str) -> bytes:
    """Each letter is a section of its own, where the numbers of notes begin again.

    Page numbers of the index are fields; until Word has computed them they are those of the PDF.
    """
    count_pages(packet, by)
    document = open_blank(language())
    writer = Writer(document, language())
    said = words(packet, code)
    cover(writer, packet, by)
    index(writer, packet, said)
    for at, one in enumerate(packet.entries):
        restart_notes(document.add_section())
        mark(writer.letter(one.printed, level=1), at)
    restart_notes(document.sections[0])
    frame(document.sections[0], title_of(packet), said["mark"] or by)
    return finished(writer, title_of(packet), by, language())


def cover(writer: Writer, packet: Packet, by: str) -> None:
    writer.say(writer.paragraph(), spoken(packet.hearing.body.name))
    writer.say(writer.paragraph("Title"), title_of(packet))
    for line in [*cover_lines(packet, by), *numbers(packet)]:
        writer.say(writer.paragraph(), line)


def index(writer: Writer, packet: Packet, said: dict[str, str]) -> None:
    from docx.table import _Cell

    writer.say(writer.paragraph("Heading 1"), said["index"])
    table = writer.document.add_table(len(packet.entries) + 1, 5, style="Table Grid")
    heads = [said[name] for name in ("ward", "name", "language", "at", "pages")]
    rows = [heads, *cells(packet, said)]
    for at, (tr, texts) in enumerate(zip(table._tbl.tr_lst, rows, strict=True)):
        places = [_Cell(tc, table).paragraphs[0] for tc in tr.tc_lst]
        for paragraph, text in zip(places, texts, strict=True):
            if text:
                writer.say(paragraph, text)
        if at > 0:
            number(places[3], f"PAGEREF _Letter{at - 1} \\h", str(packet.entries[at - 1].first))
    repeat(table.rows[0])


def cells(packet: Packet, said: dict[str, str]) -> Iterator[list[str]]:
    """A row for each letter; its ward once, its page as a field."""
    last = ""
    for one in packet.entries:
        ward, last = ward_of(one) if ward_of(one) != last else "", ward_of(one)
        over = f" ({said['over']})" if packet.is_over(one) else ""
        name = one.printed.name or "–"
        yield [ward, name, own_name(one.version.language), "", f"{one.pages}{over}"]


def repeat(row: Any) -> None:
    """Let a row stand at the head of every page that its table goes on to."""
    row._tr.get_or_add_trPr().append(element("w:tblHeader"))


def mark(heading: Any, at: int) -> None:
    """A bookmark around a heading, for the index to point at."""
    name = str(900_000 + at)
    heading.runs[0]._r.addprevious(element("w:bookmarkStart", id=name, name=f"_Letter{at}"))
    heading.runs[-1]._r.addnext(element("w:bookmarkEnd", id=name))


def restart_notes(section: Any) -> None:
    from docx.oxml.ns import qn

    properties = section._sectPr
    for old in properties.findall(qn("w:footnotePr")):
        properties.remove(old)
    made = element("w:footnotePr")
    made.append(element("w:numRestart", val="eachSect"))
    references = [
        one for one in properties if one.tag in (qn("w:headerReference"), qn("w:footerReference"))
    ]
    properties.insert(len(references), made)
