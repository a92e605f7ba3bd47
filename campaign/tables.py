"""Tables that people bring and take away as CSV, from and for any spreadsheet.

A cell that a spreadsheet would run as a formula is written with a `'` before it, which reading
takes away again; a text that really begins so gets one more.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from flask_babel import gettext as _

LARGEST = 20_000_000  # bytes of one file
CHUNK = 64_000  # characters written at once
BOM = b"\xef\xbb\xbf"
RISKY = frozenset("'=+-@\t\r\n＝＋－＠")  # OWASP, CSV injection
GUARDED = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
FORMULA = re.compile(r"[=@\t\r\n＝＠]|[+\-＋－](?![\d\s().,/-]*\Z)")  # -3 and +1 312 are none
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
SEPARATORS = ",;\t"
OTHERS = (
    b"PK\x03\x04",  # ZIP: XLSX, ODS
    b"\xd0\xcf\x11\xe0",  # OLE: XLS
    b"%PDF",
    b"\x1f\x8b",  # gzip
)


class TableError(Exception):
    """This is no CSV that can be read; the message is a sentence for whoever brought it."""


class Problem(NamedTuple):
    """What is wrong with one line of a file."""

    line: int
    sentence: str


class Row(NamedTuple):
    """The cells of one row, and the line of the file where it begins."""

    line: int
    cells: list[str]


class Table(NamedTuple):
    """A file that was read: whole rows, what was left out and why, and how it was understood."""

    header: list[str]
    rows: list[Row]
    problems: list[Problem]
    notes: list[str]


def read_table(data: bytes, *, most_rows: int, most_columns: int = 60) -> Table:
    """Read a CSV file: each row has as many cells as the header. Raises TableError."""
    if len(data) > LARGEST:
        words = _("The file is larger than %(size)s MB. Split it.", size=LARGEST // 1_000_000)
        raise TableError(words)
    text, notes = decode(data)
    lines = numbered_rows(text)
    problems: list[Problem] = []
    header = find_header(lines)
    if len(header) > most_columns:
        problems.append(Problem(1, too_wide(len(header), most_columns)))
        return Table(header[:most_columns], [], problems, notes)
    rows: list[Row] = []
    for line, cells in lines:
        if isinstance(cells, str):
            problems.append(Problem(line, cells))
        elif (row := cut(cells, len(header))) and (fault := fault_in(row, header)):
            problems.append(Problem(line, fault))
        elif any(row):
            rows.append(Row(line, [unguard(cell) for cell in row]))
        if len(rows) + len(problems) > most_rows:
            raise TableError(_("The file has more than %(most)s rows. Split it.", most=most_rows))
    return Table(header, rows, problems, notes)


def decode(data: bytes) -> tuple[str, list[str]]:
    """The text of a file, and a note where its encoding had to be guessed."""
    if data.startswith(OTHERS):
        raise TableError(_("This is not a CSV file. Open it in a spreadsheet and save it as CSV."))
    notes = []
    try:
        if data.startswith((b"\xff\xfe", b"\xfe\xff")):
            text = data.decode("utf-16")
        else:
            text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = decode_windows(data)
        notes.append(_("Read as Windows text (1252): look whether accents are right."))
    start = text[:4096]
    if len(CONTROLS.findall(start)) > max(8, len(start) // 50):
        raise TableError(_("This is not text. Save the table as CSV (UTF-8)."))
    if not text.strip():
        raise TableError(_("The file is empty."))
    return text, notes


def decode_windows(data: bytes) -> str:
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        raise TableError(
            _("The letters of this file cannot be read. Save the table as CSV (UTF-8).")
        ) from None


def numbered_rows(text: str) -> Iterator[tuple[int, list[str] | str]]:
    """Each row with the line where it begins, or a sentence where it cannot be read."""
    source = io.StringIO(text, newline="")
    start, delimiter = find_delimiter(source)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        line = start + reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error:
            last = start + reader.line_num
            yield line, _("A quotation mark is out of place (up to line %(last)s).", last=last)


def find_delimiter(source: io.StringIO) -> tuple[int, str]:
    """How many lines come before the header, and what stands between its cells.

    Spreadsheets may say so in a first line of their own, `sep=;`.
    """
    first = source.readline()
    if said := re.fullmatch(f"sep=([{SEPARATORS}])", first.strip("\r\n"), re.IGNORECASE):
        return 1, said[1]
    source.seek(0)
    plain = re.sub('"[^"]*"?', "", first)
    return 0, max(SEPARATORS, key=plain.count)


def find_header(lines: Iterator[tuple[int, list[str] | str]]) -> list[str]:
    """The first row that is not empty."""
    for _line, cells in lines:
        if isinstance(cells, str):
            raise TableError(_("The first row, with the names of the columns, cannot be read."))
        if any(cell.strip() for cell in cells):
            if CONTROLS.search("".join(cells)):
                raise TableError(_("The names of the columns hold control characters."))
            return [unguard(cell).strip() for cell in cells]
    raise TableError(_("The file is empty."))


def cut(cells: list[str], width: int) -> list[str]:
    """The row without empty cells beyond the header, which spreadsheets like to add."""
    return cells[:width] if len(cells) > width and not any(cells[width:]) else cells


def fault_in(row: list[str], header: list[str]) -> str:
    """Why a row is left out, or nothing; a row with nothing in it is none."""
    if not any(row):
        return ""
    if len(row) != len(header):
        return _(
            "This row has %(cells)s cells, the first has %(columns)s.",
            cells=len(row),
            columns=len(header),
        )
    if CONTROLS.search("".join(row)):
        return _("This row holds control characters.")
    for name, cell in zip(header, row, strict=True):
        if cell[:1] in RISKY and FORMULA.match(cell):
            return _("The cell in “%(name)s” is a formula.", name=name[:60])
    return ""


def too_wide(columns: int, most: int) -> str:
    return _(
        "The table has %(columns)s columns; %(most)s are the most. Leave out what is not needed.",
        columns=columns,
        most=most,
    )


def guard(cell: str) -> str:
    return "'" + cell if GUARDED.match(cell) else cell


def unguard(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and GUARDED.match(cell) else cell


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """A table as CSV (RFC 4180, UTF-8 with BOM), a piece at a time, at constant memory."""
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerow([guard(name) for name in header])
    write = csv.writer(out).writerow
    yield BOM
    for row in rows:
        write(
            [guard(cell) if cell.__class__ is str and cell[:1] in RISKY else cell for cell in row]
        )
        if out.tell() > CHUNK:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode()
