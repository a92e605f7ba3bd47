"""What cannot be read is said by line, and nothing happens."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.officials.bringing import importers
from campaign.officials.bringing.importers import Choices
from campaign.officials.models import Official, Term
from campaign.tables import LARGEST
from tests.factories import rows
from tests.officials.bringing.rosters import bring, seats
from tests.officials.factories import make_body, make_term

HEADER = "ward,name,term_start,term_end,email,website,phone\n"


@pytest.fixture(autouse=True)
def council(app):
    return make_body(3)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("51,Ana Heron,,,,,", "line 2: City Council has no Ward 51."),
        ("0,Ana Heron,,,,,", "line 2: City Council has no Ward 0."),
        ("OUT,Ana Heron,,,,,", "line 2: City Council has no seat “OUT”."),
        (",Ana Heron,,,,,", "line 2: There is no ward in this row."),
        ("1,,,,a@example.org,,", "line 2: There is no name in this row."),
        ("1,Heron,,,,,", "line 2: Nobody called “Heron” is known"),
        ("1,Ana Heron,,,,a@example.org,", "line 2: The cell “website” should hold a web address"),
        ("1,Ana Heron,,,www.example.org,,", "line 2: The cell “email” should hold an email"),
        ("1,Ana Heron,,,a@,,", "line 2: The cell “email” holds no email address: a@."),
        ("1,Ana Heron,,,,no page,", "line 2: The cell “website” holds no web address: no page."),
        ("1,Ana Heron,,,,,ask", "line 2: The cell “phone” holds no telephone number: ask."),
        ("1,Ana Heron,soon,,,,", "line 2: “term_start” says soon: write a day"),
        ("1,Ana Heron,31/12/2023,,,,", "line 2: “term_start” says 31/12/2023"),
        ("1,Ana Heron,2023,,,,\n\n1,Omar Egret,,,,,", "line 4: Ward 1 is already taken on line 2"),
        ("1,Ana Heron,,,,,\n1,Ana Heron,,,,,", "line 3: Ward 1 is already taken on line 2"),
        (f"1,{'Ana ' * 29} Heron,,,,,", "line 2: A name may have 120 letters."),
        ("1,Heron, Jr.,,,,,1", "line 2: This row has 8 cells, the first has 7."),
        ("1,Ana\0 Heron,,,,,", "line 2: There is a NUL character"),
        ("1,Ana\1 Heron,,,,,", "line 2: This row holds control characters."),
        ("1,=1+1,,,,,", "line 2: The cell in “name” is a formula."),
        ('1,"Ana,,,,,\n2,Omar Egret,,,,,', "line 2: A quotation mark is out of place"),
    ],
)
def test_a_line_of_a_table(campaign, tmp_path, data, words):
    result = bring(campaign, tmp_path, f"{HEADER}{data}\n3,Eve Ibis,,,,,\n")

    assert result.exit_code == 1
    assert f"roster, {words}" in result.output
    assert "Nothing was imported: 1 problem in roster." in result.output
    assert rows(Term) == rows(Official) == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ("1,Ana Heron\n2,Omar Egret\n", "line 1: No column is known to hold names"),
        ("name,email\nAna Heron,\n", "line 1: No column is known to hold wards"),
        ("", "line 1: The file is empty."),
        (b"PK\x03\x04" + b"\0" * 99, "line 1: This is not a CSV file"),
        (b"\x81\x8d" * 40 + b"\n", "line 1: The letters of this file cannot be read"),
        ('{"data": [\n{"personId": 1,', "line 2: The file ends in the middle: it was cut off"),
        ('[\n{"a": 1}\n]', "line 2: This is no person, committee or membership"),
        ('{"a":\n\n "x}', "line 3: The file ends in the middle"),
        ("[1, 2}", "line 1: This is not JSON: see column 6"),
        ("[" * 100_000, "line 1: This file is nested too deeply"),
        ('{"a":' * 100_000, "line 1: This file is nested too deeply"),
        ('{"a": "\0"}', "line 1: There is a NUL character"),
        ('{"a": ' + "9" * 5000 + "}", "line 1: This file holds a number that cannot be read"),
        ('{"data": []}', "line 1: Nobody who holds a seat stands in this file."),
        ("a: &a [x, x]\nb: &b [*a, *a]\n", "line 2: This file repeats parts by alias"),
        ("name: !!python/name:os.system\n", "line 1: This is not YAML"),
        ("name: a\n\t- b\n", "line 2: This is not YAML"),
        ("name:\n" + "  [" * 50_000, "line 1: This file is nested too deeply"),
        ("name: Ana\nroles: [{type: council, district: 7}]\n", "line 2: City Council has no Ward"),
        ("name: ''\nroles: [{type: council}]\n", "line 1: There is no name in this record."),
        ('{"name": "A\\u0000", "roles": []}', "line 1: “name” holds control characters."),
        ('{"name": "A\\ud800", "roles": []}', "line 1: “name” holds control characters."),
        ('{"memberships": [\n{"role": "x"}]}', "line 2: This membership names no person"),
    ],
)
def test_a_whole_file(campaign, tmp_path, data, words):
    result = bring(campaign, tmp_path, data)
    assert result.exit_code == 1
    assert f"roster, {words}" in result.output
    assert rows(Term) == []


def test_a_file_of_200_mb_is_not_even_read(campaign, tmp_path):
    path = tmp_path / "large.csv"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    result = campaign("officials", "import", str(path))
    assert result.exit_code == 1
    assert result.output == "large.csv: The file has 200 MB; at most 20 MB can be read. Split it.\n"


def test_examining_refuses_it_too(council):
    plan = importers.examine("roster", b"x" * (LARGEST + 1), council, Choices())
    assert len(plan.problems) == 1


def test_files_that_are_not_there(campaign, tmp_path):
    assert campaign("officials", "import", str(tmp_path / "no")).exit_code == 1
    assert campaign("officials", "import", str(tmp_path)).exit_code == 1
    address = campaign("officials", "import", "https://example.org/a.csv")
    assert "Give the name of a file" in address.output


def test_the_council_has_to_be_known(campaign, tmp_path):
    assert "There is no council 'x'; there is city-council." in (
        bring(campaign, tmp_path, HEADER, "--body", "x").output
    )
    make_body(1, slug="other")
    assert "Say which council with --body" in bring(campaign, tmp_path, HEADER).output
    result = bring(campaign, tmp_path, f"{HEADER}1,Ana Heron,2023,,,,\n", "--body", "other")
    assert result.exit_code == 0


def test_a_day_of_the_file_is_one(campaign, tmp_path):
    result = bring(campaign, tmp_path, HEADER, "--as-of", "yesterday")
    assert (result.exit_code, result.output[:9]) == (1, "--as-of: ")


def test_a_page_that_is_an_address_in_disguise_is_left_out_and_noted(campaign, tmp_path):
    data = f"{HEADER}1,Ana Heron,2023,,,http://www.ana@example.org,\n"
    result = bring(campaign, tmp_path, data)
    assert result.exit_code == 0
    assert "Line 2: http://www.ana@example.org is no web address" in result.output


def test_two_of_whom_one_may_be_meant(campaign, tmp_path, council):
    for ward, name in ((1, "Ana Heron"), (2, "Andrea Heron")):
        bring(campaign, tmp_path, f"{HEADER}{ward},{name},2019,2022,,,\n")
    result = bring(campaign, tmp_path, f"{HEADER}3,A. Heron,2023,,,,\n")
    assert "line 2: “A. Heron” may be several: Ana Heron, Andrea Heron." in result.output


def test_two_who_begin_on_one_day(campaign, tmp_path, council):
    make_term(council, 1)
    result = bring(campaign, tmp_path, f"{HEADER}1,Eve Ibis,2023-05-15,,,,\n")
    assert result.exit_code == 1
    assert "begins on the same day as" in result.output


def test_all_problems_come_at_once_and_as_json(campaign, tmp_path):
    data = f"{HEADER}51,Ana Heron,,,,,\n1,Eve Ibis,,,x,,\nOUT,Omar Egret,,,,,\n"
    result = bring(campaign, tmp_path, data)
    assert [line for line in (2, 3, 4) if f"line {line}: " in result.output] == [2, 3, 4]
    told = bring(campaign, tmp_path, data, "--json")
    assert told.exit_code == 1
    assert '"problems": [{"line": 2,' in told.output
    assert seats() == []


@given(st.binary(max_size=80) | st.text("{}[]:,\"'-& \n*aw1", max_size=60).map(str.encode))
@settings(max_examples=60)
def test_whatever_comes_is_answered(council, data):
    plan = importers.examine("roster", data, council, Choices())
    assert plan.problems
