"""How quickly people sign up to speak, beside the least that Flask can do.

    python -m tests.load.seats [--rounds 5] [--seconds 4]

As in `tests.load.signing`: each server has one process with four threads on one core, the client
has the other; they are measured in turn, and the ratios are those of each round. Both write with
synchronous FULL; the outbox is filled and held. Needs Linux.
"""

import argparse
import os
import tempfile
from pathlib import Path

from campaign import create_app, mail
from campaign.config import load_settings
from campaign.db import db
from tests.hearings.factories import SEATS, make_hearing, make_rule
from tests.load import signing
from tests.load.client import Connection, measure

HEARING = "/hearings/public-safety"


def main() -> None:
    options = read_options()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepare(folder)
        servers = [signing.start_ours(folder, options), signing.start_bare(folder)]
        os.sched_setaffinity(0, {1})
        try:
            signing.report(signing.compare(pairs(options.seconds), options.rounds))
        finally:
            for server in servers:
                signing.stop(server)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4)
    parser.set_defaults(server="granian")
    return parser.parse_args()


def prepare(folder: Path) -> None:
    with create_app(load_settings(signing.environment(folder))).app_context():
        from flask_migrate import upgrade

        upgrade()
        make_hearing(rule=make_rule(**SEATS))
        mail.hold("measuring")
        db.session.commit()
        db.engine.dispose()


def pairs(seconds: float) -> dict[str, tuple[signing.Run, signing.Run]]:
    return {
        "sign up": (
            lambda: measure(signing.OURS, sign_up, seconds).rate,
            lambda: measure(signing.BARE, signing.bare_sign, seconds).rate,
        ),
    }


async def sign_up(connection: Connection) -> None:
    form = {"name": "Ana Ruiz", "email": signing.address(), "ward": "25", "mode": "in_person"}
    form["interpreter"] = "none"
    signing.expect(await connection.ask("POST", f"{HEARING}/sign-up", form), 303)


if __name__ == "__main__":
    main()
