"""Emptying the outbox: lease some mails, send each, note each.

The server hears with each mail for whom the next one is, and while it thinks about the one, the
next is filled in. But none is handed over before what became of the one before stands in the
outbox or in the worker's file, so that a worker that is killed leaves one mail in doubt, not two.
"""

import logging
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Row

from ..db import Straight, now
from ..signals import mail_bounced, mail_settled
from . import gates, leases, pace
from .leases import Leased
from .message import compose
from .outbox import BOUNCED, suppress_hash
from .piling import pause_if_piled
from .saving import Saver
from .smtp import Carrier, RefusedError, TroubleError
from .telling import tell

if TYPE_CHECKING:
    from .delivery import Worker

log = logging.getLogger("campaign.mail")
BACKOFF = [timedelta(minutes=number) for number in (1, 5, 15, 60, 120, 240, 480, 480)]  # 23.4 h
LOOK_EVERY = 0.05  # seconds
REST = 20.0  # seconds without a try after the server could not be reached
LOOK_AGAIN = 0.3  # seconds until what may go is asked anew
RENEW_AFTER = leases.LEASE.total_seconds() / 2


class Round:
    """One go at the outbox, over one connection to the database and one to the server."""

    def __init__(
        self,
        worker: "Worker",
        connection: Connection,
        carrier: Carrier,
        note: Callable[[], None],
    ) -> None:
        self.worker, self.connection, self.carrier, self.note = worker, connection, carrier, note
        self.saver = Saver(connection)
        self.identity, self.name = worker.identity, worker.identity.name
        self.counts: Counter[str] = Counter()
        self.heading: Row[Any] | None = None  # the batch to which the leased mails belong
        self.obstacles: dict[int, str] = {}  # of each leased mail; "" where there is none
        self.unanswered: Leased | None = None  # the mail that the server has, and says nothing
        self.look_at = self.renew_at = 0.0

    def take_back(self) -> None:
        """Free what workers that have ended left behind, this one's earlier rounds included."""
        settled = self.give_all_back()
        with self.saver.reading():
            expired = leases.expired(self.connection)
        for name in {*expired, *self.identity.dead()}:
            with self.saver.writing():
                settled += leases.take_back(self.connection, name, self.identity.sent_by(name))
            self.identity.bury(name)
        for row in settled:
            tell(mail_settled, row, state="uncertain")

    def give_all_back(self) -> list[Leased]:
        with self.saver.writing():
            settled = leases.take_back(self.connection, self.name, self.identity.sent)
        self.identity.forget()
        return settled

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
        with self.saver.reading():
            return leases.is_any_due(self.connection)

    def batch(self) -> bool:
        """Send some mails; False if none was due or the server is in trouble."""
        rows = self.claim()
        if not rows:
            return self.sweep()
        try:
            self.send_all(rows)
        except TroubleError as trouble:
            log.warning("mail server: %s", trouble.cause)
            self.worker.rest_until = time.monotonic() + REST
            self.give_all_back()
            return False
        return True

    def claim(self) -> Sequence[Leased]:
        """Lease mails, ask what keeps them from going, and put off those whose turn is later."""
        with self.saver.writing():
            rows = leases.claim(self.connection, self.name, self.worker.last_batch)
            if rows:
                self.heading = self.heading_of(rows[0])
                self.obstacles = gates.look(self.connection, self.name)
                self.put_off([row for row in rows if not self.obstacles.get(row.id, "lost")])
        self.look_at = time.monotonic() + LOOK_AGAIN
        self.renew_at = time.monotonic() + RENEW_AFTER
        if rows and rows[0].batch_id is not None:
            self.worker.last_batch = rows[0].batch_id
        return rows

    def heading_of(self, row: Leased) -> Row[Any] | None:
        """The batch of a mail; its words are read again only if they may have changed."""
        if row.batch_id is None:
            return None
        known = self.heading
        changed_at = leases.changed_at(self.connection, row.batch_id)
        if known is not None and (known.id, known.changed_at) == (row.batch_id, changed_at):
            return known
        return leases.batch_of(self.connection, row.batch_id)

    def put_off(self, rows: Sequence[Leased]) -> None:
        a_minute = self.worker.app.config["SETTINGS"].mail_domain_pace
        late = pace.put_off(self.connection, rows, a_minute, self.worker.turns)
        for number, moment in late.items():
            leases.put_off(self.connection, self.name, number, moment)
            del self.obstacles[number]

    def sweep(self) -> bool:
        """Drop what is left of cancelled batches while nothing else is to do; True if there was."""
        with self.saver.writing():
            return leases.sweep(self.connection) > 0

    def send_all(self, rows: Sequence[Leased]) -> None:
        try:
            for row, following in zip(rows, [*rows[1:], None], strict=True):
                if self.may_go(row):
                    self.send(row, following)
        finally:
            self.conclude()
        self.write_down()
        self.give_back_waiting()

    def may_go(self, row: Leased) -> bool:
        """Whether nothing keeps this mail from going; it ends here if something does for good."""
        if time.monotonic() > self.look_at:
            self.look_again()
        obstacle = self.obstacles.get(row.id, "lost")
        if obstacle and obstacle not in ("lost", *gates.WAITS):
            self.end(row, "dropped", obstacle)
            self.obstacles[row.id] = "lost"
        return not obstacle

    def look_again(self) -> None:
        """Ask what keeps the leased mails from going now; what is missing is no longer ours.

        Those of a batch yield to one for which a person waits.
        """
        if time.monotonic() > self.renew_at:
            self.renew_at = time.monotonic() + RENEW_AFTER
            with self.saver.writing():
                leases.renew(self.connection, self.name)
        self.write_down()
        with self.saver.reading():
            self.obstacles = gates.look(self.connection, self.name)
            if self.heading is not None and leases.is_awaited(self.connection):
                self.obstacles = {one: why or "yields" for one, why in self.obstacles.items()}
        self.look_at = time.monotonic() + LOOK_AGAIN

    def write_down(self) -> None:
        """Say in the outbox which mails were sent; until then that is noted, one by one."""
        if self.identity.sent:
            with self.saver.writing():
                leases.finish_sent(self.connection, self.name, self.identity.sent)
            self.identity.forget()

    def give_back_waiting(self) -> None:
        """Put what is held or paused back into the queue."""
        waiting = [number for number, why in self.obstacles.items() if why in gates.WAITS]
        if waiting:
            with self.saver.writing():
                leases.give_some_back(self.connection, self.name, waiting)

    def send(self, row: Leased, following: Leased | None) -> None:
        """Hand one mail over, once the one before is done with.

        Raises TroubleError when the rest must wait.
        """
        data = self.composed(row)
        self.conclude()
        if data is None or not self.may_go(row) or (row.at_most_once and not self.start(row)):
            return self.carrier.withdraw()
        if following is not None and self.obstacles.get(following.id, "lost"):
            following = None
        if self.try_to(row, lambda: self.carrier.push(row, data, following)):
            self.unanswered = row
        return self.conclude() if row.at_most_once else None

    def composed(self, row: Leased) -> bytes | None:
        """The bytes of a mail; None where it cannot be filled in: that is tried again later."""
        try:
            return compose(row, self.worker.sender, self.worker.moulds, self.heading)
        except Exception as error:
            log.exception("cannot fill %s", row.template)
            self.conclude()
            self.postpone(row, type(error).__name__, row.attempts + 1)
            return None

    def conclude(self) -> None:
        """Hear what the server says to the mail that it has, and note it. Raises TroubleError."""
        row, self.unanswered = self.unanswered, None
        if row is not None and self.try_to(row, self.carrier.reply):
            self.sent(row)

    def try_to(self, row: Leased, step: Callable[[], None]) -> bool:
        """Do what sends this mail; False if the server refused it. Raises TroubleError."""
        try:
            step()
        except RefusedError as refusal:
            self.refused(row, refusal)
            return False
        except TroubleError as trouble:
            self.troubled(row, trouble)
            raise
        return True

    def start(self, row: Leased) -> bool:
        """Note on the disk that this mail, which may go once, is about to; False if it is lost."""
        started: list[bool] = []
        self.saver.save(lambda on: started.append(leases.start(on, self.name, row.id)))
        return started[0]

    def refused(self, row: Leased, refusal: RefusedError) -> None:
        if not refusal.is_final:
            return self.postpone(row, str(refusal), row.attempts + 1)
        self.end(row, "failed", str(refusal), suppress=refusal.no_mailbox)
        if refusal.no_mailbox:
            tell(mail_bounced, row, kind="hard", code=refusal.enhanced)
        return None

    def troubled(self, row: Leased, trouble: TroubleError) -> None:
        """Whoever makes the server hang up waits, so that the others get their turn."""
        if row.at_most_once and trouble.after_data:
            self.end(row, "uncertain", trouble.cause)
        elif trouble.in_mail or row.at_most_once:
            self.postpone(row, trouble.cause, row.attempts + trouble.in_mail)

    def sent(self, row: Leased) -> None:
        """A mail of a batch goes into the worker's file; any other into the outbox at once."""
        if row.batch_id is None or row.at_most_once or not self.identity.note(row.id):
            return self.end(row, "sent")
        self.counts["sent"] += 1
        return self.note()

    def end(
        self, row: Leased, state: str, error: str | None = None, suppress: bool = False
    ) -> None:
        def finish(straight: Straight) -> None:
            leases.finish(straight, self.name, row.id, state, error)
            if suppress:
                suppress_hash(straight, row.mailbox, BOUNCED)

        self.saver.save(finish, is_lazy=row.batch_id is not None and not row.at_most_once)
        if state == "failed" and row.batch_id is not None:
            self.write_down()
            with self.saver.writing():
                is_paused = pause_if_piled(self.connection, row.batch_id)
            self.look_at = 0.0 if is_paused else self.look_at
        self.counts[state] += 1
        self.note()
        if row.at_most_once:
            tell(mail_settled, row, state="failed" if state == "dropped" else state)

    def postpone(self, row: Leased, error: str, tries: int) -> None:
        """Try again later, after `tries` tries that count; in the end it has failed."""
        if tries > len(BACKOFF):
            return self.end(row, "failed", error)
        with self.saver.writing():
            wait = BACKOFF[max(tries, 1) - 1]
            leases.postpone(self.connection, self.name, row.id, wait=wait, error=error, tries=tries)
            pace.slow_down(self.connection, row, error)
        self.counts["postponed"] += 1
        return self.note()
