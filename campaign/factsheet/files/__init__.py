"""Fact sheets as files: TOML for people, CSV for spreadsheets; docs/facts-format.md has both.

`read_file` gives every fact of a file, or every reason why it cannot be read, by line.
What `write_toml` and `write_csv` write reads back as the same facts, byte for byte.
"""

from pathlib import Path

from .csv_file import read_csv, write_csv
from .entries import Entry, Item, Problem, Unreadable
from .items import read_items
from .toml_file import read_toml, write_toml

LARGEST = 5_000_000  # bytes of one file

__all__ = ["Item", "Problem", "Unreadable", "read_file", "write_csv", "write_toml"]


def read_file(path: Path, slug: str) -> list[Item]:
    """Read the facts of a file for this campaign; `.csv` is CSV, all else is TOML.

    Raises Unreadable with every problem found.
    """
    return read_items(read_entries(path, slug))


def read_entries(path: Path, slug: str) -> list[Entry]:
    text = read_text(path)
    entries = read_csv(text) if path.suffix.lower() == ".csv" else read_toml(text, slug)
    if not entries:
        raise Unreadable([Problem(1, "There is no fact in this file.")])
    return entries


def read_text(path: Path) -> str:
    """The file as text; Unreadable when it is too large, not UTF-8 or holds a NUL."""
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise Unreadable(
                [Problem(1, f"The file has {size:,} bytes; {LARGEST:,} are the most.")]
            )
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable([Problem(1, f"The file cannot be opened: {error.strerror}.")]) from None
    if b"\0" in data:
        raise Unreadable([Problem(line_at(data, data.index(b"\0")), "There is a NUL character.")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = line_at(data, error.start)
        raise Unreadable([Problem(line, "This is not UTF-8: save the file as UTF-8.")]) from None


def line_at(data: bytes, offset: int) -> int:
    return data.count(b"\n", 0, offset) + 1
