"""Tables that people bring: read, or refused with a sentence; what is written reads back."""

import io
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.tables import BOM, LARGEST, TableError, csv_lines, read_table

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
CELLS = st.one_of(
    TEXT, st.sampled_from(["=1+1", "'=1", "a\nb", 'say "hi"', "\t", "\r", "-", "@x", ";"])
)


@pytest.fixture(autouse=True, scope="module")
def inside(_app):
    with _app.app_context():
        yield


def read(data, **limits):
    return read_table(data, **({"most_rows": 100} | limits))


def test_it_works():
    table = read(b'Email,First name\r\nana@example.org,Ana\r\n\r\nomar@example.org,"Omar, B."\r\n')

    assert table.header == ["Email", "First name"]
    assert table.rows == [(2, ["ana@example.org", "Ana"]), (4, ["omar@example.org", "Omar, B."])]
    assert (table.problems, table.notes) == ([], [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_spreadsheet_is_read(encoding, delimiter):
    table = read(f"name{delimiter}ward\nAna Ruíz{delimiter}25\n".encode(encoding))

    assert (table.header, table.rows) == (["name", "ward"], [(2, ["Ana Ruíz", "25"])])
    assert bool(table.notes) == (encoding == "cp1252")


def test_a_delimiter_may_be_said():
    assert read(b"sep=;\nna,me;ward\nAna;25\n").rows == [(3, ["Ana", "25"])]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Ana", "1 cells, the first has 2"),
        ("Ana,25,26", "3 cells"),
        ("A\0na,25", "control characters"),
        ("=HYPERLINK(1),25", "The cell in “name” is a formula"),
        ("+cmd|'/c calc'!A0,25", "formula"),
        ("@SUM(1),25", "formula"),
        ('"Ana"x,25', "quotation mark"),
        ('"Ana,25', "quotation mark"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_by_its_line(row, words):
    table = read(f"name,ward\nOmar,1\n{row}\n".encode())

    assert table.rows == [(2, ["Omar", "1"])]
    assert [problem.line for problem in table.problems] == [3]
    assert words in table.problems[0].sentence


def test_rows_after_a_bad_one_are_read_with_their_lines():
    table = read(b'name,ward\n"Ana"x,25\n"two\nlines",1\nOmar,2\n')
    assert table.rows == [(3, ["two\nlines", "1"]), (5, ["Omar", "2"])]


def test_numbers_are_no_formulas():
    table = read(b"a,b\n-3.5,+1 (312) 555-0100\n-,x\n,,,\n")
    assert [row.cells for row in table.rows] == [["-3.5", "+1 (312) 555-0100"], ["-", "x"]]


def test_too_many_columns_are_a_problem_of_the_first_line():
    table = read(",".join(f"c{n}" for n in range(300)).encode() + b"\n" + b"," * 299)
    assert table.rows == []
    assert [problem.line for problem in table.problems] == [1]
    assert len(table.header) == 60  # a page shows them, and a file of commas has millions


def packed(size):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * size)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (packed(10), "save it as CSV"),
        (b"%PDF-1.7", "save it as CSV"),
        (bytes(range(128)) * 20, "not text"),
        (bytes(range(256)) * 20, "cannot be read"),
        (b"name\n" + b"\x81" * 30, "cannot be read"),
        ("name,ward\nAna,25\n".encode("utf-16-le"), "not text"),
        (b'na"me,"ward\nAna,1', "names of the columns"),
        (b"name\n" + b"Ana\n" * 101, "more than 100 rows"),
        (b"x" * (LARGEST + 1), "larger than 20 MB"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(data, words):
    with pytest.raises(TableError, match=words):
        read(data)


def test_a_bomb_is_never_unpacked():
    bomb = packed(50_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(TableError):
            read(bomb)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=400).map(lambda text: text.encode("utf-8", "ignore")),
    )
)
def test_any_bytes_are_read_or_refused(data):
    try:
        table = read(data)
    except TableError:
        return
    assert all(len(row.cells) == len(table.header) for row in table.rows)


@given(
    st.lists(CELLS.filter(str.strip), min_size=1, max_size=5).flatmap(
        lambda header: st.tuples(
            st.just(header),
            st.lists(
                st.lists(CELLS, min_size=len(header), max_size=len(header)).filter(any), max_size=6
            ),
        )
    )
)
@settings(max_examples=200)
def test_what_is_written_reads_back(table):
    header, rows = table
    found = read(b"".join(csv_lines(header, rows)))

    assert found.header == [name.strip() for name in header]
    assert [row.cells for row in found.rows] == rows
    assert found.problems == []


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1", "'=1"])
def test_no_cell_runs_as_a_formula(cell):
    [written] = [part for part in csv_lines(["a"], [[cell]]) if cell[-2:].encode() in part]
    assert f"'{cell}".encode() in written


def test_what_is_no_text_is_written_as_it_is():
    assert b"".join(csv_lines(["a", "b"], [[-3, None]])) == BOM + b'"a","b"\r\n-3,\r\n'


def test_a_long_table_is_written_at_constant_memory():
    rows = (["ana@example.org", "Ana Ruiz", str(n)] for n in range(100_000))
    tracemalloc.start()
    try:
        assert sum(map(len, csv_lines(["email", "name", "n"], rows))) > 3_000_000
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()
