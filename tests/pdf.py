"""Reads PDF files as another program would."""

import io

from pypdf import PdfReader


def pages_of(made: bytes) -> list[str]:
    """The words of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(made)).pages]


def words_of(made: bytes) -> str:
    return "\n".join(pages_of(made))


def sizes_of(made: bytes) -> set[tuple[int, int]]:
    """Width and height of the pages, in points."""
    boxes = [page.mediabox for page in PdfReader(io.BytesIO(made)).pages]
    return {(round(box.width), round(box.height)) for box in boxes}
