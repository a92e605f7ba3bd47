"""Emptying the outbox: lease some mails, send each, commit after each."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Connection, Row

from ..db import db
from ..signals import mail_bounced
from . import leases
from .message import Sender, compose
from .mould import Moulds
from .outbox import BOUNCED, suppress_hash
from .smtp import Carrier, RefusedError, TroubleError, carrier_of

log = logging.getLogger("campaign.mail")
BACKOFF = [timedelta(minutes=number) for number in (1, 5, 15, 60, 120, 240, 480, 480)]  # 23.4 h
LINGER, LOOK_EVERY = 0.8, 0.05  # seconds; `jobs.ask` asks at most every 0.3 s
LONGEST = 5.0  # seconds of one job, so that a worker that is asked to end does so
REST = 20.0  # seconds without a try after the server could not be reached
RENEW_AFTER = leases.LEASE.total_seconds() / 2


class Worker:
    """The one worker of this process."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.working, self.asked = threading.Lock(), threading.Event()
        self.sender, self.moulds = Sender.of(app.config["SETTINGS"]), Moulds()
        self.rest_until = 0.0
        self.identity: leases.Identity | None = None

    @property
    def name(self) -> str:
        if self.identity is None:
            self.identity = leases.Identity(self.app.config["SETTINGS"].instance / "workers")
        return self.identity.name

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
def round_of(worker: Worker, note: Callable[[], None] = lambda: None) -> Iterator["Round"]:
    carrier = carrier_of(worker.app)
    try:
        with db.engine.connect() as connection:
            sending = Round(worker, connection, carrier, note)
            sending.take_back()
            yield sending
    finally:
        carrier.close()


class Round:
    """One go at the outbox, over one connection to the database and one to the server."""

    def __init__(
        self,
        worker: Worker,
        connection: Connection,
        carrier: Carrier,
        note: Callable[[], None],
    ) -> None:
        self.worker, self.connection, self.carrier, self.note = worker, connection, carrier, note
        self.name = worker.name
        self.counts: Counter[str] = Counter()

    def take_back(self) -> None:
        """Free what workers that have ended left behind, this one's earlier rounds included."""
        assert self.worker.identity is not None
        with self.connection.begin():
            leases.take_back(self.connection, self.name)
            leases.settle_expired(self.connection)
        for name in self.worker.identity.dead():
            with self.connection.begin():
                leases.take_back(self.connection, name)

    def linger(self, seconds: float, until: float) -> bool:
        """Look again for a while before ending; True if the time was too short."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and time.monotonic() >= self.worker.rest_until:
            time.sleep(LOOK_EVERY)
            while self.batch():
                end = time.monotonic() + seconds
                if time.monotonic() > until:
                    return True
        return False

    def batch(self) -> bool:
        """Send up to 50 mails; False if none was due or the server is in trouble."""
        with self.connection.begin():
            rows = leases.claim(self.connection, self.name)
            gone = leases.suppressed(self.connection, rows) if rows else frozenset()
        if not rows:
            return False
        try:
            self.send_all(rows, gone)
        except TroubleError as trouble:
            log.warning("mail server: %s", trouble.cause)
            self.worker.rest_until = time.monotonic() + REST
            with self.connection.begin():
                leases.take_back(self.connection, self.name)
            return False
        return True

    def send_all(self, rows: Sequence[Row[Any]], gone: frozenset[str]) -> None:
        renew_at = time.monotonic() + RENEW_AFTER
        mine: frozenset[int] | None = None
        for row in rows:
            if time.monotonic() > renew_at:
                renew_at = time.monotonic() + RENEW_AFTER
                with self.connection.begin():
                    mine = leases.renew(self.connection, self.name)
            if mine is not None and row.id not in mine:
                continue
            if row.mailbox in gone:
                self.end(row, "dropped", "suppressed")
            else:
                self.send(row)

    def send(self, row: Row[Any]) -> None:
        """Send one mail and commit what came of it. Raises TroubleError when the rest must wait."""
        try:
            data = compose(row, self.worker.sender, self.worker.moulds)
        except Exception as error:
            log.exception("cannot fill %s", row.template)
            return self.postpone(row, type(error).__name__, row.attempts + 1)
        if row.at_most_once and not self.start(row):
            return None
        try:
            self.carrier.send(row, data)
        except RefusedError as refusal:
            return self.refused(row, refusal)
        except TroubleError as trouble:
            self.troubled(row, trouble)
            raise
        return self.end(row, "sent")

    def start(self, row: Row[Any]) -> bool:
        with self.connection.begin():
            return leases.start(self.connection, self.name, row.id)

    def refused(self, row: Row[Any], refusal: RefusedError) -> None:
        if not refusal.is_final:
            return self.postpone(row, str(refusal), row.attempts + 1)
        self.end(row, "failed", str(refusal), suppress=refusal.no_mailbox)
        if refusal.no_mailbox:
            tell(row, refusal.enhanced)
        return None

    def troubled(self, row: Row[Any], trouble: TroubleError) -> None:
        """Whoever makes the server hang up waits, so that the others get their turn."""
        if row.at_most_once and trouble.after_data:
            self.end(row, "uncertain", trouble.cause)
        elif trouble.in_mail or row.at_most_once:
            self.postpone(row, trouble.cause, row.attempts + trouble.in_mail)

    def end(
        self, row: Row[Any], state: str, error: str | None = None, suppress: bool = False
    ) -> None:
        with self.connection.begin():
            leases.finish(self.connection, self.name, row.id, state, error)
            if suppress:
                suppress_hash(self.connection, row.mailbox, BOUNCED)
        self.counts[state] += 1
        self.note()

    def postpone(self, row: Row[Any], error: str, tries: int) -> None:
        """Try again later, after `tries` tries that count; in the end it has failed."""
        if tries > len(BACKOFF):
            return self.end(row, "failed", error)
        with self.connection.begin():
            wait = BACKOFF[max(tries, 1) - 1]
            leases.postpone(self.connection, self.name, row.id, wait=wait, error=error, tries=tries)
        self.counts["postponed"] += 1
        return self.note()


def tell(row: Row[Any], code: str) -> None:
    """Tell the rooms above that there is no such mailbox, in a transaction of its own."""
    try:
        mail_bounced.send(row, kind="hard", code=code)
        db.session.commit()
    finally:
        db.session.rollback()


def worker() -> Worker:
    """The worker of the current app in this process."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    found: Worker = app.extensions.setdefault("mail_worker", Worker(app))
    return found
