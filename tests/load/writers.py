"""How long a resident waits when several web processes write at once.

    python -m tests.load.writers [--processes 2] [--seconds 20] [--postgresql]

Thirty-two residents sign without pause, over all processes; prints how many a second, and the
longest wait. Nobody may wait over a second, and nobody may get an error.
"""

import argparse
import tempfile
from contextlib import ExitStack
from pathlib import Path

from campaign import create_app, mail
from campaign.config import load_settings
from campaign.db import db
from tests import database
from tests.load import signing
from tests.load.client import measure
from tests.petitions.factories import make_petition


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        extra = signing.environment(folder) | {"CAMPAIGN_WORKERS": str(options.processes)}
        if options.postgresql:
            extra["CAMPAIGN_DATABASE_URL"] = stack.enter_context(database.postgresql())
        prepare(extra)
        server = signing.start(
            [signing.PYTHON, "-m", "campaign", "run"],
            f"http://127.0.0.1:{signing.OURS}/healthz",
            extra,
        )
        stack.callback(signing.stop, server)
        found = measure(signing.OURS, signing.sign, options.seconds, connections=32)
        print(f"signatures a second   {found.rate:8.0f}")
        print(f"median wait, ms       {found.part(0.5):8.0f}")
        print(f"99 of 100 below, ms   {found.part(0.99):8.0f}")
        print(f"longest wait, ms      {found.part(1):8.0f}")


def prepare(extra: dict[str, str]) -> None:
    app = create_app(load_settings(extra))
    with app.app_context():
        from flask_migrate import upgrade

        upgrade()
        make_petition()
        mail.hold("measuring")
        db.session.commit()
        db.engine.dispose()


if __name__ == "__main__":
    main()
