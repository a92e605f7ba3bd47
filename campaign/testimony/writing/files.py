"""A text out of a file that somebody has on their own machine: Word, plain text or Markdown."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from flask_babel import gettext as _

from ..saving import MOST

LARGEST = 2_000_000  # bytes of a file
MEMBERS, UNPACKED, ENTRY = 500, 20_000_000, 5_000_000  # of a Word file, which is an archive
PARAGRAPHS = 5_000
BODY = "word/document.xml"
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class UnreadableError(ValueError):
    """A file holds no text that we can take; the words say why, and what to do."""


def read_file(name: str, data: bytes) -> str:
    """The text of a .docx, .txt or .md file. Raises UnreadableError."""
    if len(data) > LARGEST:
        raise UnreadableError(_("This file is larger than 2 MB. Take the pictures out of it."))
    match name.lower().rpartition(".")[2]:
        case "docx":
            text = word_text(data)
        case "txt" | "md":
            text = plain_text(data)
        case _other:
            raise UnreadableError(_("Choose a Word file (.docx), a .txt or an .md file."))
    text = re.sub(r"\n{3,}", "\n\n", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if not text:
        raise UnreadableError(_("There is no text in this file."))
    if len(text) > MOST:
        raise UnreadableError(
            _("This file has more text than a testimony: 50,000 letters at most.")
        )
    return text


def plain_text(data: bytes) -> str:
    """Text in UTF-8, in UTF-16 with its mark, or else in Windows letters."""
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = data.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", errors="replace")
    if CONTROLS.search(text):
        raise UnreadableError(_("This is no text file. Choose a Word file, a .txt or an .md file."))
    return text


def word_text(data: bytes) -> str:
    """The paragraphs of a Word file; headings and lists as Markdown writes them."""
    look_into(data)
    try:
        document = Document(io.BytesIO(data))
        return "\n\n".join(paragraphs(document))
    except UnreadableError:
        raise
    except Exception:  # noqa: BLE001 - a broken file breaks the library in any way
        raise damaged() from None


def look_into(data: bytes) -> None:
    """Raise UnreadableError unless this is an archive of Word's, and of a bearable size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise damaged() from None
    sizes = {one.filename: one.file_size for one in entries}
    if BODY not in sizes:
        raise UnreadableError(_("This is no Word file (.docx). Save it as .docx and try again."))
    total = sum(one.file_size for one in entries)
    if len(entries) > MEMBERS or total > UNPACKED or sizes[BODY] > ENTRY:
        raise UnreadableError(_("Unpacked, this file is too large. Copy its text into a new file."))


def too_long() -> UnreadableError:
    return UnreadableError(_("This file has more text than a testimony: 50,000 letters at most."))


def damaged() -> UnreadableError:
    return UnreadableError(_("This Word file is damaged or cut off. Save it again and try again."))


def paragraphs(document: Any) -> Iterator[str]:
    """What is written, paragraph by paragraph, also in tables; bounded."""
    letters = 0
    for number, one in enumerate(document.element.body.iter(qn("w:p"))):
        text = marked_up(one, " ".join(said(one).split(" ")).strip())
        letters += len(text)
        if number >= PARAGRAPHS or letters > 2 * MOST:
            raise too_long()
        if text:
            yield CONTROLS.sub("", text)


def said(paragraph: Any) -> str:
    """The letters of a paragraph; what was deleted with changes tracked is gone."""
    letters = paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"))
    return "".join(one.text or "" if one.tag == qn("w:t") else " " for one in letters)


def marked_up(paragraph: Any, text: str) -> str:
    style = paragraph.style or ""
    if text and style.startswith("Heading"):
        return f"## {text}"
    is_listed = paragraph.pPr is not None and paragraph.pPr.numPr is not None
    return f"- {text}" if text and (is_listed or style.startswith("List")) else text
