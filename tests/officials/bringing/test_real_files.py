"""The rosters of a folder of real files, `CAMPAIGN_REAL_DATA`: each twice, where there is one."""

import os
from datetime import date
from pathlib import Path

from campaign.officials import terms
from campaign.officials.models import Body, Term
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
HELD = {  # as far as these files tell: who, or nobody
    (11, "2022-01-15"): "Patrick D. Thompson",
    (11, "2024-06-12"): "Nicole Lee",
    (24, "2021-01-15"): "Michael Scott, Jr.",
    (24, "2024-06-12"): "Monique Scott",
    (27, "2021-01-15"): "Walter Burnett, Jr.",
    (27, "2024-06-12"): None,
    (27, "2026-01-01"): "Walter Redmond Burnett",
    (35, "2021-01-15"): "Carlos Ramirez-Rosa",
    (35, "2024-06-12"): None,
    (35, "2026-01-01"): "Anthony Quezada",
}

if FOLDER := os.environ.get("CAMPAIGN_REAL_DATA"):

    def test_each_twice_and_the_second_run_changes_nothing(campaign):
        make_body(50, slug="chicago", name={"en": "Chicago City Council"})
        make_body(51, slug="nyc", name={"en": "New York City Council"})
        for name, as_of in FILES:
            council = "nyc" if name.startswith("nyc") else "chicago"
            words = ["officials", "import", str(Path(FOLDER) / name), "--body", council]
            words += ["--as-of", as_of] if as_of else []
            first = campaign(*words)
            assert first.exit_code == 0, first.output
            assert "Imported: 0 new, 0 changed, 0 kept" in campaign(*words).output, name
        chicago = rows(Body, slug="chicago")[0]
        for (ward, on), name in HELD.items():
            found = terms.held(chicago.seats[ward - 1], date.fromisoformat(on)).term
            assert (found.official.name if found else None) == name, (ward, on)
        burnetts = [t for t in rows(Term) if "Burnett" in t.official.name and t.seat is None]
        assert [one.official.name for one in burnetts] == ["Walter Burnett, Jr."]  # on the budget
