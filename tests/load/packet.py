"""How long a delivery packet takes, and how much memory.

    python -m tests.load.packet [--signatures 5000] [--rounds 3]

From the order of the packet to both files on the disk: the PDF with every name, and the tables.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from campaign import create_app
from campaign.accounts.models import User
from campaign.config import load_settings
from campaign.db import db
from campaign.petitions.delivery import files as delivery_files
from campaign.petitions.delivery import packets as delivery
from campaign.petitions.delivery.models import Delivery
from campaign.petitions.models import Petition
from tests.accounts.factories import make_user
from tests.load.export import peak, prepare


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signatures", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        app = create_app(load_settings({}, instance=Path(name), secret_key="a" * 32))
        with app.app_context():
            prepare(options.signatures)
            omar = make_user()
            before = peak()
            times = [make(omar) for _ in range(options.rounds)]
            said = ", ".join(f"{path.name[-7:]} {path.stat().st_size:,}" for path in files())
            print(f"{options.signatures} signatures: {statistics.median(times):.2f} s")
            print(f"first {times[0]:.2f} s; bytes: {said}")
            print(f"growth of memory: {(peak() - before) / 1024:.0f} MiB of {peak() / 1024:.0f}")
            db.engine.dispose()


def make(by: User) -> float:
    petition = db.session.get_one(Petition, 1)
    organization = petition.campaign.partners("lead")[0]
    choices = {"comments": True, "sort": "ward", "paper": "letter", "language": "en"}
    delivery.order(petition, organization, by, "Office of the Clerk", **choices)
    db.session.commit()
    start = time.perf_counter()
    delivery_files.make_waiting()
    return time.perf_counter() - start


def files() -> list[Path]:
    made = db.session.scalars(db.select(Delivery).order_by(Delivery.id.desc())).first()
    assert made is not None
    assert made.state == "ready"
    return sorted(made.path.iterdir())


if __name__ == "__main__":
    main()
