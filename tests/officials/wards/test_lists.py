"""Whole lists: points, and addresses by way of the US Census batch files."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest

from tests.officials.factories import make_body
from tests.officials.wards.city import bring_map, squares

RESULT = """\
"1","12 Oak St, Chicago, IL, 60602","Match","Exact","12 OAK ST","-87.685,41.805","112","R"
"2","13 Oak St, Chicago, IL, 60602","Match","Non_Exact","13 OAK ST","-87.675,41.805","112","L"
"3","14 Oak St, Chicago, IL, 60602","Match","Exact","14 OAK ST","-87.69002,41.805","112","L"
"4","Nowhere, Chicago, IL,","No_Match"
"5","Oak, Chicago, IL,","Tie"
"6","15 Oak St, Chicago, IL, 60602","Match","Exact","15 OAK ST","-87.9,41.805","112","R"
"""


@pytest.fixture
def city(app: Any) -> Any:
    body = make_body(wards=4)
    bring_map(body, squares())
    return body


@pytest.fixture
def run(campaign: Any, tmp_path: Path) -> Any:
    """Run one of the commands on this text; its result, and the file that it wrote, if it did."""

    def call(command: str, text: str | bytes, *more: str) -> tuple[Any, str]:
        data = text if isinstance(text, bytes) else text.encode()
        (tmp_path / "in.csv").write_bytes(data)
        out = tmp_path / "out.csv"
        result = campaign("wards", command, str(tmp_path / "in.csv"), str(out), *more)
        return result, out.read_text("utf-8-sig") if out.exists() else ""

    return call


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_addresses_go_out_as_the_service_wants_them(run: Any) -> None:
    lines = "ID,Name,Street address,City,State,ZIP code\n"
    lines += '7,Ana,"12 Oak St, rear",Chicago,IL,60602\n8,Eve,13  Oak St,Chicago,IL,\n'
    result, out = run("census-out", lines)

    assert result.output == "2 addresses: out.csv.\n"
    assert table(out) == [
        ["7", "12 Oak St, rear", "Chicago", "IL", "60602"],
        ["8", "13 Oak St", "Chicago", "IL", ""],
    ]


def test_above_ten_thousand_there_are_several_files(run: Any, tmp_path: Path) -> None:
    lines = "id,street,zip\n" + "".join(f"{n},{n} Oak St,60602\n" for n in range(10_001))
    result, _out = run("census-out", lines)

    assert result.output == "10001 addresses: out-1.csv, out-2.csv.\n"
    written = [table((tmp_path / f"out-{n}.csv").read_text()) for n in (1, 2)]
    assert [len(one) for one in written] == [10_000, 1]


def test_bad_addresses_are_named_by_line(run: Any) -> None:
    lines = "id,street,city,state,zip\n1,12 Oak,Chicago,IL,\n,13 Oak,Chicago,IL,\n"
    lines += "1,14 Oak,Chicago,IL,\n2,,Chicago,IL,\n3,15 Oak,Chicago,,\n4,16 Oak\n"
    result, out = run("census-out", lines)

    assert (result.exit_code, out) == (1, "")
    assert result.output.splitlines() == [
        "in.csv, line 3: This line has no id.",
        "in.csv, line 4: The id “1” stands in an earlier line too.",
        "in.csv, line 5: There is no street.",
        "in.csv, line 6: There is neither a ZIP nor city and state.",
        "in.csv, line 7: This row has 2 cells, the first has 5.",
        "Nothing was written: 5 bad lines.",
    ]
    result, out = run("census-out", lines, "--skip")
    assert (result.exit_code, len(table(out))) == (0, 1)


def test_what_came_back_gets_wards(run: Any, city: Any) -> None:
    result, out = run("census-in", RESULT)

    assert result.exit_code == 0, result.output
    assert table(out) == [
        ["id", "ward", "metres", "confirm", "reason"],
        ["1", "2", "416", "no", ""],
        ["2", "3", "416", "yes", "not exact"],
        ["3", "1", "2", "yes", ""],
        ["4", "", "", "", "not found"],
        ["5", "", "", "", "several places"],
        ["6", "", "", "", "outside"],
    ]
    assert "6 lines: 3 with a ward, 2 of them to be confirmed, 3 without." in result.output


def test_a_result_that_is_none(run: Any, city: Any) -> None:
    lines = 'id,street\n"1","x","Match","Exact","X","north","1","L"\n"2","x"y","Tie"\n'
    result, out = run("census-in", lines + '"3","x","Match","Exact","X","-87,99","1","L"\n')

    assert (result.exit_code, out) == (1, "")
    assert [line.split(":")[0] for line in result.output.splitlines()] == [
        "in.csv, line 1",
        "in.csv, line 2",
        "in.csv, line 3",
        "in.csv, line 4",
        "Nothing was written",
    ]


def test_points_get_wards(run: Any, city: Any) -> None:
    lines = "name,Lng,Lat\nAna,-87.685,41.805\nEve,-87.69002,41.805\nOmar,0,0\n"
    result, out = run("locate", lines)

    assert result.exit_code == 0, result.output
    assert [row[3:] for row in table(out)] == [
        ["ward", "metres", "confirm", "reason"],
        ["2", "416", "no", ""],
        ["1", "2", "yes", ""],
        ["", "", "", "outside"],
    ]
    assert [row[0] for row in table(out)] == ["name", "Ana", "Eve", "Omar"]


def test_points_that_are_none(run: Any, city: Any) -> None:
    lines = "longitude,latitude\n-87.685,41.805\nhere,there\n-87.685,991\nnan,1\n"
    result, out = run("locate", lines)

    assert (result.exit_code, out) == (1, "")
    assert "in.csv, line 3: “here, there” is no longitude and latitude." in result.output
    assert "in.csv, line 4: -87.685, 991 is no place on Earth." in result.output
    assert "Nothing was written: 3 bad lines." in result.output


@pytest.mark.parametrize(
    ("command", "text", "sentence"),
    [
        ("locate", "a,b\n1,2\n", "There is no column longitude, latitude; there is: a, b."),
        ("census-out", "a,b\n1,2\n", "There is no column id, street; there is: a, b."),
        ("locate", "", "The file is empty."),
        ("census-in", "", "The file is empty."),
        ("census-in", b"PK\x03\x04", "This is not a CSV file."),
    ],
)
def test_wrong_files(run: Any, city: Any, command: str, text: Any, sentence: str) -> None:
    result, out = run(command, text)

    assert (result.exit_code, out) == (1, "")
    assert sentence in result.output


def test_a_day_without_a_map(run: Any, city: Any) -> None:
    result, out = run("locate", "x,y\n-87.685,41.805\n", "--on", "2001-01-01")

    assert (result.exit_code, out) == (1, "")
    assert "There is no map of that day" in result.output


def test_nothing_is_written_over(run: Any, city: Any, campaign: Any, tmp_path: Path) -> None:
    run("locate", "x,y\n-87.685,41.805\n")
    result, _out = run("locate", "x,y\n-87.685,41.805\n")

    assert result.exit_code == 1
    assert "is there already: choose another name." in result.output
    gone = campaign("wards", "locate", str(tmp_path / "none.csv"), str(tmp_path / "y.csv"))
    assert gone.exit_code == 1
    assert "No such file" in gone.output
