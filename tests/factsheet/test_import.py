"""`campaign facts import`: a diff, then all of it or nothing."""

import json
from pathlib import Path

import pytest

from campaign.coalition.models import Campaign
from campaign.db import db
from campaign.factsheet import Fact, FactVersion, cite
from campaign.factsheet.files import LARGEST
from campaign.factsheet.files.toml_file import find_lines
from tests.factories import rows
from tests.factsheet.factories import make_campaign
from tests.growth import assert_gentle

SHEET = """
campaign = "clinic"

[[fact]]
key = "rate"
topic = "Evidence"
status = "disputed"
statement = "It was 9.1%."
figure = 9.1
kind = "official"
as_of = 2021-08-24
review_by = 2027-02-28

[fact.translations]
es = "Fue 9.1%."

[[fact.source]]
title = "Report"
date = "2021-08"
url = "https://oig.example.org/"

[[fact.dispute]]
by = "The vendor"
says = "It was more."

[[fact.dispute.source]]
title = "Blog"

[[fact]]
key = "price"
status = "current"
statement = "It cost $33 million."
"""


@pytest.fixture
def load(campaign, tmp_path, app):
    make_campaign()

    def run(text, *words, name="facts.toml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return campaign("facts", "import", str(path), "--campaign", "clinic", *words)

    return run


def test_it_works(load):
    result = load(SHEET)

    assert result.exit_code == 0, result.output
    assert "2 new, 0 changed, 0 unchanged" in result.stdout
    rate, price = rows(Fact)
    assert (rate.key, rate.status, rate.version_number) == ("rate", "disputed", 1)
    assert str(rate.review_by) == "2027-02-28"
    version = rate.current
    assert (version.figure, version.as_of, version.translations) == (
        "9.1",
        "2021-08-24",
        {"es": "Fue 9.1%."},
    )
    assert [(one.title, one.date) for one in version.sources] == [("Report", "2021-08")]
    assert version.content["disputes"][0]["sources"][0]["title"] == "Blog"
    assert price.current.sources == []


def test_a_second_run_changes_nothing(load):
    load(SHEET)
    result = load(SHEET)

    assert "0 new, 0 changed, 2 unchanged" in result.stdout
    assert len(rows(FactVersion)) == 2


def test_a_dry_run_only_tells(load):
    result = load(SHEET, "--dry-run")
    assert "Would be imported: 2 new" in result.stdout
    assert rows(Fact) == []


def test_the_difference_names_fields_and_documents(load):
    load(SHEET)
    clinic = db.session.scalars(db.select(Campaign)).one()
    cite("petition", 7, "{fact:rate}", clinic)
    db.session.commit()
    changed = SHEET.replace("It was 9.1%.", "It was 10.9%.").replace("It was more.", "Much more.")
    result = load(changed.partition('[[fact]]\nkey = "price"')[0])

    for line in (
        "changed    rate v1 → v2",
        "statement: “It was 9.1%.” → “It was 10.9%.”",
        "disputes − by: “The vendor”; says: “It was more.”",
        "disputes + by: “The vendor”; says: “Much more.”",
        "cited by petition 7",
        "not in file, kept  price",
    ):
        assert line in result.stdout
    assert [fact.key for fact in rows(Fact)] == ["rate", "price"]


def test_json_has_its_documented_shape(load):
    load(SHEET)
    result = load(SHEET.replace("$33", "$34").replace("2027-02-28", "2028-02-28"), "--json")

    assert json.loads(result.stdout) == {
        "campaign": "clinic",
        "dry_run": False,
        "new": [],
        "changed": [
            {
                "key": "rate",
                "version": 1,
                "changes": [{"field": "review_by", "old": "2027-02-28", "new": "2028-02-28"}],
                "cited_by": [],
            },
            {
                "key": "price",
                "version": 2,
                "changes": [
                    {
                        "field": "statement",
                        "old": "It cost $33 million.",
                        "new": "It cost $34 million.",
                    }
                ],
                "cited_by": [],
            },
        ],
        "unchanged": [],
        "not_in_file": [],
    }


def test_a_new_date_of_care_makes_no_version(load):
    load(SHEET)
    load(SHEET.replace("2027-02-28", "2028-02-28\nlast_read_on = 2026-05-04"))
    rate = rows(Fact)[0]
    assert (rate.version_number, str(rate.last_read_on)) == (1, "2026-05-04")
    load(SHEET)
    assert str(rows(Fact)[0].last_read_on) == "2026-05-04"


URL = 'url = "https://oig.example.org/"'


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('kind = "official"', 'kid = "official"', 10, "Did you mean “kind”?"),
        ('kind = "official"', 'kind = "rumour"', 10, "“rumour” is not a kind"),
        ('status = "disputed"', 'status = "true"', 7, "“true” is not a status: write draft,"),
        ("as_of = 2021-08-24", 'as_of = "24 August"', 11, "“24 August” is not a date"),
        ("as_of = 2021-08-24", 'as_of = "2021-13"', 11, "“2021-13” is not a date"),
        ("as_of = 2021-08-24", "as_of = 2021-08-24T10:00:00", 11, "is not a date"),
        ("review_by = 2027-02-28", 'review_by = "2027"', 12, "“2027” is not a day"),
        ("review_by = 2027-02-28", "review_by = 2027-02-30", 12, "not TOML"),
        ('statement = "It was 9.1%."', 'statement = " "', 8, "“rate” has no statement"),
        ('statement = "It was 9.1%."\n', "", 4, "“rate” has no statement"),
        ('statement = "It was 9.1%."', "statement = [1]", 8, "is not a text"),
        ('statement = "It was 9.1%."', f'statement = "{"x" * 2001}"', 8, "2,001 characters"),
        ('key = "price"', 'key = "rate"', 30, "“rate” is there twice, first in line 5"),
        ('key = "price"', 'key = "Price!"', 30, "is not one: use a-z"),
        ('key = "price"\n', "", 29, "The fact has no key"),
        ('by = "The vendor"\n', "", 22, "does not say by whom"),
        ('title = "Blog"', 'tilte = "Blog"', 27, "Did you mean “title”?"),
        ('title = "Blog"', 'locator = "p. 3"', 26, "no title, no publisher"),
        (URL, 'url = "javascript:alert(1)"', 20, "not a web address"),
        (URL, 'url = "https://a:b@x.org"', 20, "not a web address"),
        (URL, 'url = "http://[::1"', 20, "not a web address"),
        ('es = "Fue 9.1%."', 'en = "It was."', 15, "“en” is not a language"),
        ('es = "Fue 9.1%."', 'es = "Fue\\u0000"', 15, "invisible control character"),
        ('campaign = "clinic"', 'campaign = "other"', 2, "'other', not for 'clinic'"),
        ('campaign = "clinic"', 'campain = "clinic"', 2, "“campain” is not a field"),
        ('topic = "Evidence"', 'topic = "Evidence', 6, "not TOML"),
        ('topic = "Evidence"', 'topic = "a"\ntopic = "b"', 7, "not TOML"),
        ("[[fact.source]]", "[fact.source]", 17, "Write each source under"),
        ('topic = "Evidence"', 'superseded_by = "none"', 6, "which is no other fact here"),
        ('topic = "Evidence"', 'superseded_by = "rate"', 6, "which is no other fact here"),
    ],
)  # fmt: skip
def test_it_says_by_line_what_it_cannot_read(load, old, new, line, words):
    assert old in SHEET
    result = load(SHEET.replace(old, new, 1))

    assert result.exit_code == 1
    [found] = [each for each in result.stderr.splitlines() if words in each]
    assert found.startswith(f"facts.toml, line {line}: ")
    assert result.stderr.splitlines()[-1].startswith("Nothing was imported: ")
    assert rows(Fact) == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "line 1: There is no fact in this file."),
        (b'campaign = "clinic"\n\n# \0', "line 3: There is a NUL character."),
        (b'campaign = "clinic"\n# caf\xe9', "line 2: This is not UTF-8"),
        ("# é\n".encode("utf-16"), "NUL"),
        (b"#" * (LARGEST + 1), "5,000,000 are the most"),
        (b"x = " + b"[" * 100_000, "not TOML"),
        (b"fact = 3", "Write each fact under [[fact]]"),
        (b"x = " + b"9" * 5000, "not TOML"),
        (b"PK\x03\x04" + b"\xff" * 50, "save it as CSV"),
    ],
)
def test_it_refuses_what_is_no_sheet(load, data, words):
    for name in ("facts.toml", "facts.csv") if words.startswith("line") else ("facts.toml",):
        result = load(data, name=name)
        assert result.exit_code == 1
        assert words in result.stderr or name.endswith(".csv")
    assert rows(Fact) == []


def test_it_refuses_a_missing_file_and_an_unknown_campaign(campaign, load, tmp_path):
    path = str(tmp_path / "none.toml")
    result = campaign("facts", "import", path, "--campaign", "clinic")
    assert (result.exit_code, "cannot be opened" in result.stderr) == (1, True)
    result = campaign("facts", "import", path, "--campaign", "clinik")
    assert (result.exit_code, "there is clinic" in result.stderr) == (1, True)


def test_what_is_public_does_not_become_a_draft_again(load):
    load(SHEET)
    result = load(SHEET.replace('status = "current"', 'status = "draft"'))

    assert "line 31: “price” is public and cannot be a draft again" in result.stderr
    assert rows(Fact)[1].status == "current"


def test_a_fact_without_a_status_is_a_draft(load):
    load(SHEET.replace('status = "current"\n', ""))
    assert rows(Fact)[1].status == "draft"


def test_a_byte_order_mark_and_windows_lines_are_read(load):
    assert load(b"\xef\xbb\xbf" + SHEET.replace("\n", "\r\n").encode()).exit_code == 0


def test_problems_as_json(load):
    result = load(SHEET.replace('kind = "official"', 'kind = "x"'), "--json")
    [problem] = json.loads(result.stdout)["problems"]
    assert problem["line"] == 10


HEAD = "key,status,statement\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("key,colour\nrate,red\n", "line 1: There is no column “colour”."),
        ("key,key\nrate,rate\n", "line 1: The column “key” is there twice."),
        ("status\ncurrent\n", "line 1: The column “key” is missing."),
        (",".join(f"c{n}" for n in range(300)), "line 1: There is no column “c0”."),
        (HEAD + "rate,current\n", "line 2: This row has 2 cells, the first has 3."),
        (HEAD + 'a,current,"two\nlines"\nb,bad,x\n', "line 4: “bad” is not a status"),
        (HEAD + 'a,current,"x"y\n', "line 2: This is not CSV"),
        (
            "key,statement,more_sources\na,b,[{]\n",
            "line 2: The cell in “more_sources” is not JSON.",
        ),
        ("key,statement,more_sources\na,b,3\n", "line 2: Write each source under"),
        ("key,statement,translations\na,b,[1]\n", "line 2: Write the translations under"),
    ],
)
def test_csv_is_refused_by_line_too(load, text, words):
    result = load(text, name="facts.csv")
    assert result.exit_code == 1
    assert words in result.stderr
    assert rows(Fact) == []


def test_csv_reads_what_a_person_types(load):
    result = load("key,status,statement\nrate,current,It was 9.1%.\n\n", name="facts.CSV")
    assert result.exit_code == 0, result.output
    assert rows(Fact)[0].current.statement == "It was 9.1%."


def test_the_demo_sheet_is_in_this_format(load):
    import campaign.demo

    text = Path(campaign.demo.__file__).with_name("facts.toml").read_text()
    result = load(text.replace('campaign = "cancel-shotspotter"', 'campaign = "clinic"'))

    assert result.exit_code == 0, result.output
    assert "32 new" in result.stdout
    assert [fact.key for fact in rows(Fact, status="retracted")] == ["nine-percent-accuracy"]


def test_lines_that_look_like_headers_are_read_at_once():
    """Brackets that are closed on another line, with very many spaces between."""
    few, many = ("[" + " " * count + "\n[[ fact ]] # one\nkey = 1" for count in (5_000, 20_000))
    assert find_lines(many) == {("fact", 0): 2, ("fact", 0, "key"): 3}
    assert_gentle(find_lines, few, many)
