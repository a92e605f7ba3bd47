"""Runs a `campaign` command and is killed -9 at the nth touch of a file or a database.

    python -m tests.promises.killed_command FOLDER "restore {}/backup.tar --force" 3 17 44

runs it in FOLDER/3 and so on (`{}` is that folder) and leaves each as it is found after that.
Every opening, renaming, linking and removing of a file there is a touch, and every statement.
Prints how many touches there were when the command lives to its end.
"""

import os
import signal
import sqlite3
import sqlite3.dbapi2
import sys
from collections.abc import Callable
from typing import Any

from campaign import create_app  # noqa: F401 - loaded here, once
from campaign.cli import backup, main, restore  # noqa: F401
from campaign.factory import build  # noqa: F401

CONNECT = sqlite3.connect
FILES = {"open", "os.rename", "os.link", "os.remove", "fcntl.flock"}


def die_at(moment: int, folder: str) -> Callable[[], int]:
    """Begin to count; what it gives tells how many touches there were."""
    left = moment

    def touch(*_: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def hear(event: str, given: tuple[Any, ...]) -> None:
        if event in FILES and (event == "fcntl.flock" or folder in str(given)):
            touch()

    def connect(*given: Any, **options: Any) -> sqlite3.Connection:
        connection = CONNECT(*given, **options)
        connection.set_trace_callback(touch)
        return connection

    sys.addaudithook(hear)
    sqlite3.connect = sqlite3.dbapi2.connect = connect
    return lambda: moment - left


def run(folder: str, words: str, moment: int) -> None:
    os.environ["CAMPAIGN_INSTANCE"] = f"{folder}/instance"
    touches = die_at(moment, folder)
    main([word.format(folder) for word in words.split()], standalone_mode=False)
    print("touches", touches(), flush=True)


if __name__ == "__main__":
    for moment in sys.argv[3:]:
        child = os.fork()
        if child == 0:
            run(f"{sys.argv[1]}/{moment}", sys.argv[2], int(moment))
            os._exit(0)
        os.waitpid(child, 0)
