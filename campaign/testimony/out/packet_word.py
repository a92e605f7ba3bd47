"""A packet as a Word document: cover, index with page numbers, the letters."""

from collections.abc import Iterator
from typing import Any

from .packet import Packet
from .word import Writer, finished, frame, number
from .word_blank import open_blank
from .word_notes import element

WIDTHS = (1.2, 2.4, 1.1, 0.6, 1.2)  # inches of the index's columns


def packet_word(packet: Packet, data: dict[str, Any]) -> bytes:
    """`data` is what the PDF says. Each letter begins a page; the notes are numbered through.

    Page numbers of the index are fields; until Word has computed them they are those of the PDF.
    """
    document = open_blank(data["lang"])
    writer = Writer(document, data["lang"])
    cover(writer, data)
    index(writer, packet, data)
    for at, one in enumerate(packet.entries):
        heading = writer.letter(one.printed, level=1)
        heading.paragraph_format.page_break_before = True
        mark(heading, at)
    frame(document.sections[0], data["title"], data["words"]["mark"] or data["author"])
    return finished(writer, data["title"], data["author"], data["lang"])


def cover(writer: Writer, data: dict[str, Any]) -> None:
    from docx.shared import Inches

    first = writer.paragraph()
    first.paragraph_format.space_before = Inches(2)
    writer.say(first, data["words"]["kicker"])
    writer.say(writer.paragraph("Title"), data["title"])
    for lines in (data["cover"], data["numbers"]):
        writer.say(writer.paragraph(), "\n".join(lines))


def index(writer: Writer, packet: Packet, data: dict[str, Any]) -> None:
    from docx.shared import Inches
    from docx.table import _Cell

    said = data["words"]
    heading = writer.paragraph("Heading 1")
    heading.paragraph_format.page_break_before = True
    writer.say(heading, said["index"])
    table = writer.document.add_table(len(packet.entries) + 1, len(WIDTHS), style="Table Grid")
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column._gridCol.w = Inches(width)
    heads = [said[name] for name in ("ward", "name", "language", "at", "pages")]
    rows = [heads, *cells(packet, data)]
    for at, (tr, texts) in enumerate(zip(table._tbl.tr_lst, rows, strict=True)):
        made = [_Cell(tc, table) for tc in tr.tc_lst]
        for cell, text, width in zip(made, texts, WIDTHS, strict=True):
            cell.width = Inches(width)
            paragraph = writer.cell(cell)
            if text:
                writer.say(paragraph, text).bold = True if at == 0 else None
        if at > 0:
            page = str(packet.entries[at - 1].first)
            number(made[3].paragraphs[0], f"PAGEREF _Letter{at - 1} \\h", page)
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
