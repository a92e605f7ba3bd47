"""How quickly organizers see and look after a petition with a million signatures.

    python -m tests.load.desk [--signatures 1000000] [--rounds 100] [--taken 100000]

In one process on SQLite: a bare page, the figures, the organizers' pages (p50 and p95 in ms);
then one decision takes signatures that lie scattered over the whole table, while others sign
without pause: how long that takes, and how long a signer waited at most.
"""

import argparse
import secrets
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from campaign import create_app
from campaign.config import load_settings
from campaign.db import db, looking, now
from campaign.petitions import counting, signing
from campaign.petitions.figures import Figures
from campaign.petitions.integrity import decisions as integrity
from campaign.petitions.integrity.filters import Filter, conditions, see
from campaign.petitions.integrity.models import Invalidation
from campaign.petitions.models import Petition
from tests.accounts.factories import log_in
from tests.page import PageClient
from tests.petitions.factories import make_petition
from tests.petitions.writing import ONE

SPAN = timedelta(days=90)
SETTINGS = {"secret_key": "a key for tests only, 32 letters", "base_url": "http://localhost"}
COLUMNS = (
    *("petition_id", "mailbox", "name", "email", "domain", "ward_id", "is_public", "is_shown"),
    *("comment", "language", "network", "asked_at", "signed_at", "confirmed_at"),
)


def main() -> None:
    options = read_options()
    with tempfile.TemporaryDirectory() as name:
        given = {"instance": Path(name), "network_limit": 10**9} | SETTINGS
        app = create_app(load_settings({}, **given))
        app.testing = True
        app.test_client_class = PageClient
        with app.app_context():
            db.create_all()
            make_petition(reviews_comments=True)
            client = organizer(app)
            fill(options.signatures, options.taken)
            show(pages(client), options.rounds)
            take(app)
            db.session.remove()
            db.engine.dispose()


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signatures", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--taken", type=int, default=100_000)
    return parser.parse_args()


def organizer(app: Flask) -> PageClient:
    from campaign.coalition.models import Organization
    from tests.accounts.factories import make_user_with_phone
    from tests.coalition.factories import make_membership

    omar = make_user_with_phone()
    make_membership(omar, db.session.get_one(Organization, 1), "organizer")
    client = app.test_client()
    assert isinstance(client, PageClient)
    client.reads_pages = False
    log_in(client, omar)
    return client


def fill(number: int, taken: int) -> None:
    """Signatures over 90 days: a fifth with a comment, a fifth waiting, some from one domain."""
    marks = ", ".join("?" * len(COLUMNS))
    insert = f"INSERT INTO signature ({', '.join(COLUMNS)}, asks) VALUES ({marks}, 1)"
    begin, every = now().replace(tzinfo=None) - SPAN, max(1, number // max(1, taken))
    places: Counter[int] = Counter()
    hours: Counter[tuple[int, str]] = Counter()
    connection = db.session.connection()
    for first in range(0, number, 10_000):
        rows = []
        for n in range(first, min(first + 10_000, number)):
            at = begin + SPAN * n / number
            rows.append(row(n, at.isoformat(sep=" "), n % every == 0))
            if rows[-1][-1]:
                places[n % 50 + 1] += 1
                hours[counting.hour_of((now() - SPAN) + SPAN * n / number), rows[-1][9]] += 1
        connection.exec_driver_sql(insert, rows)
    tallies = [(1, ward, 0, n) for ward, n in places.items()]
    connection.exec_driver_sql("INSERT INTO tally VALUES (?, ?, ?, ?)", tallies)
    by_hour = [(1, hour, language, n) for (hour, language), n in hours.items()]
    connection.exec_driver_sql("INSERT INTO tally_hour VALUES (?, ?, ?, ?)", by_hour)
    db.session.commit()


def row(n: int, at: str, is_odd: bool) -> tuple[Any, ...]:
    domain = "robots.example" if is_odd else "example.org"
    address = (f"Ana {n}", f"ana{n}@{domain}", domain, n % 50 + 1, n % 3 == 0, n % 3 == 0)
    said = ("We need it." if n % 5 == 0 else "", "es" if n % 4 == 0 else "en", f"{n % 5000:032x}")
    return (1, secrets.token_hex(16), *address, *said, at, at, None if n % 5 == 1 else at)


def pages(client: PageClient) -> dict[str, Callable[[], object]]:
    def get(path: str) -> Callable[[], object]:
        def visit() -> None:
            assert client.get(path).status_code == 200, path

        return visit

    yesterday = f"{now() - timedelta(days=1):%Y-%m-%dT%H:%M}"
    return {
        "bare page (/healthz)": get("/healthz"),
        "figures, all": all_figures,
        "petition": get(ONE),
        "campaign": get(ONE.partition("/petitions")[0]),
        "comments that wait": get(f"{ONE}/comments"),
        "integrity": get(f"{ONE}/integrity"),
        "integrity, a domain": get(f"{ONE}/integrity?domain=robots.example"),
        "integrity, a day": get(f"{ONE}/integrity?start={yesterday}"),
    }


def all_figures() -> object:
    db.session.rollback()
    found = Figures(db.session.get_one(Petition, 1))
    return found.total, found.waiting, found.week, found.days, found.languages, found.bursts


def show(runs: dict[str, Callable[[], object]], rounds: int) -> None:
    print(f"{'ms':28}{'p50':>8}{'p95':>8}")
    for name, run in runs.items():
        run()
        times = sorted(timed(run) for _ in range(rounds))
        middle, late = (1000 * times[int(len(times) * part)] for part in (0.5, 0.95))
        print(f"{name:28}{middle:8.1f}{late:8.1f}", flush=True)
    db.session.rollback()


def timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def take(app: Flask) -> None:
    """Take the odd ones out and bring them back, while two people sign without pause."""
    waits: list[float] = []
    ended = threading.Event()
    signers = [threading.Thread(target=sign_on, args=(app, n, waits, ended)) for n in range(2)]
    for one in signers:
        one.start()
    try:
        for name, act in (("taken", decide), ("undone", undo)):
            waits.clear()
            seconds = timed(act)
            print(f"{name} in {seconds:.2f} s; a signer waited {1000 * max(waits):.0f} ms at most")
    finally:
        ended.set()
        for one in signers:
            one.join()
    done = db.session.get_one(Invalidation, 1)
    print(f"counted {done.counted}, taken {done.taken}, restored {done.restored}")
    db.session.rollback()


def sign_on(app: Flask, number: int, waits: list[float], ended: threading.Event) -> None:
    details = {"name": "A", "ward_id": 1, "comment": "", "is_public": False, "language": "en"}
    details |= {"organization_id": None, "wanted": None, "network": str(number)}
    with app.app_context():
        petition, turn = db.session.get_one(Petition, 1), 0
        while not ended.is_set():
            address, turn = f"s{number}-{turn}@example.com", turn + 1
            waits.append(timed(lambda a=address: signing.sign(petition, a, **details)))  # type: ignore[misc]
        db.session.remove()


def decide() -> None:
    petition, wanted = db.session.get_one(Petition, 1), Filter(domain="robots.example")
    fits = conditions(petition, wanted)
    with looking() as connection:
        seen = see(connection, fits)
    integrity.decide(petition, wanted, seen.mark, reason="Measured.", by=1, token="measured")
    db.session.commit()
    integrity.carry_on(1, 600)


def undo() -> None:
    integrity.undo(db.session.get_one(Invalidation, 1), 1)
    db.session.commit()
    integrity.carry_on(1, 600)


if __name__ == "__main__":
    main()
