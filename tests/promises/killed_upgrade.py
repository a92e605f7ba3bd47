"""Upgrades databases, empty and then full, and is killed -9 after so many statements each.

    python -m tests.promises.killed_upgrade FOLDER 3 17 44

leaves FOLDER/3/campaign.db and so on as they are found after that.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from flask_migrate import upgrade
from sqlalchemy import event

from campaign import create_app
from campaign.config import load_settings
from campaign.db import db
from tests.cli.test_upgrade import fill


def upgrade_and_die(instance: Path, statements: int) -> None:
    with create_app(load_settings({}, instance=instance)).app_context():
        left = statements

        @event.listens_for(db.engine, "after_cursor_execute")
        def count(*_: Any) -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        upgrade(revision="0001")
        with db.engine.begin() as connection:
            fill(connection)
        upgrade()


if __name__ == "__main__":
    for moment in sys.argv[2:]:
        child = os.fork()
        if child == 0:
            upgrade_and_die(Path(sys.argv[1]) / moment, int(moment))
            os._exit(0)
        os.waitpid(child, 0)
