"""Emptying the outbox: lease some mails, send each, commit after each."""

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from blinker import NamedSignal
from flask import Flask, current_app
from sqlalchemy import Connection, Row

from ..db import db, now
from ..signals import mail_bounced, mail_settled
from . import gates, leases, pace
from .message import Sender, compose
from .mould import Moulds
from .outbox import BOUNCED, suppress_hash
from .pace import Turns
from .piling import pause_if_piled
from .smtp import Carrier, RefusedError, TroubleError, carrier_of

log = logging.getLogger("campaign.mail")
BACKOFF = [timedelta(minutes=number) for number in (1, 5, 15, 60, 120, 240, 480, 480)]  # 23.4 h
LINGER, LOOK_EVERY = 0.8, 0.05  # seconds; `jobs.ask` asks at most every 0.3 s
LONGEST = 5.0  # seconds of one job, so that a worker that is asked to end does so
REST = 20.0  # seconds without a try after the server could not be reached
LOOK_AGAIN = 0.3  # seconds until what may go is asked anew
RENEW_AFTER = leases.LEASE.total_seconds() / 2


class Worker:
    """The one worker of this process."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.working, self.asked = threading.Lock(), threading.Event()
        self.sender, self.moulds = Sender.of(app.config["SETTINGS"]), Moulds()
        self.turns = Turns()
        self.rest_until = 0.0
        self.last_batch = 0  # the one that had its turn
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
        self.heading: Row[Any] | None = None  # the batch to which the leased mails belong
        self.obstacles: dict[int, str] = {}  # of each leased mail; "" where there is none
        self.look_at = self.renew_at = 0.0

    def take_back(self) -> None:
        """Free what workers that have ended left behind, this one's earlier rounds included."""
        assert self.worker.identity is not None
        with self.connection.begin():
            settled = [
                *leases.take_back(self.connection, self.name),
                *leases.settle_expired(self.connection),
            ]
        for name in self.worker.identity.dead():
            with self.connection.begin():
                settled += leases.take_back(self.connection, name)
        for row in settled:
            tell(mail_settled, row, state="uncertain")

    def linger(self, seconds: float, until: float) -> bool:
        """Look again for a while before ending; True if the time was too short.

        While mails wait for their turn with a domain it looks on, as if there were more to send.
        """
        end = time.monotonic() + seconds
        while time.monotonic() >= self.worker.rest_until:
            if time.monotonic() > end and now() > self.worker.turns.last:
                return False
            if time.monotonic() > until:
                return True
            time.sleep(LOOK_EVERY)
            while self.is_any_due() and self.batch():
                end = time.monotonic() + seconds
                if time.monotonic() > until:
                    return True
        return False

    def is_any_due(self) -> bool:
        with reading(self.connection):
            return leases.is_any_due(self.connection)

    def batch(self) -> bool:
        """Send up to 50 mails; False if none was due or the server is in trouble."""
        rows = self.claim()
        if not rows:
            return self.sweep()
        try:
            self.send_all(rows)
        except TroubleError as trouble:
            log.warning("mail server: %s", trouble.cause)
            self.worker.rest_until = time.monotonic() + REST
            with self.connection.begin():
                leases.take_back(self.connection, self.name)
            return False
        return True

    def claim(self) -> Sequence[Row[Any]]:
        """Lease mails, ask what keeps them from going, and put off those whose turn is later."""
        with self.connection.begin():
            rows = leases.claim(self.connection, self.name, self.worker.last_batch)
            if rows:
                self.heading = leases.batch_of(self.connection, rows[0])
                self.obstacles = gates.look(self.connection, self.name)
                self.put_off([row for row in rows if not self.obstacles.get(row.id, "lost")])
        self.look_at = time.monotonic() + LOOK_AGAIN
        self.renew_at = time.monotonic() + RENEW_AFTER
        if rows and rows[0].batch_id is not None:
            self.worker.last_batch = rows[0].batch_id
        return rows

    def put_off(self, rows: Sequence[Row[Any]]) -> None:
        a_minute = self.worker.app.config["SETTINGS"].mail_domain_pace
        late = pace.put_off(self.connection, rows, a_minute, self.worker.turns)
        for number, moment in late.items():
            leases.put_off(self.connection, self.name, number, moment)
            del self.obstacles[number]

    def sweep(self) -> bool:
        """Drop what is left of cancelled batches while nothing else is to do; True if there was."""
        with self.connection.begin():
            return leases.sweep(self.connection) > 0

    def send_all(self, rows: Sequence[Row[Any]]) -> None:
        for row in rows:
            if time.monotonic() > self.look_at:
                self.look_again()
            obstacle = self.obstacles.get(row.id, "lost")
            if not obstacle:
                self.send(row)
            elif obstacle not in ("lost", *gates.WAITS):
                self.end(row, "dropped", obstacle)
        self.give_back_waiting()

    def look_again(self) -> None:
        """Ask what keeps the leased mails from going now; what is missing is no longer ours."""
        if time.monotonic() > self.renew_at:
            self.renew_at = time.monotonic() + RENEW_AFTER
            with self.connection.begin():
                leases.renew(self.connection, self.name)
        with reading(self.connection):
            self.obstacles = gates.look(self.connection, self.name)
        self.look_at = time.monotonic() + LOOK_AGAIN

    def give_back_waiting(self) -> None:
        """Put what is held or paused back into the queue."""
        waiting = [number for number, why in self.obstacles.items() if why in gates.WAITS]
        if waiting:
            with self.connection.begin():
                leases.give_some_back(self.connection, self.name, waiting)

    def send(self, row: Row[Any]) -> None:
        """Send one mail and commit what came of it. Raises TroubleError when the rest must wait."""
        try:
            data = compose(row, self.worker.sender, self.worker.moulds, self.heading)
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
            tell(mail_bounced, row, kind="hard", code=refusal.enhanced)
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
            if state == "failed" and row.batch_id is not None:
                pause_if_piled(self.connection, row.batch_id)
        self.counts[state] += 1
        self.note()
        if row.at_most_once:
            tell(mail_settled, row, state="failed" if state == "dropped" else state)

    def postpone(self, row: Row[Any], error: str, tries: int) -> None:
        """Try again later, after `tries` tries that count; in the end it has failed."""
        if tries > len(BACKOFF):
            return self.end(row, "failed", error)
        with self.connection.begin():
            wait = BACKOFF[max(tries, 1) - 1]
            leases.postpone(self.connection, self.name, row.id, wait=wait, error=error, tries=tries)
            pace.slow_down(self.connection, row, error)
        self.counts["postponed"] += 1
        return self.note()


@contextmanager
def reading(connection: Connection) -> Iterator[None]:
    """A transaction that takes no turn at writing."""
    connection.execution_options(looks=True)
    try:
        with connection.begin():
            yield
    finally:
        connection.execution_options(looks=False)


def tell(signal: NamedSignal, row: Row[Any], **said: Any) -> None:
    """Tell the rooms above what became of a mail, in a transaction of its own.

    What goes wrong there stops no other mail.
    """
    try:
        signal.send(row, **said)
        db.session.commit()
    except Exception:
        log.exception("%s was not heeded", signal.name)
    finally:
        db.session.rollback()


def worker() -> Worker:
    """The worker of the current app in this process."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    found: Worker = app.extensions.setdefault("mail_worker", Worker(app))
    return found
