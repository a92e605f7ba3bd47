"""How quickly organizers see the board of one measure, and the list of all, of 200 measures.

    python -m tests.load.whip [--measures 200] [--entries 20] [--rounds 100]

Each measure has so many entries for each of 50 officials, over two years and by every kind of
evidence. In one process on SQLite, or on the PostgreSQL that CAMPAIGN_DATABASE_URL names (an empty
one): whole pages, p50 and p95 in ms, beside a bare page.
"""

import argparse
import os
import random
import tempfile
from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from campaign import create_app
from campaign.config import load_settings
from campaign.db import db, now
from campaign.officials.models import Body, Term
from campaign.officials.record.models import Measure
from campaign.officials.whip.models import EVIDENCE, STANCES, Stance, Whip
from tests.load.desk import SETTINGS, organizer, show
from tests.officials.factories import make_committee, make_official, make_term
from tests.page import PageClient
from tests.petitions.factories import make_petition

OFFICIALS, DAYS = 50, 730


def main() -> None:
    options = read_options()
    given = dict(SETTINGS)
    if url := os.environ.get("CAMPAIGN_DATABASE_URL"):
        given["database_url"] = url
    with tempfile.TemporaryDirectory() as name:
        app = create_app(load_settings({}, instance=Path(name), **given))
        app.testing = True
        app.test_client_class = PageClient
        with app.app_context():
            db.create_all()
            make_petition()
            fill(options.measures, options.entries)
            client = organizer(app)
            client.keeps_pages = True  # the menu's numbers are remembered for some seconds
            home = "/organize/neighbors/campaigns/clinic/whip"
            show(
                {
                    name: (lambda path=path: fetch(client, path))  # type: ignore[misc]
                    for name, path in pages(home).items()
                },
                options.rounds,
            )
            db.session.remove()
            db.drop_all()
            db.engine.dispose()


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measures", type=int, default=200)
    parser.add_argument("--entries", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=100)
    return parser.parse_args()


def fill(measures: int, entries: int) -> None:
    """A council of 50 with ten committees, and a count on each measure."""
    council, dice, today = db.session.get_one(Body, 1), random.Random(1), now().date()
    committees = [make_committee(council, f"committee-{n}") for n in range(10)]
    for ward in range(1, OFFICIALS + 1):
        official = make_official(f"Official {ward}")
        make_term(council, ward, official)
        for one in dice.sample(committees, 4):
            sits_in(one.id, official.id)
    for n in range(measures):
        measure = Measure(body=council, record=f"O2025-{n:07}", title="An ordinance")
        whip = Whip(campaign_id=1, measure=measure, needed=26)
        db.session.add(whip)
        db.session.flush()
        rows = [
            {
                "whip_id": whip.id,
                "official_id": official,
                "value": dice.choice(STANCES),
                "evidence": dice.choice(EVIDENCE),
                "on": today - timedelta(days=dice.randrange(DAYS)),
                "source": "Somebody said so.",
                "note": "",
                "at": now(),
            }
            for official in range(1, OFFICIALS + 1)
            for _ in range(entries)
        ]
        db.session.execute(insert(Stance), rows)
    db.session.commit()


def sits_in(committee: int, official: int) -> None:
    db.session.add(Term(body_id=committee, official_id=official, starts="2023-05-15"))


def pages(home: str) -> dict[str, str]:
    return {
        "bare page (/healthz)": "/healthz",
        "board of one measure": f"{home}/7",
        "board, by visit": f"{home}/7?sort=visit&committee=committee-3",
        "board, to print": f"{home}/7/print",
        "list of all counts": home,
        "entries of one official": f"{home}/7/officials/official-7",
        "form to record": f"{home}/7/record",
        "today": "/organize",
    }


def fetch(client: PageClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status)


if __name__ == "__main__":
    main()
