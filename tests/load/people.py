"""How quickly an organization brings 100,000 people in a file, and finds one of a million.

    python -m tests.load.people [--people 1000000] [--rounds 100] [--file 100000]

The file is carried out by `campaign people import` in a process of its own (seconds and its
greatest memory; a second time it changes nothing), beside a bare loop that reads the same file
with `csv` and inserts name and address in one transaction. Searches are whole pages in this
process on SQLite (p50 and p95 in ms).
"""

import argparse
import csv
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from campaign import create_app
from campaign.coalition.models import Organization
from campaign.config import load_settings
from campaign.db import db, now
from campaign.people.searching import sort_name, words
from tests.coalition.factories import make_organization
from tests.load.desk import SETTINGS, organizer, show
from tests.page import PageClient
from tests.petitions.factories import make_petition

FIRST = ["Ana", "Omar", "Eve", "José", "Łucja", "Minh", "Zoë", "Abdul", "Grace", "Ivo"]
FIRST += [f"{a}{b}{c}" for a in "ABCDEFGHJK" for b in "aeo" for c in ("nne", "lia", "rek")]
LAST = [f"{a}{b}{c}" for a in "BCDFGLMNRS" for b in "aeiou" for c in ("rano", "lvez", "nik")]


def main() -> None:
    options = read_options()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = create_app(load_settings({}, instance=folder, **SETTINGS))
        app.testing = True
        app.test_client_class = PageClient
        with app.app_context():
            db.create_all()
            make_petition()
            make_organization("south-side")
            client = organizer(app)
            bring(folder, options.file)
            organization = db.session.scalars(db.select(Organization)).first()
            assert organization is not None
            home = f"/organize/{organization.slug}"
            fill(options.people, organization.id)
            show(
                {
                    name: (lambda path=path: client.get(path))  # type: ignore[misc]
                    for name, path in searches(home).items()
                },
                options.rounds,
            )
            db.session.remove()
            db.engine.dispose()


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--file", type=int, default=100_000)
    return parser.parse_args()


def person(n: int) -> tuple[str, str]:
    name = f"{FIRST[n % 100]} {LAST[n // 100 % len(LAST)]} {LAST[n // 15_000 % len(LAST)]}"
    return name, f"p{n}@{'example.org' if n % 7 else 'example.com'}"


def bring(folder: Path, number: int) -> None:
    """Time the command on a file, twice, and the bare loop on the same file."""
    path = folder / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["Full name", "Email", "Language"])
        for n in range(number):
            name, email = person(n)
            writer.writerow([name, f"file-{email}", "es" if n % 4 == 0 else "en"])
    db.session.remove()
    words_ = ["people", "import", str(path), "--organization", "south-side"]
    words_ += ["--source", "A list.", "--wording", "You may write."]
    environ = os.environ | {"CAMPAIGN_INSTANCE": str(folder)}
    command = [sys.executable, "-m", "campaign", *words_]
    environ["CAMPAIGN_SECRET_KEY"] = SETTINGS["secret_key"]
    for name in ("import", "the same again"):
        start = time.perf_counter()
        subprocess.run(command, env=environ, check=True, capture_output=True)
        most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        print(f"{name}: {number} in {time.perf_counter() - start:.1f} s, {most} MiB at most")
    start = time.perf_counter()
    bare(path, folder / "bare.db")
    print(f"bare csv and sqlite3: {time.perf_counter() - start:.1f} s", flush=True)


def bare(path: Path, database: Path) -> None:
    connection = sqlite3.connect(database)
    connection.execute("CREATE TABLE p (id INTEGER PRIMARY KEY, email TEXT UNIQUE, name TEXT)")
    with path.open(encoding="utf-8", newline="") as file, connection:
        rows = csv.DictReader(file)
        for row in rows:
            connection.execute(
                "INSERT INTO p (email, name) VALUES (?, ?)", (row["Email"], row["Full name"])
            )
    connection.close()


def fill(number: int, organization: int) -> None:
    """People with a standing consent, straight into the tables."""
    connection, moment = db.session.connection(), now().replace(tzinfo=None).isoformat(sep=" ")
    connection.exec_driver_sql("INSERT INTO wording (text) VALUES ('You may write to me.')")
    base = 10_000_000  # beyond those of the file
    for first in range(0, number, 10_000):
        numbers = range(first, min(first + 10_000, number))
        named = [(n, *person(n)) for n in numbers]
        connection.exec_driver_sql(
            "INSERT INTO person (id, organization_id, mailbox, name, email, language, sort_name,"
            " version, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?)",
            [
                (
                    base + n,
                    organization,
                    f"{n:032x}",
                    name,
                    email,
                    "en",
                    sort_name(name, email),
                    moment,
                )
                for n, name, email in named
            ],
        )
        connection.exec_driver_sql(
            "INSERT INTO consent (organization_id, person_id, purpose, wording_id, source,"
            " given_at) VALUES (?, ?, 'email', 1, 'petition:1', ?)",
            [(organization, base + n, moment) for n in numbers],
        )
        connection.exec_driver_sql(
            "INSERT INTO person_word (organization_id, person_id, word) VALUES (?, ?, ?)",
            [
                (organization, base + n, word)
                for n, name, email in named
                for word in words(name, email)
            ],
        )
    db.session.commit()


def searches(home: str) -> dict[str, str]:
    people = f"{home}/people"
    return {
        "bare page (/healthz)": "/healthz",
        "today": "/organize",
        "people": people,
        "a first name": f"{people}?q=ana",
        "two names": f"{people}?q=ana+barano",
        "an address": f"{people}?q=p4711@example.org",
        "nobody": f"{people}?q=nobodyatall",
        "withdrawn": f"{people}?consent=withdrawn",
        "a language nobody speaks": f"{people}?language=pl",
        "the search of the shell": f"{home}/search?q=omar",
    }


if __name__ == "__main__":
    main()
