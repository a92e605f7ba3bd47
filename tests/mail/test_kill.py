"""Workers are killed with -9 while they send: nothing is lost, and hardly anything repeated."""

import asyncio
import os
import select
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from campaign import mail
from campaign.config import settings
from campaign.db import db
from campaign.mail import OutgoingEmail, batches
from tests.coalition.factories import make_organization
from tests.factories import rows
from tests.mail import templates
from tests.mail.sink import Sink, listening

MAILS, KILLS = 1_000, 10
PATIENCE = 90  # seconds, on a machine that does other things too
EVERY = MAILS // (KILLS + 1)


class DeadlySink(Sink):
    """Kills the worker that talks to it: now before, now just after the answer, now with a
    mail that may repeat, now with one that must not."""

    def __init__(self) -> None:
        super().__init__(pipelining=True)
        self.worker = 0
        self.kills = 0
        self.last = f"again{MAILS - 1}@example.org"
        self.killed, self.done = threading.Semaphore(0), threading.Event()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        [to] = envelope.rcpt_tos
        if self.is_time(to) and self.kills % 4 < 2:
            self.kill()
        elif self.is_time(to):
            asyncio.get_running_loop().call_soon(self.kill)
        if self.kills == KILLS and to == self.last:
            self.done.set()
        return answer

    def is_time(self, to: str) -> bool:
        kind = "once" if self.kills % 2 else "again"
        return self.kills < KILLS and len(self.arrived) > EVERY * (self.kills + 1) and kind in to

    def kill(self) -> None:
        os.kill(self.worker, signal.SIGKILL)
        self.kills += 1
        self.killed.release()


@contextmanager
def workers(sink: Sink) -> Iterator[Any]:
    """A function that starts a worker and returns its process id."""
    at = settings()
    given = {
        "INSTANCE": at.instance,
        "DATABASE_URL": at.database,
        "SECRET_KEY": at.secret_key,
        "BASE_URL": at.base_url,
        "MAIL_SERVER": "127.0.0.1",
        "MAIL_PORT": sink.port,
    }
    environ = os.environ | {f"CAMPAIGN_{name}": str(value) for name, value in given.items()}
    command = [sys.executable, "-m", "tests.mail.worker_process"]
    with subprocess.Popen(
        command, env=environ, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as starter:
        assert starter.stdin is not None
        assert starter.stdout is not None

        def start() -> int:
            print("start", file=starter.stdin, flush=True)
            return int(starter.stdout.readline())

        yield start
        starter.stdin.close()


def queue_all() -> None:
    """Every third may go once, every second belongs to a batch, in turn to one of two."""
    owner = make_organization()
    news = [batches.of(owner.id, f"mailing:{number}", {"en": "News"}) for number in range(2)]
    for number in range(MAILS):
        once = number % 3 == 1
        assert mail.queue(
            templates.NAME,
            f"{'once' if once else 'again'}{number}@example.org",
            key=f"confirm:{number}",
            locale="en",
            shared=templates.SHARED,
            merge=templates.MERGE,
            at_most_once=once,
            budgeted=False,
            batch_id=news[number // 2 % 2].id if number % 2 else None,
        )
    db.session.commit()


@pytest.fixture
def sink(app) -> Iterator[DeadlySink]:
    with listening(DeadlySink()) as found:
        yield found


def wait_until_ended(worker: int) -> None:
    descriptor = os.pidfd_open(worker)
    assert select.select([descriptor], [], [], PATIENCE)[0], "the worker does not end on SIGTERM"
    os.close(descriptor)


def test_it_survives(sink):
    queue_all()
    with workers(sink) as start:
        for _ in range(KILLS):
            sink.worker = start()
            assert sink.killed.acquire(timeout=PATIENCE)
        sink.worker = start()
        assert sink.done.wait(timeout=PATIENCE)
        os.kill(sink.worker, signal.SIGTERM)
        wait_until_ended(sink.worker)

    arrivals = Counter(to for to, _ in sink.arrived)
    repeated = [to for to, count in arrivals.items() if count > 1]
    assert sink.kills == KILLS
    assert [to for to in repeated if "once" in to] == []
    assert sum(arrivals.values()) - MAILS <= KILLS
    for to in repeated:
        assert len({data for receiver, data in sink.arrived if receiver == to}) == 1
    uncertain = [email.to for email in rows(OutgoingEmail, state="uncertain")]
    lost = {email.to for email in rows(OutgoingEmail)} - set(arrivals) - set(uncertain)
    assert lost == set()
    assert all("once" in to for to in uncertain)
    assert 1 <= len(uncertain) <= KILLS
    assert len(rows(OutgoingEmail, state="sent")) == MAILS - len(uncertain)
