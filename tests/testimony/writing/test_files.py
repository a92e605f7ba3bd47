"""A text out of a file; whatever the file is, what was typed is not lost."""

import io
import zipfile

import pytest
from docx import Document

from campaign.testimony.models import Revision
from campaign.testimony.saving import MOST
from campaign.testimony.writing.files import LARGEST, UnreadableError, read_file
from tests.factories import rows
from tests.testimony.factories import TEXT, make_draft
from tests.testimony.writing.people import path_of, texts


def word(*paragraphs: str) -> bytes:
    document = Document()
    for one in paragraphs:
        document.add_paragraph(one)
    document.add_heading("My block", 1)
    document.add_paragraph("It is loud.", style="List Bullet")
    document.add_table(1, 2).rows[0].cells[1].text = "In a table"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def archive(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in entries.items():
            file.writestr(name, data)
    return out.getvalue()


BOMB = archive(**{"word/document.xml": b" " * 30_000_000})
MANY = archive(**{"word/document.xml": b""} | {f"x{n}": b"" for n in range(600)})


def send(client, draft, name: str, data: bytes, **typed: str):
    said = {"seen": "1", "act": "file", "text": TEXT, "file": (io.BytesIO(data), name)}
    return client.post(path_of(draft), data=said | typed)


def test_it_works(client):
    draft = make_draft()
    answer = send(client, draft, "Mine.DOCX", word("Cancel it.", "I am Ana."))
    assert answer.status_code == 303
    assert texts()[-1] == "Cancel it.\n\nI am Ana.\n\n## My block\n\n- It is loud.\n\nIn a table"
    assert rows(Revision)[-1].why == "imported"


def test_what_was_typed_before_stays_in_the_history(client):
    draft = make_draft()
    send(client, draft, "mine.txt", b"From a file.", text="Typed.")
    assert texts() == [TEXT, "Typed.", "From a file."]


def test_it_is_taken_though_the_typed_text_was_saved_already(client):
    """The answer to the save was lost, so the page does not know of it."""
    draft = make_draft()
    client.post(path_of(draft), data={"text": "Typed.", "seen": "1", "act": "auto"})
    assert send(client, draft, "mine.txt", b"From a file.", text="Typed.").status_code == 303
    assert texts() == [TEXT, "Typed.", "From a file."]


def test_it_begins_a_draft(client):
    draft = make_draft(text="")
    said = {"seen": "0", "act": "file", "ask": "", "file": (io.BytesIO(b"From a file."), "a.md")}
    assert client.post(path_of(draft), data=said).status_code == 303
    assert texts() == ["From a file."]


@pytest.mark.parametrize(
    "data", ["Ñandú".encode(), "Ñandú".encode("utf-16"), "Ñandú".encode("cp1252")]
)
def test_letters_are_read(data: bytes) -> None:
    assert read_file("a.txt", data) == "Ñandú"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.docx", BOMB, "too large"),
        ("a.docx", MANY, "too large"),
        ("a.docx", word("x")[:-300], "damaged"),
        ("a.docx", word("x")[:3000] + b"\0" * 500 + word("x")[3500:], "damaged"),
        ("a.docx", b"%PDF-1.7", "damaged"),
        ("a.docx", archive(**{"xl/workbook.xml": b""}), "no Word file"),
        ("a.docx", archive(**{"word/document.xml": b"<a>"}), "damaged"),
        ("a.docx", word(*["x" * 1000] * 101), "more text"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0", "no text file"),
        ("a.txt", b"x" * (MOST + 1), "more text"),
        ("a.txt", b" \n", "no text in"),
        ("a.txt", b"[" * 20_000, "brackets"),
        ("a.pdf", b"%PDF-1.7", "Choose a Word file"),
        ("a", b"x", "Choose a Word file"),
    ],
)
def test_what_cannot_be_read_is_said(client, name, data, words):
    draft = make_draft()
    answer = send(client, draft, name, data, text="Typed.")
    assert answer.status_code == 422
    assert words in answer.text
    assert "Typed." in answer.text
    assert texts() == [TEXT]


def test_no_file_is_said(client):
    draft = make_draft()
    answer = client.post(path_of(draft), data={"seen": "1", "act": "file", "text": "Typed."})
    assert answer.status_code == 422
    assert "Choose a file first." in answer.text


def test_large_files_are_not_looked_into() -> None:
    with pytest.raises(UnreadableError, match="larger than 2 MB"):
        read_file("a.docx", b"x" * (LARGEST + 1))
