"""How soon leaving a list takes effect in the middle of a mailing.

    python -m tests.load.mailing_leaving [--mails 30000] [--workers 1] [--postgresql]

While workers send as quickly as they can, receivers whose mail is about to leave press the button
of their mail program: a bare POST, to a web process. Of those who were mailed none the less:
how long after the answer their mail arrived. Ends with 1 if that is more than a second.
"""

import argparse
import random
import socket
import sys
import time
from contextlib import closing
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from campaign.db import db
from campaign.mail import batches
from campaign.mail.outbox import mailbox_hash
from campaign.outreach.leaving.links import unsubscribe_link
from tests.load import signing
from tests.load.mailing import CHUNK, installation, make_app, make_batch, row, web
from tests.load.mailing_kills import Sink, start, waiting
from tests.mail import templates

AHEAD = 4_000  # mails: so far before theirs people leave, at most
PAUSE = 0.02  # seconds between two who leave
ONE_CLICK = "List-Unsubscribe=One-Click"


class Clock(Sink):
    """Notes when each mail arrived."""

    def __init__(self, server: socket.socket) -> None:
        self.at = dict[str, float]()
        super().__init__(server)

    def take(self, to: str, lines: Any) -> bool:
        is_whole = super().take(to, lines)
        self.at[to] = time.monotonic()
        return is_whole


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=30_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    with socket.create_server(("127.0.0.1", 0)) as server:
        with installation(server.getsockname()[1], options.postgresql) as given:
            links = queue(given, options.mails)
            sink = Clock(server)
            with web(given):
                left = leave_meanwhile(given, sink, links, options)
        late = [
            sink.at[to] - answered for to, answered in left.items() if sink.at.get(to, 0) > answered
        ]
        got_none = sum(to not in sink.at for to in left)
    print(f"left {len(left)}, got nothing {got_none}, mailed after the answer {len(late)}")
    print(f"latest           {1_000 * max(late, default=0):8.0f} ms after the answer")
    sys.exit(0 if got_none and max(late, default=0) <= 1 else 1)


def queue(given: dict[str, str], mails: int) -> list[str]:
    """A mailing; the path with which each of its receivers leaves."""
    with make_app(given).app_context():
        batch = make_batch("mailing:1")
        rows = [row(number) for number in range(mails)]
        for one in rows:
            one["mailbox"] = mailbox_hash(one["to"])
            one["list_unsubscribe"] = unsubscribe_link(batch.organization_id, one["mailbox"])
        for first in range(0, mails, CHUNK):
            batches.queue_many(batch, templates.NAME, rows[first : first + CHUNK])
            db.session.commit()
        db.engine.dispose()
    return [urlsplit(one["list_unsubscribe"]).path for one in rows]


def leave_meanwhile(
    given: dict[str, str], sink: Sink, links: list[str], options: argparse.Namespace
) -> dict[str, float]:
    """Who left, and when that was answered."""
    chance, left = random.Random(7), dict[str, float]()
    workers = [start(given) for _ in range(options.workers)]
    with closing(HTTPConnection("127.0.0.1", signing.OURS, timeout=10)) as connection:
        while sink.count < len(links) - AHEAD:
            number = sink.count + chance.randrange(1, AHEAD)
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", links[number], ONE_CLICK, headers)
            answered = connection.getresponse()
            answered.read()
            assert answered.status == 200, answered.status
            left.setdefault(f"ana{number}@example.org", time.monotonic())
            time.sleep(PAUSE)
    while waiting(given):
        time.sleep(0.5)
    for worker in workers:
        worker.terminate()
        worker.join()
    return left


if __name__ == "__main__":
    main()
