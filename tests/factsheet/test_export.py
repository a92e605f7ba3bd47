"""`campaign facts export`: what goes out comes in again as the same facts, byte for byte."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from campaign.coalition.models import Campaign
from campaign.factsheet.content import KINDS, STATUSES, full
from campaign.factsheet.files import write_csv, write_toml
from campaign.factsheet.files.csv_file import COLUMNS, guard, read_csv, unguard
from campaign.factsheet.files.items import read_items
from campaign.factsheet.files.toml_file import read_toml
from campaign.forms import CONTROLS
from tests.factories import rows
from tests.factsheet.factories import RATE, SOURCE, VENDOR, change, make_campaign, make_fact


def tidy(text: str, has_lines: bool = False) -> str:
    """A text as the importer keeps it."""
    text = CONTROLS.sub("", text).replace("\r", "\n")
    words = text.split("\n") if has_lines else text.replace("\t", "\n").split("\n")
    return ("\n" if has_lines else " ").join(filter(None, (w.strip(" \t") for w in words))).strip()


pieces = st.sampled_from(
    ["=1+1", "-", "+", "@", "'", '"', "'''", '"""', "\\", "\n", "[[fact]]", "key = 1", "#", ",",
     ";", "é", "💩", "\u2028", "%", "{fact:x}", "\t", " ", "9.1"]
)  # fmt: skip
text = st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=6).map("".join)
line = text.map(tidy).map(lambda value: " ".join(value.split(" ")))
line = line.filter(lambda value: "  " not in value)
some_lines = text.map(lambda value: tidy(value, has_lines=True))
known_line = line.filter(bool)
day = st.dates(min_value=date(1900, 1, 1))
partial = st.one_of(day.map(str), day.map(lambda d: f"{d:%Y-%m}"), day.map(lambda d: f"{d:%Y}"))
address = st.sampled_from([None, "https://x.example.org/?a=1&b=2#c", "http://y.example.org:8080/é"])
source = st.fixed_dictionaries(
    {"title": known_line},
    optional={"publisher": line, "date": partial, "url": address, "archived_url": address,
              "locator": line, "quote": some_lines},
)  # fmt: skip
dispute = st.fixed_dictionaries(
    {"by": known_line}, optional={"says": some_lines, "sources": st.lists(source, max_size=2)}
)
content = st.fixed_dictionaries(
    {"status": st.sampled_from(STATUSES), "statement": known_line},
    optional={
        "topic": line, "reason": some_lines, "figure": line, "unit": line, "denominator": line,
        "period": line, "as_of": partial, "kind": st.sampled_from(KINDS), "note": some_lines,
        "translations": st.dictionaries(st.sampled_from(["es", "pl", "zh_Hans"]), known_line),
        "sources": st.lists(source, max_size=3), "disputes": st.lists(dispute, max_size=3),
    },
).map(full)  # fmt: skip
care = st.fixed_dictionaries(
    {name: st.none() | day for name in ("link_answered_on", "last_read_on", "review_by")}
)
sheets = st.dictionaries(
    st.from_regex(r"[a-z0-9](-?[a-z0-9]){0,9}", fullmatch=True),
    st.tuples(content, care),
    min_size=1,
    max_size=4,
).map(lambda facts: [(key, *values) for key, values in facts.items()])


def read_back(entries):
    return [
        (
            item.key,
            item.content,
            {"link_answered_on": None, "last_read_on": None, "review_by": None} | item.care,
        )
        for item in read_items(entries)
    ]


@settings(max_examples=60)
@given(sheets)
def test_toml_comes_back_byte_for_byte(sheet):
    written = write_toml("clinic", sheet)
    again = read_back(read_toml(written, "clinic"))
    assert again == sheet
    assert write_toml("clinic", again) == written


@settings(max_examples=60)
@given(sheets)
def test_csv_comes_back_byte_for_byte_and_runs_no_formula(sheet):
    written = write_csv(sheet)
    again = read_back(read_csv(written))
    assert again == sheet
    assert write_csv(again) == written
    for row in csv.reader(io.StringIO(written, newline="")):
        assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r") for cell in row)


@given(st.text(alphabet="'=+-@ab\t\r", max_size=6))
def test_the_guard_comes_off_again(cell):
    assert unguard(guard(cell)) == cell


@settings(max_examples=15)
@given(sheet=sheets, form=st.sampled_from(["toml", "csv"]))
def test_export_import_export_through_the_database(campaign, tmp_path, sheet, form):
    """Into one campaign, out, into another, out: the same bytes but for the campaign's name."""
    start = len(rows(Campaign))
    text, outs = write_csv(sheet) if form == "csv" else write_toml(f"c{start}", sheet), []
    for number in (start, start + 1):
        make_campaign(f"c{number}")
        file = tmp_path / f"c{number}.{form}"
        file.write_bytes(text.encode())
        assert campaign("facts", "import", str(file), "--campaign", f"c{number}").exit_code == 0
        out = campaign("facts", "export", "--campaign", f"c{number}", "--format", form)
        outs.append(out.stdout_bytes.removeprefix(f'campaign = "c{number}"'.encode()))
        text = out.stdout.replace(f'campaign = "c{start}"', f'campaign = "c{start + 1}"', 1)
    assert outs[0] == outs[1]


def test_it_works(campaign, app):
    one = make_campaign()
    make_fact(one, disputes=[VENDOR], review_by=date(2027, 2, 28))
    make_fact(one, "secret", status="draft", sources=[])
    result = campaign("facts", "export", "--campaign", "clinic")

    assert result.exit_code == 0
    assert result.stdout.startswith('campaign = "clinic"\n\n[[fact]]\nkey = "rate"\ntopic = ')
    assert "date = 2021-08-24\n" in result.stdout
    assert "review_by = 2027-02-28\n" in result.stdout
    assert 'key = "secret"' in result.stdout


def test_csv_has_one_line_a_fact(campaign, app):
    make_fact(
        make_campaign(), statement="=1+1", sources=[SOURCE, SOURCE], disputes=[VENDOR, VENDOR]
    )
    result = campaign("facts", "export", "--campaign", "clinic", "--format", "csv")
    header, row = csv.reader(io.StringIO(result.stdout, newline=""))

    assert tuple(header) == COLUMNS
    cells = dict(zip(header, row, strict=True))
    assert cells["statement"] == "'=1+1"
    assert cells["source_title"] == SOURCE["title"]
    assert cells["dispute_by"] == "SoundThinking"
    assert cells["more_sources"].startswith("[{")
    assert cells["more_disputes"].startswith("[{")


@pytest.mark.parametrize("form", ["toml", "csv"])
def test_an_export_is_the_current_versions(campaign, app, form):
    change(make_fact(make_campaign()), statement="Newer.")
    result = campaign("facts", "export", "--campaign", "clinic", "--format", form)
    assert "Newer." in result.stdout
    assert RATE["statement"] not in result.stdout


def test_it_refuses_an_unknown_campaign(campaign, app):
    result = campaign("facts", "export", "--campaign", "none")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
