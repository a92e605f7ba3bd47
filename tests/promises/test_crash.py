"""§6 “Crash”: kill -9 fifty times under writes; what was acknowledged is there, nothing is half.

Writers sign and confirm over HTTP and note each 303. The whole server, all its processes at
once, is killed while they write.
"""

import os
import random
import select
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from campaign.db import db
from campaign.mail import OutgoingEmail
from campaign.petitions import counting
from campaign.petitions.models import Signature
from tests.promises.conftest import many
from tests.promises.residents import (
    ANA,
    Books,
    books,
    in_database,
    links,
    of,
    open_petition,
    sign_all,
)
from tests.server import PATIENCE, Server, ask, clean_environ

WRITERS, EACH = 4, 12  # writers at once; confirmations that wait for each kill
ALWAYS = {3, 40, 60, 400, 500, 600, 680, 730, 747, 756, 759, 766, 800, 812}  # it dies after these
DANGEROUS = [*range(1, 55), *range(345, 813)]  # statements of the migrations, roughly
GROWTH = (1, 15)  # acknowledged writes between a start and the next kill


class Mortal(Server):
    """A server that starts in half a second, because its modules are loaded already."""

    pid = 0
    starter: subprocess.Popen[str]

    def start(self, command: str = "run") -> None:
        assert self.starter.stdin is not None
        assert self.starter.stdout is not None
        print("start", file=self.starter.stdin, flush=True)
        self.pid = int(self.starter.stdout.readline())
        end = monotonic() + PATIENCE
        while not self.answers():
            assert monotonic() < end, self.log[-2000:]
            os.kill(self.pid, 0)  # raises when it has ended
            with suppress(subprocess.TimeoutExpired):
                self.starter.wait(0.02)

    def kill(self) -> None:
        descriptor = os.pidfd_open(self.pid)
        os.killpg(self.pid, signal.SIGKILL)
        assert select.select([descriptor], [], [], 20)[0]
        os.close(descriptor)
        self.pid = 0


@contextmanager
def mortal(folder: Path, **given: Any) -> Iterator[Mortal]:
    server = Mortal(folder / "instance", **given)
    server.prepare()
    command = [sys.executable, "-m", "tests.promises.quick_start"]
    pipes: Any = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with (
        server.log_file.open("ab") as log,
        subprocess.Popen(
            command, env=server.environ(), text=True, stderr=log, **pipes
        ) as server.starter,
    ):
        try:
            server.start()
            yield server
        finally:
            if server.pid:
                server.kill()
            assert server.starter.stdin is not None
            server.starter.stdin.close()


@dataclass
class Writers:
    """Residents who try, again and again, and note what the server acknowledged."""

    server: Server
    petition: str
    links: list[str]
    signed: set[str] = field(default_factory=set)
    confirmed: set[str] = field(default_factory=set)
    odd: list[int] = field(default_factory=list)
    ended: threading.Event = field(default_factory=threading.Event)
    more: threading.Condition = field(default_factory=threading.Condition)

    @property
    def acknowledged(self) -> int:
        return len(self.signed) + len(self.confirmed)

    def write(self, writer: int) -> None:
        number = 0
        while not self.ended.is_set():
            with suppress(OSError, HTTPException), closing(self.server.connect(5)) as connection:
                while not self.ended.is_set():
                    number += 1
                    self.sign(connection, f"w{writer}-{number}@example.org")
                    self.confirm(connection)
            self.ended.wait(0.02)  # until the next try to reach a server that was killed

    def sign(self, connection: Any, email: str) -> None:
        body = urlencode(ANA | {"email": email})
        self.note(ask(connection, "POST", f"{self.petition}/sign", body).status, self.signed, email)

    def confirm(self, connection: Any) -> None:
        with self.more:
            link = self.links.pop() if self.links else None
        if link is not None:
            self.note(ask(connection, "POST", link, "").status, self.confirmed, link)

    def note(self, status: int, done: set[str], what: str) -> None:
        with self.more:
            if status == 303:
                done.add(what)
            else:
                self.odd.append(status)
            self.more.notify_all()

    def wait_for(self, growth: int) -> None:
        with self.more:
            wanted = self.acknowledged + growth
            assert self.more.wait_for(lambda: self.acknowledged >= wanted, PATIENCE)


@contextmanager
def writing(server: Server, petition: str, waiting: list[str]) -> Iterator[Writers]:
    writers = Writers(server, petition, waiting)
    threads = [threading.Thread(target=writers.write, args=(n,)) for n in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        yield writers
    finally:
        writers.ended.set()
        for thread in threads:
            thread.join()


def test_kill_nine_fifty_times_under_writes(tmp_path, database_setting):
    kills, dice = many(6, 50), random.Random(9)
    with mortal(tmp_path, workers=2, network_limit=1_000_000, **database_setting) as server:
        petition = open_petition(server, "mortal")
        sign_all(server, petition, [f"early{n}@example.org" for n in range(kills * EACH)])
        paths = links(server, petition)
        with writing(server, petition, [*paths.values()]) as writers:
            for _ in range(kills):
                writers.wait_for(dice.randint(*GROWTH))
                server.kill()
                server.start()
            writers.wait_for(1)
        server.kill()

        assert writers.odd == []
        early = {path: email for email, path in paths.items()}
        is_all_there(server, writers, early)
        nothing_is_half_done(server, petition)
        if not database_setting:
            is_whole(server.instance / "campaign.db")


def is_all_there(server: Server, writers: Writers, early: dict[str, str]) -> None:
    def look() -> tuple[set[str], set[str]]:
        every = list(db.session.scalars(db.select(Signature)))
        return {one.email for one in every}, {one.email for one in every if one.confirmed_at}

    signed, confirmed = in_database(server, look)
    assert len(writers.signed) > 10
    assert len(writers.confirmed) > 10
    assert writers.signed - signed == set()
    assert {early[path] for path in writers.confirmed} - confirmed == set()


def nothing_is_half_done(server: Server, petition: str) -> None:
    def look() -> tuple[set[str], set[str]]:
        ids = db.session.scalars(db.select(Signature.id).where(of(petition)))
        keys = db.session.scalars(db.select(OutgoingEmail.key))
        return {f"petitions/mail/confirm:{number}:1" for number in ids}, {*keys}

    wanted, found = in_database(server, look)
    assert wanted == found
    signatures, standing, counted = books(server, petition)
    assert standing == counted > 0
    in_database(server, counting.fold)
    assert books(server, petition) == Books(signatures, standing, standing)


def is_whole(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


def test_an_upgrade_killed_half_way_is_old_or_new(app, tmp_path, only_sqlite):
    """Every statement of the migrations, of an empty and a full database, is a moment to die at."""
    moments = sorted(ALWAYS | set(random.Random(2).sample(DANGEROUS, many(1, 20))))
    command = [sys.executable, "-m", "tests.promises.killed_upgrade", str(tmp_path)]
    subprocess.run([*command, *map(str, [*moments, 10_000])], env=clean_environ(), check=True)
    states = {}
    for moment in (*moments, 10_000):
        is_whole(tmp_path / str(moment) / "campaign.db")
        states[moment] = state_of(tmp_path / str(moment) / "campaign.db")

    assert [f"{at}: {state}" for at, state in states.items() if state not in WHOLE] == []
    assert states[moments[0]] == WHOLE[0]
    assert states[10_000] == WHOLE[-1]
    assert len(set(states.values())) == len(WHOLE)


PEOPLE = {"person": 2, "consent": 4, "signature": 2}  # of 0.1.0, in `fill`
WHOLE = [
    "nothing",
    "0001, empty",
    f"0001, {PEOPLE}",
    f"0002, {PEOPLE | {'person': 3, 'consent': 3}}",
    f"0003, {PEOPLE | {'person': 3, 'consent': 3}}",
    f"0004, {PEOPLE | {'person': 3, 'consent': 3}}",
    f"0005, {PEOPLE | {'person': 3, 'consent': 3}}",
    f"0006, {PEOPLE | {'person': 3, 'consent': 3}}",
    f"0007, {PEOPLE | {'person': 3, 'consent': 3}}",
    f"0008, {PEOPLE | {'person': 3, 'consent': 3}}",
]
# Of each version between the first and today's
TABLES = {"0002": 52, "0003": 72, "0004": 82, "0005": 88, "0006": 89, "0007": 90}


def state_of(database: Path) -> str:
    """Which version the tables are at, and what is in them."""
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT name FROM sqlite_master WHERE type = 'table'"
        ours = {name for (name,) in connection.execute(query)} - {"sqlite_sequence"}
        if not ours - {"alembic_version"}:
            return "nothing"
        [(version,)] = connection.execute("SELECT version_num FROM alembic_version")
        is_new = ours == {"alembic_version", *db.metadata.tables}
        has_all = len(ours) == TABLES[version] if version in TABLES else is_new
        if (version != "0001") != has_all:
            return f"between: {len(ours)} tables, {version}"
        rows = {
            name: connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0]
            for name in PEOPLE
        }
    return f"{version}, {rows if any(rows.values()) else 'empty'}"
