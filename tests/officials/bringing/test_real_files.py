"""The rosters of a folder of real files, `CAMPAIGN_REAL_DATA`: each twice, where there is one."""

import csv
import os
from datetime import date
from pathlib import Path

from campaign.officials import terms
from campaign.officials.models import Body
from campaign.officials.names import same_person
from tests.factories import rows
from tests.officials.factories import make_body

FILES = (
    ("alders_2019-2023.csv", ""),
    ("alders_2023-2027.csv", ""),
    ("import_sample_alders-info_electrify-chicago_2025-11.csv", "2025-11-04"),
    ("committees_from_attendance_2023-24.csv", "2024-06-12"),
    ("openstates_chicago_mayor.yml", ""),
    ("nyc_person.json", ""),
)
FORMER, CURRENT, COUNCIL_BEGAN = 2022, 2026, "2023-05-15"


def bring_all(campaign, folder):
    for name, as_of in FILES:
        council = "nyc" if name.startswith("nyc") else "chicago"
        words = ["officials", "import", str(folder / name), "--body", council]
        words += ["--as-of", as_of] if as_of else []
        first = campaign(*words)
        assert first.exit_code == 0, first.output
        assert "Imported: 0 new, 0 changed, 0 kept" in campaign(*words).output, name


def read(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


if FOLDER := os.environ.get("CAMPAIGN_REAL_DATA"):

    def test_each_twice_and_everybody_sits_where_the_files_say(campaign):
        chicago = make_body(50, slug="chicago", name={"en": "Chicago City Council"})
        make_body(51, slug="nyc", name={"en": "New York City Council"})
        bring_all(campaign, Path(FOLDER))
        chicago = rows(Body, slug="chicago")[0]

        def holder(row, year, day="01-15"):
            seat = chicago.seats[int(row["ward"]) - 1]
            found = terms.held(seat, date.fromisoformat(f"{year}-{day}")).term
            return found.official if found else None

        for row in read(Path(FOLDER) / FILES[0][0]):
            assert same_person(row["name_last_first"], holder(row, FORMER).name)
        for row in read(Path(FOLDER) / FILES[1][0]):
            assert same_person(row["name"], holder(row, CURRENT).name)
            in_june = holder(row, 2024, "06-12")  # who came in 2025 was not there yet
            assert (in_june is not None) == (row["term_start"] == COUNCIL_BEGAN)
        budget = next(one for one in chicago.parts if "budget" in one.slug)
        members = {one.official for one in terms.members(budget, date(2024, 6, 12))}
        assert {holder({"ward": ward}, FORMER) for ward in (27, 35)} < members
