"""Real footnotes of a Word document: a part of their own, which python-docx does not know.

WordprocessingML, ECMA-376 part 1, 17.11. A note that is referred to again keeps its number: the
second mark is a field that points at the first.
"""

from typing import Any

from .printed import Note
from .word_blank import word_language

SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0">'
    "<w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MARK, TEXT = "FootnoteReference", "FootnoteText"  # ids of the styles


class Notes:
    """The footnotes of a document, collected while its text is written.

    Of several texts in it they are numbered through: Word could begin anew in each section, but
    LibreOffice then calls every note 0.
    """

    def __init__(self, document: Any) -> None:
        from docx.oxml import parse_xml
        from docx.oxml.ns import nsdecls

        self.document = document
        self.root = parse_xml(f"<w:footnotes {nsdecls('w')}>{SEPARATORS}</w:footnotes>")
        self.count = 0
        self.known: dict[int, int] = {}  # the number here of each note of a text

    def begin(self) -> None:
        """Another text: it has notes of its own."""
        self.known = {}

    def refer(self, paragraph: Any, note: Note, language: str) -> None:
        """Put the number of a note at the end of a paragraph."""
        known = self.known.get(note.number)
        if known:
            self.point(paragraph, known)
            return
        self.count += 1
        self.known[note.number] = self.count
        self.mark(paragraph)
        self.write(note, language)

    def mark(self, paragraph: Any) -> None:
        """The first mark of a note, between the two ends of a bookmark."""
        at = str(self.count)
        run = paragraph.add_run()
        set_style(run, MARK)
        run._r.append(element("w:footnoteReference", id=at))
        run._r.addprevious(element("w:bookmarkStart", id=f"1{at}", name=f"_RefNote{at}"))
        run._r.addnext(element("w:bookmarkEnd", id=f"1{at}"))

    def point(self, paragraph: Any, number: int) -> None:
        """Its number once more: a field, which LibreOffice only shows as it is written here."""
        field = element("w:fldSimple", instr=f" NOTEREF _RefNote{number} \\h ")
        run = paragraph.add_run(str(number))
        set_style(run, MARK)
        run._r.addprevious(field)
        field.append(run._r)

    def write(self, note: Note, language: str) -> None:
        made = element("w:footnote", id=str(self.count))
        paragraph = element("w:p")
        properties = element("w:pPr")
        properties.append(element("w:pStyle", val=TEXT))
        paragraph.append(properties)
        paragraph.append(self.reference())
        paragraph.append(text_run(f" {note.text} {note.url}", language))
        made.append(paragraph)
        self.root.append(made)

    def reference(self) -> Any:
        run = element("w:r")
        properties = element("w:rPr")
        properties.append(element("w:rStyle", val=MARK))
        run.append(properties)
        run.append(element("w:footnoteRef"))
        return run

    def attach(self) -> None:
        """Make them a part of the document, once all are written."""
        from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
        from docx.opc.oxml import serialize_part_xml
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part

        blob = serialize_part_xml(self.root)
        package = self.document.part.package
        uri = PackURI("/word/footnotes.xml")
        part = Part(uri, CONTENT_TYPE.WML_FOOTNOTES, blob, package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(f"{WORD}{name}", value)
    return made


def set_style(run: Any, style: str) -> None:
    run._r.get_or_add_rPr().insert(0, element("w:rStyle", val=style))


def text_run(text: str, language: str) -> Any:
    run = element("w:r")
    properties = element("w:rPr")
    properties.append(element("w:lang", val=word_language(language)))
    run.append(properties)
    run.append(text_of(text))
    return run


def text_of(text: str) -> Any:
    """Text with all its spaces; line breaks would be none in it."""
    said = element("w:t")
    said.text = text
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return said
