"""Processes are killed with -9 while letters leave: none is lost, and none arrives twice."""

import asyncio
import os
import select
import signal
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import replace

from campaign.config import settings
from campaign.db import db
from campaign.mail.delivery import worker as worker_of
from campaign.outreach.letters import sending
from campaign.outreach.letters.models import Letter
from tests.factories import rows
from tests.mail.sink import Sink, listening
from tests.officials.factories import make_term
from tests.outreach.factories import make_action, make_letter, ward_of

LETTERS, KILLS = 12, 3
PATIENCE = 60  # seconds, on a machine that does other things too


class DeadlySink(Sink):
    """Kills who talks to it, now before, now after its answer to a letter."""

    def __init__(self):
        super().__init__()
        self.victim, self.kills = 0, 0
        self.killed = threading.Semaphore(0)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        answer = await super().handle_DATA(server, session, envelope)
        letters = [to for to, _data in self.arrived if to.startswith("ward")]
        if self.kills < KILLS and len(letters) >= 3 * (self.kills + 1):
            self.kills += 1
            if self.kills % 2:
                self.kill()
            else:
                asyncio.get_running_loop().call_soon(self.kill)
        return answer

    def kill(self):
        os.kill(self.victim, signal.SIGKILL)
        self.killed.release()


def started(sink):
    """The process that forks senders for this sink."""
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
    command = [sys.executable, "-m", "tests.outreach.letters.sending_process"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    return subprocess.Popen(command, env=environ, text=True, **pipes)


def fork(starter):
    print("start", file=starter.stdin, flush=True)
    assert select.select([starter.stdout], [], [], PATIENCE)[0]
    return int(starter.stdout.readline())


def test_no_letter_is_lost_and_none_arrives_twice(app):
    action = make_action()
    for number in range(1, LETTERS + 1):
        make_term(action.body, number)
        ward = ward_of(action.body, number)
        make_letter(action, f"a{number}@example.org", ward=ward, state="waiting")
    db.session.rollback()
    with listening(DeadlySink()) as sink, started(sink) as starter:
        for _ in range(KILLS):
            sink.victim = fork(starter)
            assert sink.killed.acquire(timeout=PATIENCE)
        starter.stdin.close()
        finish(app, sink)
    arrived = Counter(to for to, _data in sink.arrived if to.startswith("ward"))

    assert max(arrived.values()) == 1
    assert len(arrived) >= LETTERS - states()["uncertain"]
    assert states()["sent"] + states()["uncertain"] == LETTERS
    assert states()["uncertain"] <= KILLS
    assert sending.send() == 0


def finish(app, sink):
    """What is left is done here, by whoever looks next."""
    before = app.config["SETTINGS"]
    given = {"mail_server": "127.0.0.1", "mail_port": sink.port}
    app.config["SETTINGS"] = replace(before, **given)
    app.extensions.pop("mail_worker", None)
    for _ in range(2):
        sending.send()
        db.session.rollback()
        worker_of().send_all_due()
    sending.send()
    app.config["SETTINGS"] = before
    app.extensions.pop("mail_worker", None)


def states():
    db.session.rollback()
    return Counter(one.state for one in rows(Letter))
