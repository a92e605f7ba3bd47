"""The empty Word document that testimonies are written into: our styles, nobody's traces."""

import io
from functools import lru_cache
from typing import Any

FACE, CHINESE_FACE, CODE_FACE = "Times New Roman", "SimSun", "Courier New"
WORD = {"en": "en-US", "es": "es-US", "pl": "pl-PL", "zh": "zh-CN"}  # languages as Word calls them
KEPT = "Title,Subtitle,Quote,Caption,Header,Footer,Table Grid,Normal Table,No List,Normal"
KEPT_BEGINNINGS = ("Heading", "List ", "Default", "Title", "Subtitle", "Quote", "Header", "Footer")
PARAGRAPHS = {"footnote text": "FootnoteText", "annotation text": "CommentText"}  # to their ids
OUR_OWN = {"Code": "Code", "Table Text": "TableText"}
MARKS = {
    "footnote reference": "FootnoteReference",
    "annotation reference": "CommentReference",
    "Hyperlink": "Hyperlink",
}
SIZES = {"Normal": 11.5, "Title": 18, "Heading 1": 16, "Heading 2": 13.5, "Heading 3": 12}
SIZES |= {"Heading 4": 11.5, "footnote text": 9.5, "Header": 9, "Footer": 9}
UNWANTED = ("stylesWithEffects", "customXml", "thumbnail", "extended-properties")


def open_blank(language: str) -> Any:
    """A new document in this language."""
    from docx import Document
    from docx.oxml.ns import qn

    document = Document(io.BytesIO(blank()))
    for lang in document.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), word_language(language))
    return document


def word_language(code: str) -> str:
    return WORD.get(code[:2], code)


@lru_cache(1)
def blank() -> bytes:
    """The library's own empty document with our styles, and without what its makers left in it."""
    from docx import Document

    document = Document()
    tidy_parts(document)
    tidy_styles(document.styles)
    tidy_settings(document.settings.element)
    for section in document.sections:
        set_page(section)
        for name in list(section._sectPr.attrib):  # in which session of Word it was made
            del section._sectPr.attrib[name]
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def set_page(section: Any) -> None:
    """US Letter with an inch of margin."""
    from docx.shared import Inches

    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(1)
    section.top_margin = section.bottom_margin = Inches(1)


def tidy_parts(document: Any) -> None:
    for rels in (document.part.rels, document.part.package.rels):
        for key, rel in list(rels.items()):
            if any(word in rel.reltype for word in UNWANTED):
                del rels[key]


def tidy_styles(styles: Any) -> None:
    """Keep the styles that a letter needs, in our faces and in black."""
    from docx.enum.style import WD_STYLE_TYPE

    kept = KEPT.split(",")
    for style in list(styles):
        if style.name not in kept and not style.name.startswith(KEPT_BEGINNINGS):
            style.delete()
    for name, key in (PARAGRAPHS | OUR_OWN).items():
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name in PARAGRAPHS)
        made.base_style, made.element.styleId = styles["Normal"], key
    for name, key in MARKS.items():
        styles.add_style(name, WD_STYLE_TYPE.CHARACTER, builtin=True).element.styleId = key
    styles["footnote reference"].font.superscript = True
    styles["Hyperlink"].font.underline = True
    for name, size in SIZES.items():
        set_face(styles[name], size)
    set_face(styles["Code"], 10, CODE_FACE)
    set_spacing(styles)


def set_face(style: Any, size: float, face: str = FACE) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.name = face
    fonts = style.element.rPr.rFonts
    for name in list(fonts.attrib):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), face)
    fonts.set(qn("w:eastAsia"), CHINESE_FACE)


def set_spacing(styles: Any) -> None:
    from docx.shared import Pt

    styles["Normal"].paragraph_format.space_after = Pt(8)
    styles["Normal"].paragraph_format.line_spacing = 1.15
    for name in ("footnote text", "Table Text"):
        styles[name].paragraph_format.space_after = Pt(2)
        styles[name].paragraph_format.line_spacing = 1
    quote = styles["Quote"].paragraph_format
    quote.left_indent = quote.right_indent = Pt(24)
    title = styles["Title"]
    for name in ("w:pPr/w:pBdr", "w:rPr/w:spacing", "w:rPr/w:kern"):
        for found in title.element.findall(name, title.element.nsmap):
            found.getparent().remove(found)
    title.font.bold = True
    title.paragraph_format.space_after = Pt(6)


def tidy_settings(settings: Any) -> None:
    """Without the marks of who made the template; with what separates notes from the text.

    Mode 15 is that of Word since 2013: with an older one its title says “compatibility mode”.
    """
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    for name in ("w:rsids", "w:proofState", "w:savePreviewPicture", "w:themeFontLang"):
        for found in settings.findall(qn(name)):
            settings.remove(found)
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), "15")
    separators = '<w:footnote w:id="-1"/><w:footnote w:id="0"/>'
    notes = parse_xml(f"<w:footnotePr {nsdecls('w')}>{separators}</w:footnotePr>")
    settings.find(qn("w:compat")).addprevious(notes)
