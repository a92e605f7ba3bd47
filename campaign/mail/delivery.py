"""When the outbox is emptied: by whoever is asked, one worker a process, for some seconds."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property

from flask import Flask, current_app

from ..db import db
from .carriers import carrier_of
from .identity import Identity
from .message import Sender
from .mould import Moulds
from .pace import Turns
from .rounds import Round

LINGER = 0.8  # seconds; `jobs.ask` asks at most every 0.3 s
LONGEST = 5.0  # seconds of one job, so that a worker that is asked to end does so


class Worker:
    """The one worker of this process."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.working, self.asked = threading.Lock(), threading.Event()
        self.sender, self.moulds = Sender.of(app.config["SETTINGS"]), Moulds()
        self.turns = Turns()
        self.rest_until = 0.0
        self.last_batch = 0  # the one that had its turn

    @cached_property
    def identity(self) -> Identity:
        return Identity(self.app.config["SETTINGS"].instance / "workers")

    def work(self) -> bool:
        """Send what is due, if nobody else in this process does; True if more is left.

        Being asked while at work means looking again before ending.
        """
        more = False
        self.asked.set()
        while self.asked.is_set() and self.working.acquire(blocking=False):
            try:
                self.asked.clear()
                if time.monotonic() >= self.rest_until:
                    more = self.run(LONGEST, LINGER)
            finally:
                self.working.release()
        return more

    def send_all_due(self, note: Callable[[], None] = lambda: None) -> Counter[str]:
        """Send until nothing is due or the server is in trouble; how many came to what."""
        with self.working, round_of(self, note) as sending:
            while sending.batch():
                pass
            return sending.counts

    def run(self, seconds: float, linger: float) -> bool:
        """Send for some seconds, waiting `linger` for more; True if the time was too short."""
        until = time.monotonic() + seconds
        with round_of(self) as sending:
            while sending.batch():
                if time.monotonic() > until:
                    return True
            return sending.linger(linger, until)


@contextmanager
def round_of(worker: Worker, note: Callable[[], None] = lambda: None) -> Iterator[Round]:
    carrier = carrier_of(worker.app)
    try:
        with db.engine.connect() as connection:
            sending = Round(worker, connection, carrier, note)
            try:
                sending.take_back()
                yield sending
            finally:
                sending.saver.close()
    finally:
        carrier.close()


def worker() -> Worker:
    """The worker of the current app in this process."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    found: Worker = app.extensions.setdefault("mail_worker", Worker(app))
    return found
