"""Fact sheets as files: TOML for people, CSV for spreadsheets; docs/facts-format.md has both.

`read_file` gives every fact of a file, or every reason why it cannot be read, by line.
What `write_toml` and `write_csv` write reads back as the same facts, byte for byte.
"""

from pathlib import Path

from flask_babel import gettext as _

from .csv_file import read_csv, write_csv
from .entries import Item, Problem, Unreadable
from .items import read_items
from .toml_file import read_toml, write_toml

LARGEST = 5_000_000  # bytes of one file
ARCHIVE = b"PK\x03\x04"  # how a ZIP file begins, and with it every XLSX and ODS

__all__ = [
    "LARGEST",
    "Item",
    "Problem",
    "Unreadable",
    "read_data",
    "read_file",
    "write_csv",
    "write_toml",
]


def read_file(path: Path, slug: str) -> list[Item]:
    """Read the facts of a file for this campaign; `.csv` is CSV, all else is TOML.

    Raises Unreadable with every problem found.
    """
    try:
        size = path.stat().st_size
        data = b"" if size > LARGEST else path.read_bytes()
    except OSError as error:
        sentence = _("The file cannot be opened: %(why)s.", why=error.strerror)
        raise Unreadable([Problem(1, sentence)]) from None
    check_size(size)
    return read_data(data, path.name, slug)


def read_data(data: bytes, name: str, slug: str) -> list[Item]:
    """The same for a file that was sent, by its name. Raises Unreadable."""
    check_size(len(data))
    text = read_text(data)
    entries = read_csv(text) if name.lower().endswith(".csv") else read_toml(text, slug)
    if not entries:
        raise Unreadable([Problem(1, _("There is no fact in this file."))])
    return read_items(entries)


def check_size(size: int) -> None:
    if size > LARGEST:
        sentence = _(
            "The file has %(size)s bytes; %(most)s are the most.",
            size=f"{size:,}",
            most=f"{LARGEST:,}",
        )
        raise Unreadable([Problem(1, sentence)])


def read_text(data: bytes) -> str:
    """The file as text; Unreadable when it is an archive, not UTF-8, or holds a NUL."""
    if data.startswith(ARCHIVE):
        sentence = _("This is a spreadsheet or a ZIP file: save it as CSV, and bring that.")
        raise Unreadable([Problem(1, sentence)])
    if b"\0" in data:
        line = line_at(data, data.index(b"\0"))
        raise Unreadable([Problem(line, _("There is a NUL character."))])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = line_at(data, error.start)
        sentence = _("This is not UTF-8: save the file as UTF-8.")
        raise Unreadable([Problem(line, sentence)]) from None


def line_at(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
