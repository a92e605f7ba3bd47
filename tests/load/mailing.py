"""How quickly a mailing leaves, beside a bare loop of smtplib over as many connections.

    python -m tests.load.mailing [--recipients 100000] [--workers 1] [--postgresql]

In one run: smtplib with messages built beforehand (a tenth of the recipients), the mailing from
the outbox by that many workers, each a process of its own, and smtplib again. Ratio: the mailing
beside the mean of both. The sinks are processes on the same cores. Meanwhile somebody looks at
two pages ten times a second, on a web process without a worker. Prints the memory of each worker
after a tenth of its mails and at the end. See `mailing_rows` and `mailing_kills` for the rest.
"""

import argparse
import multiprocessing
import os
import smtplib
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade

from campaign import create_app
from campaign.cli.server import NICENESS
from campaign.config import load_settings
from campaign.db import db
from campaign.mail import MailBatch, batches
from campaign.mail.delivery import worker
from campaign.mail.leases import batch_of, table
from campaign.mail.message import compose
from tests import database
from tests.coalition.factories import make_organization
from tests.load import signing
from tests.load.mail import PARAGRAPH, SENDER, answer
from tests.mail import templates
from tests.petitions.factories import make_petition

Ready = Callable[[], object]  # waits until all others are ready, too
fork = multiprocessing.get_context("fork")
BUILT = 2_000  # messages kept for the bare loop, which sends them again and again
CHUNK = 1_000  # rows queued in one transaction, as a mailing does
PAGES = (signing.PETITION, f"{signing.PETITION}/sign")
UNSUBSCRIBE = "https://c.example.org/unsubscribe/" + "t" * 120


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipients", type=int, default=100_000)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    with ExitStack() as stack:
        port = stack.enter_context(sinks(options.workers))
        given = stack.enter_context(installation(port, options.postgresql))
        queue(given, options.recipients)
        messages = built(given)
        stack.enter_context(web(given))
        report(given, messages, port, options)


def report(
    given: dict[str, str], messages: Sequence[tuple[str, bytes]], port: int, options: Any
) -> None:
    each = options.recipients // options.workers
    some = max(options.recipients // 10 // options.workers, 200)
    phases: dict[str, tuple[float, list[float]]] = {}
    for name, act, mails in (
        ("smtplib before", lambda ready: bare(ready, messages, port, some), some * options.workers),
        ("mailing", lambda ready: deliver(ready, given, each), options.recipients),
        ("smtplib after", lambda ready: bare(ready, messages, port, some), some * options.workers),
    ):
        with visiting() as times:
            phases[name] = (mails / together(options.workers, act), times)
        slow = sorted(times)[int(len(times) * 0.95)] if times else 0
        print(f"{name:16} {phases[name][0]:8,.0f} mails/s   pages, 95 of 100 below: {slow:.0f} ms")
    left = waiting(given)
    before, ours, after = (rate for rate, _ in phases.values())
    print(f"bytes of a mail  {len(messages[0][1]):8,}")
    print(f"not sent         {left:8,}")
    print(f"ratio            {2 * ours / (before + after):8.2f}")


# What is measured


def bare(ready: Ready, messages: Sequence[tuple[str, bytes]], port: int, mails: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        ready()
        for number in range(mails):
            to, data = messages[number % len(messages)]
            server.sendmail(SENDER, [to], data)


def deliver(ready: Ready, given: dict[str, str], mails: int) -> None:
    """One worker: until nothing is due, and how much memory that took."""
    counted, tenth = 0, 0

    def note() -> None:
        nonlocal counted, tenth
        counted += 1
        if counted == mails // 10:
            tenth = resident()

    app = make_app(given)
    os.nice(NICENESS)
    with app.app_context():
        db.session.execute(db.select(MailBatch.id))
        db.session.rollback()
        ready()
        worker().send_all_due(note)
        db.engine.dispose()
    print(f"worker: {counted:,} mails, {tenth} MiB after a tenth, {resident()} MiB at the end")


def together(number: int, act: Callable[[Ready], None]) -> float:
    """The same in so many processes at once, each when all are ready; in seconds."""
    barrier = fork.Barrier(number + 1)
    processes = [fork.Process(target=act, args=(barrier.wait,)) for _ in range(number)]
    for process in processes:
        process.start()
    barrier.wait()
    start = time.perf_counter()
    for process in processes:
        process.join()
        assert process.exitcode == 0
    return time.perf_counter() - start


def resident() -> int:
    """Resident memory of this process, MiB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    [found] = [line for line in lines if line.startswith("VmRSS:")]
    return int(found.split()[1]) // 1024


# What stands around it


@contextmanager
def sinks(number: int) -> Iterator[int]:
    """So many servers at one port, each with one connection at a time."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        processes = [fork.Process(target=take, args=(server,)) for _ in range(number)]
        for process in processes:
            process.start()
        try:
            yield server.getsockname()[1]
        finally:
            for process in processes:
                process.kill()


def take(server: socket.socket) -> None:
    while True:
        connection, _ = server.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection, suppress(ConnectionError):
            connection.sendall(b"220 sink\r\n")
            answer(connection)


@contextmanager
def installation(port: int, on_postgresql: bool) -> Iterator[dict[str, str]]:
    """The settings of a new one, with tables and a petition."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        given = {
            "CAMPAIGN_INSTANCE": folder,
            "CAMPAIGN_SECRET_KEY": "a key for measuring, 32 letters.",
            "CAMPAIGN_BASE_URL": "https://c.example.org",
            "CAMPAIGN_MAIL_SERVER": "127.0.0.1",
            "CAMPAIGN_MAIL_PORT": str(port),
        }
        if on_postgresql:
            given["CAMPAIGN_DATABASE_URL"] = stack.enter_context(database.postgresql())
        with make_app(given).app_context():
            upgrade()
            make_petition()
            db.engine.dispose()
        yield given


def make_app(given: dict[str, str]) -> Flask:
    app = create_app(load_settings(given))
    templates.install(app)
    return app


def queue(given: dict[str, str], recipients: int) -> None:
    """One mailing to so many people, its words in the batch."""
    with make_app(given).app_context():
        batch = make_batch("mailing:1")
        for first in range(0, recipients, CHUNK):
            last = min(first + CHUNK, recipients)
            batches.queue_many(batch, templates.NAME, [row(at) for at in range(first, last)])
            db.session.commit()
        db.engine.dispose()


def make_batch(topic: str) -> MailBatch:
    batch = batches.of(make_organization().id, topic, {"en": "News"}, "news.c.example.org")
    batch.shared = {"en": templates.SHARED | {"note": PARAGRAPH}}
    db.session.commit()
    return batch


def row(number: int) -> dict[str, Any]:
    return {
        "key": f"mailing:1:{number}",
        "to": f"ana{number}@example.org",
        "mailbox": f"{number:032x}",
        "locale": "en",
        "merge": {"name": f"Ana Ruiz {number}", "link": templates.MERGE["link"]},
        "list_unsubscribe": UNSUBSCRIBE,
    }


def built(given: dict[str, str]) -> list[tuple[str, bytes]]:
    """The bytes of some of the mails that wait."""
    with make_app(given).app_context():
        at, found = worker(), db.session.execute(table.select().limit(BUILT)).all()
        batch = batch_of(db.session.connection(), found[0].batch_id)
        messages = [(one.to, compose(one, at.sender, at.moulds, batch)) for one in found]
        db.session.rollback()
        db.engine.dispose()
    return messages


def waiting(given: dict[str, str]) -> int:
    with make_app(given).app_context():
        query = db.select(db.func.count()).select_from(table).where(table.c.state != "sent")
        found = db.session.scalar(query)
        db.session.rollback()
        db.engine.dispose()
    return int(found or 0)


def web_app() -> Flask:
    return create_app(load_settings(os.environ))


@contextmanager
def web(given: dict[str, str]) -> Iterator[None]:
    """A web process without a worker."""
    command = f"{signing.PYTHON} -m gunicorn {signing.GUNICORN} -b 127.0.0.1:{signing.OURS}"
    server = signing.start(
        [*command.split(), "tests.load.mailing:web_app()"],
        f"http://127.0.0.1:{signing.OURS}/healthz",
        given,
    )
    try:
        for path in PAGES * 4:  # each thread has seen both before it is measured
            assert signing.answers(f"http://127.0.0.1:{signing.OURS}{path}")
        yield
    finally:
        signing.stop(server)


@contextmanager
def visiting() -> Iterator[list[float]]:
    """Look at pages ten times a second; how long each took, ms."""
    ended, times = threading.Event(), list[float]()

    def visit() -> None:
        with closing(HTTPConnection("127.0.0.1", signing.OURS, timeout=10)) as connection:
            for path in PAGES:
                start = time.perf_counter()
                connection.request("GET", path)
                answered = connection.getresponse()
                answered.read()
                assert answered.status == 200, (path, answered.status)
                times.append(1000 * (time.perf_counter() - start))

    def stay() -> None:
        while not ended.wait(0.2):
            visit()

    thread = threading.Thread(target=stay)
    thread.start()
    try:
        yield times
    finally:
        ended.set()
        thread.join()


if __name__ == "__main__":
    main()
