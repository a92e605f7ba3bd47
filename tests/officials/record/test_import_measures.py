"""`campaign measures import`: matters of the clerk and of Legistar, and tables."""

import json

import pytest

from campaign.officials.record.models import Measure, RecordNumber, Sponsor
from tests.factories import rows
from tests.officials.record.factories import as_json, clerk_matter, make_council, make_numbered

TABLE = "record,title,kind,status,introduced,url\r\n"


@pytest.fixture
def council(app):
    return make_council()


def test_the_clerks_matter(bring, council):
    matter = clerk_matter(legacyRecordNumber="Or2024-99")
    result = bring("measures", as_json(matter))

    assert result.exit_code == 0, result.output
    [measure] = rows(Measure)
    assert (measure.record, measure.kind, measure.status) == ("SOr2024-0007759", "Order", "Passed")
    assert measure.introduced_on.isoformat() == "2024-02-21"
    assert [one.key for one in measure.numbers] == ["OR2024-0007759", "OR2024-0000099"]
    assert [(one.official.name, one.is_chief) for one in measure.sponsors] == [
        ("Ana Quetzal", True)
    ]
    assert "a sponsor of SOr2024-0007759 is left out. No official here is called “Nobody" in (
        result.output
    )


def test_a_second_run_changes_nothing(bring, council):
    bring("measures", as_json(clerk_matter()))

    assert "0 new, 0 changed" in bring("measures", as_json(clerk_matter())).output


def test_legistars_matter(bring, council):
    matter = {
        "MatterFile": "Int 0878-2023",
        "MatterTitle": "A local law about the clinic",
        "MatterTypeName": "Introduction",
        "MatterStatusName": "Committee",
        "MatterIntroDate": "2023-06-01T00:00:00",
        "MatterSponsors": [{"MatterSponsorName": "Eve Stork", "MatterSponsorSequence": 0}],
    }
    result = bring("measures", json.dumps([matter]))

    assert result.exit_code == 0, result.output
    [measure] = rows(Measure)
    assert (measure.record, measure.status) == ("Int 0878-2023", "Committee")
    assert measure.introduced_on.isoformat() == "2023-06-01"
    assert [one.official.name for one in rows(Sponsor)] == ["Eve Stork"]


def test_a_table_changes_what_it_names(bring, council):
    make_numbered(council, "R2023-775", status="Introduced", kind="Resolution")
    result = bring("measures", TABLE + "R2023-0000775,,,Adopted,2023-06-01,\r\n")

    assert "status “Introduced” → “Adopted”" in result.output
    [measure] = rows(Measure)
    assert (measure.title, measure.kind) == ("Keep the clinic open", "Resolution")


def test_another_number_is_added(bring, council):
    make_numbered(council, "R2023-0002234")
    matter = clerk_matter(recordNumber="R2023-0002234", legacyRecordNumber="R2023-775")
    result = bring("measures", as_json(matter))

    assert "new        R2023-775, a number of R2023-0002234" in result.output
    assert len(rows(RecordNumber)) == 2


def test_a_number_taken_off_by_hand_does_not_come_back(bring, council):
    make_numbered(council, "R2023-0002234", by_hand=["numbers"])
    matter = clerk_matter(recordNumber="R2023-0002234", legacyRecordNumber="R2023-775")
    result = bring("measures", as_json(matter))

    assert "R2023-775 is not added to R2023-0002234" in result.output
    assert len(rows(RecordNumber)) == 1


def test_a_number_that_means_another_measure_is_a_problem(bring, council):
    make_numbered(council, "R2023-0002234")
    make_numbered(council, "R2023-775")
    matter = clerk_matter(recordNumber="R2023-0002234", legacyRecordNumber="R2023-775")
    result = bring("measures", as_json(matter))

    assert result.exit_code == 1
    assert "line 3: Its numbers mean different measures here: R2023-0002234 = " in result.output


def test_one_number_twice_in_a_file_is_a_problem(bring, council):
    rows_ = "O2024-11032,A,,,,\r\nSO2024-0011032,B,,,,\r\n"
    result = bring("measures", TABLE + rows_)

    assert (result.exit_code, rows(Measure)) == (1, [])
    assert "line 3: SO2024-0011032 is in this file already, on line 2." in result.output


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (",A title,,,,", "“record” is missing."),
        ("ordinance,,,,,", "“ordinance” is no record number."),
        ("O2024-1,,,,31/31/2024,", "“introduced” is not a day: 31/31/2024."),
        ("O2024-1,,,,0099-01-01,", "“introduced” is not a day"),
        (f"O2024-1,,{'k' * 41},,,", "“kind” has more than 40 letters."),
    ],
)
def test_problems_by_line(bring, council, row, sentence):
    result = bring("measures", f"{TABLE}O2024-5,,,,,\r\n{row}\r\n")

    assert (result.exit_code, rows(Measure)) == (1, [])
    assert f"line 3: {sentence}" in result.output


def test_measures_are_listed(bring, campaign, council):
    assert "No measures yet" in campaign("measures", "list").output
    bring("measures", as_json(clerk_matter()))

    assert "SOr2024-0007759" in campaign("measures", "list").output
    [told] = json.loads(campaign("measures", "list", "--json").output)
    assert told["sponsors"] == ["Ana Quetzal"]
