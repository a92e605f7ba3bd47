"""How quickly and in how much memory signatures are taken out, beside a bare cursor.

    python -m tests.load.export [--signatures 1000000] [--rounds 3]

In one process and one run, in turn: ours, and `sqlite3` with `csv.writer` over the same columns
of the same file. Growth is that of the peak resident memory over the whole export.
"""

import argparse
import csv
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from campaign import create_app
from campaign.config import load_settings
from campaign.db import db
from campaign.petitions.delivery import exporting
from campaign.petitions.models import Petition
from tests.load.signing import fill
from tests.petitions.factories import make_petition

FIELDS = ["name", "ward", "comment", "signed_on"]
BARE = (
    "SELECT s.name, w.number, s.comment, s.signed_at FROM signature s"
    " LEFT JOIN ward w ON w.id = s.ward_id WHERE s.petition_id = 1 AND s.confirmed_at IS NOT NULL"
    " AND s.withdrawn_at IS NULL AND s.invalidated_at IS NULL ORDER BY s.id"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signatures", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = create_app(load_settings({}, instance=folder, secret_key="a" * 32))
        with app.app_context():
            prepare(options.signatures)
            report(folder, options.signatures, options.rounds)
            db.engine.dispose()


def prepare(signatures: int) -> None:
    db.create_all()
    petition = make_petition()
    fill(petition.id, signatures)
    db.session.commit()


def report(folder: Path, signatures: int, rounds: int) -> None:
    ours, bare = ours_of(folder / "ours.csv"), bare_of(folder)
    export_some(folder / "warm.csv")
    before = peak()
    ours()
    growth = peak() - before
    times = [(timed(ours), timed(bare)) for _ in range(rounds)]
    for name, taken in zip(("ours", "bare"), zip(*times, strict=True), strict=True):
        print(f"{name}: {statistics.median(taken):.2f} s, {signatures / min(taken):,.0f} rows/s")
    ratios = sorted(bare_time / our_time for our_time, bare_time in times)
    span = f"({ratios[0]:.2f} to {ratios[-1]:.2f})"
    print(f"ours / bare: {statistics.median(ratios):.2f} {span}")
    print(f"growth of memory: {growth / 1024:.1f} MiB of {peak() / 1024:.0f}")


def export_some(path: Path) -> None:
    """Ten rows, so that what is loaded once is loaded."""
    pieces = exporting.pieces(db.session.get_one(Petition, 1), FIELDS, "K7Q2M9XA")
    path.write_bytes(next(pieces) + next(pieces, b""))
    pieces.close()  # type: ignore[attr-defined]


def ours_of(path: Path) -> Callable[[], None]:
    def run() -> None:
        pieces = exporting.pieces(db.session.get_one(Petition, 1), FIELDS, "K7Q2M9XA")
        db.session.rollback()
        with path.open("wb") as out:
            out.writelines(pieces)

    return run


def bare_of(folder: Path) -> Callable[[], None]:
    def run() -> None:
        connection = sqlite3.connect(folder / "campaign.db")
        with (folder / "bare.csv").open("w", newline="", encoding="utf-8") as out:
            csv.writer(out).writerows(connection.execute(BARE))
        connection.close()

    return run


def timed(run: Callable[[], None]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def peak() -> int:
    """Peak resident memory of this process, KiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
