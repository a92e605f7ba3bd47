"""A packet as a Word document: cover, index with page numbers, the letters."""

from collections.abc import Iterator
from typing import Any

from .packet import Packet
from .word import Writer, finished, frame, number
from .word_blank import open_blank
from .word_notes import element


def packet_word(packet: Packet, data: dict[str, Any]) -> bytes:
    """`data` is what the PDF says. Each letter is a section, so that its notes begin at 1 again.

    Page numbers of the index are fields; until Word has computed them they are those of the PDF.
    """
    document = open_blank(data["lang"])
    writer = Writer(document, data["lang"])
    cover(writer, data)
    index(writer, packet, data)
    for at, one in enumerate(packet.entries):
        restart_notes(document.add_section())
        mark(writer.letter(one.printed, level=1), at)
    restart_notes(document.sections[0])
    frame(document.sections[0], data["title"], data["words"]["mark"] or data["author"])
    return finished(writer, data["title"], data["author"], data["lang"])


def cover(writer: Writer, data: dict[str, Any]) -> None:
    writer.say(writer.paragraph(), data["words"]["kicker"])
    writer.say(writer.paragraph("Title"), data["title"])
    for line in [*data["cover"], *data["numbers"]]:
        writer.say(writer.paragraph(), line)


def index(writer: Writer, packet: Packet, data: dict[str, Any]) -> None:
    from docx.table import _Cell

    said = data["words"]
    writer.say(writer.paragraph("Heading 1"), said["index"])
    table = writer.document.add_table(len(packet.entries) + 1, 5, style="Table Grid")
    heads = [said[name] for name in ("ward", "name", "language", "at", "pages")]
    rows = [heads, *cells(packet, data)]
    for at, (tr, texts) in enumerate(zip(table._tbl.tr_lst, rows, strict=True)):
        places = [_Cell(tc, table).paragraphs[0] for tc in tr.tc_lst]
        for paragraph, text in zip(places, texts, strict=True):
            if text:
                writer.say(paragraph, text)
        if at > 0:
            number(places[3], f"PAGEREF _Letter{at - 1} \\h", str(packet.entries[at - 1].first))
    repeat(table.rows[0])


def cells(packet: Packet, data: dict[str, Any]) -> Iterator[list[str]]:
    """A row for each letter; its ward once, its page as a field."""
    for ward in data["wards"]:
        for place, row in enumerate(ward["rows"]):
            one = packet.entries[row["at"]]
            over = f" ({data['words']['over']})" if packet.is_over(one) else ""
            title = ward["title"] if place == 0 else ""
            yield [title, row["name"], row["lang"], "", f"{one.pages}{over}"]


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
