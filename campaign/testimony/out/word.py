"""A testimony as a Word document: real styles, lists and footnotes, so that one can work on it.

HTML, formulas and scripts that somebody typed are only ever text in it.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext as _

from ...db import now
from ...pdf_text import Block
from .letter import from_line, hearing_line
from .printed import Note, Printed, in_language, is_leftward, is_number
from .word_blank import open_blank, word_language
from .word_lists import Lists
from .word_notes import Notes, element, set_style, text_of

STYLES = {"p": "Normal", "quote": "Quote", "code": "Code"}
DEEPEST_HEADING = 4
LOOKS = {"bold": "w:b", "italic": "w:i"}
BREAKS = frozenset("\n\t\r")


@dataclass
class Writer:
    """Writes testimonies into one Word document, in order."""

    document: Any
    language: str
    notes: Notes = field(init=False)
    lists: Lists = field(init=False)
    at: int = 0  # letters of the text written so far, as `flat` counts them
    cuts: Sequence[int] = ()  # where a run must end, for a comment to begin or end there
    links: dict[str, str] = field(default_factory=dict)  # ids by address
    placed: list[tuple[int, int, Any]] = field(default_factory=list)  # start, end, run
    styles: dict[str, str] = field(init=False)  # ids by name: looking each up anew takes long
    end: Any = field(init=False)  # what the text stands before: finding it anew takes long, too

    def __post_init__(self) -> None:
        self.styles = {one.name: one.style_id for one in self.document.styles}
        self.notes, self.lists = Notes(self.document), Lists(self.document)
        self.end = self.document.element.body.sectPr

    def letter(self, one: Printed, level: int = 0) -> Any:
        """A whole testimony; its heading is the document's title (0) or one of a level."""
        self.notes.begin()
        self.language = one.language
        heading = self.paragraph(f"Heading {level}" if level else "Title")
        self.say(heading, one.heading)
        with in_language(one.language):
            lines = [_("To: %(body)s", body=one.body), hearing_line(one), from_line(one)]
        self.say(self.paragraph(), "\n".join(line for line in lines if line))
        self.text(one.blocks, {note.number: note for note in one.notes}, max(level, 1))
        return heading

    def paragraph(self, style: str = "Normal") -> Any:
        from docx.text.paragraph import Paragraph

        made = element("w:p")
        if style != "Normal":
            made.get_or_add_pPr().append(element("w:pStyle", val=self.styles[style]))
        self.end.addprevious(made)
        return Paragraph(made, self.document._body)

    def line(self) -> None:
        """A line across the page."""
        border = element("w:pBdr")
        border.append(element("w:bottom", val="single", sz="4", space="1", color="808080"))
        self.paragraph()._p.get_or_add_pPr().append(border)

    def text(self, blocks: list[Block], notes: dict[int, Note], level: int) -> None:
        rows: list[Block] = []
        for block in blocks:
            if block["kind"] != "row" and rows:
                self.table(rows, notes)
                rows = []
            if block["kind"] == "row":
                rows.append(block)
            else:
                self.block(block, notes, level)
        if rows:
            self.table(rows, notes)

    def block(self, block: Block, notes: dict[int, Note], level: int) -> None:
        kind = block["kind"]
        if kind == "heading":
            number = min(level + block["level"] - 1, DEEPEST_HEADING)
            paragraph = self.paragraph(f"Heading {number}")
        elif kind == "item":
            mark, depth = block["mark"], block["level"]
            paragraph = self.paragraph(self.lists.style(mark, depth))
            self.lists.number(paragraph, mark, depth)
        elif kind == "rule":
            self.line()
            return
        else:
            paragraph = self.paragraph(STYLES[kind])
        self.runs(paragraph, block["runs"], notes, is_leftward(block))
        self.at += 1

    def table(self, rows: list[Block], notes: dict[int, Note]) -> None:
        from docx.table import _Cell

        width = max(1, *(len(row["cells"]) for row in rows))
        table = self.document.add_table(len(rows), width, style="Table Grid")
        for row, tr in zip(rows, table._tbl.tr_lst, strict=True):
            for runs, tc in zip(row["cells"], tr.tc_lst, strict=False):
                paragraph = self.cell(_Cell(tc, table))
                self.runs(paragraph, runs, notes, is_leftward(row))
                self.at += 1
        self.paragraph()

    def cell(self, cell: Any) -> Any:
        """The paragraph of a cell of a table."""
        paragraph = cell.paragraphs[0]
        style = element("w:pStyle", val=self.styles["Table Text"])
        paragraph._p.get_or_add_pPr().insert(0, style)
        return paragraph

    def runs(self, paragraph: Any, runs: list[Any], notes: dict[int, Note], rtl: bool) -> None:
        if rtl:
            paragraph._p.get_or_add_pPr().append(element("w:bidi"))
        for run in runs:
            note = notes.get(int(run["text"])) if is_number(run) else None
            if note is not None:
                self.notes.refer(paragraph, note, self.language)
                continue
            for piece in self.pieces(run["text"]):
                self.run(paragraph, run | {"text": piece}, rtl)

    def pieces(self, text: str) -> Iterator[str]:
        """A run's text, cut where comments begin and end."""
        start = self.at
        inner = [cut - start for cut in self.cuts if start < cut < start + len(text)]
        for first, last in zip([0, *inner], [*inner, len(text)], strict=True):
            if first < last:
                yield text[first:last]

    def run(self, paragraph: Any, run: dict[str, Any], rtl: bool) -> None:
        from docx.text.run import Run

        made = self.say(paragraph, run["text"])
        looks = [element(tag) for name, tag in LOOKS.items() if run.get(name)]
        looks += [element("w:vertAlign", val="superscript")] if run.get("raised") else []
        looks += [element("w:rtl")] if rtl else []
        for look in looks:  # in the order of the schema, which wants them before w:lang
            made._r.rPr[-1].addprevious(look)
        if run.get("link"):
            self.link(paragraph, made, run["link"])
        if self.cuts:
            self.placed.append((self.at, self.at + len(run["text"]), Run(made._r, paragraph)))
        self.at += len(run["text"])

    def say(self, paragraph: Any, text: str) -> Any:
        """A run of these words, in the language of this testimony."""
        from docx.text.run import Run

        made = element("w:r")
        made.get_or_add_rPr().append(element("w:lang", val=word_language(self.language)))
        if BREAKS.isdisjoint(text):
            made.append(text_of(text))  # the library would look at each letter
        else:
            made.text = text
        paragraph._p.append(made)
        return Run(made, paragraph)

    def link(self, paragraph: Any, run: Any, url: str) -> None:
        from docx.opc.constants import RELATIONSHIP_TYPE
        from docx.oxml.ns import qn

        key = self.links.get(url)
        if key is None:  # the library would look through all that there are, for each
            key = self.links[url] = f"rIdLink{len(self.links) + 1}"
            self.document.part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, url, key, True)
        around = element("w:hyperlink")
        around.set(qn("r:id"), key)
        run._r.addprevious(around)
        around.append(run._r)
        set_style(run, "Hyperlink")


def word_file(one: Printed, comments: Sequence[Any] = ()) -> bytes:
    """One testimony; with comments it is for working on it, without for the body."""
    from .word_comments import anchored, write

    document = open_blank(one.language)
    found = anchored(one, comments)
    cuts = sorted({at for anchor in found for at in (anchor.start, anchor.end)})
    writer = Writer(document, one.language, cuts=cuts)
    heading = writer.letter(one)
    write(document, writer.placed, found, heading.runs[0])
    frame(document.sections[0], one.title, f"{one.who} · {one.place}".removeprefix(" · "))
    return finished(writer, one.heading, one.name, one.language)


def frame(section: Any, above: str, below: str) -> None:
    """What stands at the head and the foot of every page."""
    section.header.paragraphs[0].text = above
    foot = section.footer.paragraphs[0]
    foot.text = f"{below} · "
    number(foot, "PAGE")
    foot.add_run(" / ")
    number(foot, "NUMPAGES")


def number(paragraph: Any, instruction: str, shown: str = "1") -> None:
    """A number that Word computes: of this page, of all of them."""
    around = element("w:fldSimple", instr=f" {instruction} ")
    run = paragraph.add_run(shown)
    run._r.addprevious(around)
    around.append(run._r)


def finished(writer: Writer, title: str, author: str, language: str) -> bytes:
    """The file, with its properties set and the footnotes in it."""
    writer.notes.attach()
    about = writer.document.core_properties
    about.title, about.author, about.language = title[:255], author[:255], word_language(language)
    about.comments = about.keywords = about.subject = about.last_modified_by = ""
    about.created = about.modified = now().replace(tzinfo=None, microsecond=0)
    about.revision = 1
    out = io.BytesIO()
    writer.document.save(out)
    return out.getvalue()
