"""How quickly a hearing with thousands in the pool is dealt, lined up and run.

    python -m tests.load.hearings [--speakers 2000] [--points 40] [--rounds 50]

In one process on SQLite, or on the PostgreSQL that CAMPAIGN_DATABASE_URL names (an empty one): the
seconds of dealing anew, alone and with its rows, then whole pages, p50 and p95 in ms, beside a
bare page. Everybody in the pool has a place, which no real hearing has.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from campaign import create_app
from campaign.config import load_settings
from campaign.db import db
from campaign.hearings.lineup import deals
from campaign.hearings.lineup.dealing import deal
from campaign.hearings.lineup.members import line_up
from campaign.hearings.lineup.models import Point
from campaign.hearings.models import Hearing
from tests.hearings.factories import make_hearing, make_rule, make_speakers
from tests.load.desk import SETTINGS, organizer, show
from tests.officials.factories import make_body
from tests.page import PageClient
from tests.petitions.factories import make_campaign, make_organization

HOME = "/organize/neighbors/campaigns/clinic/hearings/public-safety"


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
            hearing = fill(options.speakers, options.points)
            measure_dealing(hearing)
            client = organizer(app)
            client.keeps_pages = True  # the menu's numbers are remembered for some seconds
            show(pages(client), options.rounds)
            db.session.remove()
            db.drop_all()
            db.engine.dispose()


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speakers", type=int, default=2_000)
    parser.add_argument("--points", type=int, default=40)
    parser.add_argument("--rounds", type=int, default=50)
    return parser.parse_args()


def fill(speakers: int, points: int) -> Hearing:
    campaign = make_campaign()
    make_organization(campaign)
    hearing = make_hearing(
        campaign, make_rule(make_body(wards=0), reduces_over=10, reduced_seconds=90)
    )
    made = [
        Point(campaign_id=campaign.id, position=n, title=f"Point {n}", wanted=50, is_must=n < 3)
        for n in range(points)
    ]
    db.session.add_all(made)
    db.session.commit()
    ids = [one.id for one in made]
    for number, one in enumerate(make_speakers(hearing, speakers, state="confirmed")):
        one.position = number + 1
        one.wishes = [ids[number % points], ids[number * 7 % points]]
    db.session.commit()
    return hearing


def measure_dealing(hearing: Hearing) -> None:
    """What the promise is about (the first line), and what an organizer waits for."""
    found, points = line_up(hearing), deals.points_of(hearing.campaign)
    voices, items = deals.voices(found), deals.items(points)
    print(f"dealt {len(voices)} × {len(items)} in {seconds(lambda: deal(voices, items)):.2f} s")
    for name in ("the first time", "again"):
        passed = seconds(lambda: deals.deal_anew(found, points))
        db.session.commit()
        print(f"with its rows, {name}: {passed:.2f} s", flush=True)


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def pages(client: PageClient) -> dict[str, Callable[[], object]]:
    def get(path: str) -> Callable[[], object]:
        def visit() -> None:
            assert client.get(path).status_code == 200, path

        return visit

    return {
        "bare page (/healthz)": get("/healthz"),
        "line-up, first page": get(f"{HOME}/line-up"),
        "line-up, page 50": get(f"{HOME}/line-up?page=50"),
        "run sheet": get(f"{HOME}/day"),
        "timer": get(f"{HOME}/timer"),
        "record": get(f"{HOME}/record"),
        "run sheet, printed": get(f"{HOME}/day/print"),
    }


if __name__ == "__main__":
    main()
