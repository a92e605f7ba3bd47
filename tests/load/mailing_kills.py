"""Workers are killed with -9 while they send a mailing and letters: lost, repeated, uncertain.

    python -m tests.load.mailing_kills [--mails 10000] [--kills 20] [--workers 1] [--postgresql]

Every tenth mail is a letter that may go out once, the others belong to two batches. A killed
worker is started anew. Ends with 1 unless every mail arrived, or is a letter called uncertain;
at most one arrived twice for each kill, with the same bytes; no letter arrived twice.
"""

import argparse
import multiprocessing
import os
import random
import signal
import socket
import sys
import threading
import time
from collections import defaultdict
from contextlib import closing, suppress
from typing import Any

from campaign import mail
from campaign.cli import main as command
from campaign.db import db
from campaign.mail import OutgoingEmail, batches
from campaign.mail.leases import table
from tests.coalition.factories import make_organization
from tests.load.mailing import installation, make_app, row
from tests.mail import templates

fork = multiprocessing.get_context("fork")
SEED = 7


class Sink:
    """Keeps what arrives, by receiver; one thread for each connection."""

    def __init__(self, server: socket.socket) -> None:
        self.server, self.arrived = server, defaultdict[str, list[bytes]](list)
        self.count = 0
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        while True:
            connection, _ = self.server.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection: socket.socket) -> None:
        with closing(connection), suppress(ConnectionError), connection.makefile("rb") as lines:
            connection.sendall(b"220 sink\r\n")
            to = ""
            for line in lines:
                verb = line[:4].upper()
                if verb == b"RCPT":
                    to = line.decode().partition("<")[2].partition(">")[0]
                if verb == b"DATA":
                    connection.sendall(b"354 go on\r\n")
                    if not self.take(to, lines):
                        return
                hello = b"250-sink\r\n250 PIPELINING\r\n"
                connection.sendall(hello if verb == b"EHLO" else b"250 OK\r\n")

    def take(self, to: str, lines: Any) -> bool:
        """Read a whole mail; False if the worker was killed within it."""
        data = []
        for line in lines:
            if line == b".\r\n":
                self.arrived[to].append(b"".join(data))
                self.count += 1
                return True
            data.append(line)
        return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--postgresql", action="store_true")
    options = parser.parse_args()
    with socket.create_server(("127.0.0.1", 0)) as server:
        with installation(server.getsockname()[1], options.postgresql) as given:
            queue(given, options.mails)
            sink = Sink(server)
            kill_again_and_again(given, sink, options)
            is_right = report(given, sink, options)
        sys.exit(0 if is_right else 1)


def queue(given: dict[str, str], mails: int) -> None:
    with make_app(given).app_context():
        owner = make_organization()
        for number in range(2):
            batch = batches.of(owner.id, f"mailing:{number}", {"en": "News"})
            mine = [row(at) | {"shared": templates.SHARED} for at in range(number, mails, 2)]
            for one in mine:
                one["merge"] = templates.MERGE
            batches.queue_many(batch, templates.NAME, [one for one in mine if not is_letter(one)])
            for one in filter(is_letter, mine):
                write_letter(one, batch.id)
        db.session.commit()
        db.engine.dispose()


def is_letter(one: dict[str, Any]) -> bool:
    return one["to"].endswith("0@example.org")


def write_letter(one: dict[str, Any], batch_id: int) -> None:
    mail.queue(
        templates.NAME,
        one["to"],
        key=one["key"],
        locale="en",
        shared=templates.SHARED,
        merge=templates.MERGE,
        budgeted=False,
        at_most_once=True,
        batch_id=batch_id,
    )


def work(given: dict[str, str]) -> None:
    """`campaign worker`, with the templates of the tests."""
    os.environ.update(given)
    command(["worker"], obj=make_app(given))


def kill_again_and_again(given: dict[str, str], sink: Sink, options: argparse.Namespace) -> None:
    chance = random.Random(SEED)
    workers = [start(given) for _ in range(options.workers)]
    for kill in range(options.kills):
        wait_for(sink, options.mails * (kill + 1) // (options.kills + 1))
        time.sleep(chance.random() / 200)
        victim = workers.pop(chance.randrange(len(workers)))
        os.kill(victim.pid, signal.SIGKILL)
        victim.join()
        workers.append(start(given))
        print(f"killed after {sink.count:,} mails", flush=True)
    while waiting(given):
        time.sleep(0.5)
    for worker in workers:
        worker.terminate()
        worker.join()


def start(given: dict[str, str]) -> Any:
    worker = fork.Process(target=work, args=(given,))
    worker.start()
    return worker


def wait_for(sink: Sink, count: int) -> None:
    while sink.count < count:
        time.sleep(0.001)


def waiting(given: dict[str, str]) -> int:
    with make_app(given).app_context():
        query = db.select(db.func.count()).select_from(table).where(table.c.due_at.is_not(None))
        found = db.session.scalar(query)
        db.session.rollback()
        db.engine.dispose()
    return int(found or 0)


def report(given: dict[str, str], sink: Sink, options: argparse.Namespace) -> bool:
    with make_app(given).app_context():
        ends = {one.to: one.state for one in db.session.scalars(db.select(OutgoingEmail))}
        db.session.rollback()
        db.engine.dispose()
    uncertain = {to for to, state in ends.items() if state == "uncertain"}
    lost = set(ends) - set(sink.arrived) - uncertain
    repeated = {to: mails for to, mails in sink.arrived.items() if len(mails) > 1}
    more = sum(len(mails) - 1 for mails in repeated.values())
    letters = sum(is_letter({"to": to}) for to in repeated)
    same = all(len(set(mails)) == 1 for mails in repeated.values())
    print(f"mails {len(ends):,}, kills {options.kills}, workers {options.workers}")
    print(f"lost             {len(lost):8}")
    print(f"repeated         {more:8}, {'with the same bytes' if same else 'CHANGED'}")
    print(f"letters repeated {letters:8}")
    print(f"uncertain        {len(uncertain):8}, {len(uncertain & set(sink.arrived))} arrived")
    is_final = set(ends.values()) <= {"sent", "uncertain"}
    return not lost and more <= options.kills and not letters and same and is_final


if __name__ == "__main__":
    main()
