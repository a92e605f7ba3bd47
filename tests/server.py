"""The real server as a process of its own: `python -m campaign run`, on a free port.

    with running(tmp_path, workers=2) as server:
        server.post("/petitions/x/sign", {"name": "Ana", …})

`prepare` makes the tables first, so that no demo campaign is loaded; without it the server
loads the demo, as it does for people. `server.app` reaches the same database from the test.
"""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cached_property
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import Flask

from campaign import create_app
from campaign.config import ROOT, load_settings
from campaign.db import db

KEY = "a key for tests only, 32 letters"
FORM = "application/x-www-form-urlencoded"
PATIENCE = 60  # seconds until a server that does not answer has failed: the machine may be busy


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def clean_environ() -> dict[str, str]:
    """This environment without the settings of an installation."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith("CAMPAIGN_")}
    return kept | {"PYTHONPATH": str(ROOT)}


class Server:
    """One installation and the process that serves it."""

    def __init__(self, instance: Path, **settings: Any) -> None:
        self.port = settings.pop("port", None) or free_port()
        self.instance, self.log_file = instance, instance.parent / f"{instance.name}.log"
        self.settings = {"instance": instance, "port": self.port, "secret_key": KEY} | settings
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """All that the server has written, over all its starts."""
        return self.log_file.read_text(encoding="utf-8", errors="backslashreplace")

    @cached_property
    def app(self) -> Flask:
        """An app on the same settings, for looking into the database."""
        return create_app(load_settings({}, **self.settings))

    def prepare(self) -> None:
        """Make the tables as an operator does."""
        from flask_migrate import upgrade

        with self.app.app_context():
            upgrade()
            db.engine.dispose()

    def environ(self) -> dict[str, str]:
        given = {f"CAMPAIGN_{name.upper()}": str(text) for name, text in self.settings.items()}
        return clean_environ() | given

    def start(self, command: str = "run") -> None:
        """Start, in a process group of its own; return when it answers."""
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "campaign", command],
                env=self.environ(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        assert self.process is not None
        end = monotonic() + PATIENCE
        while not self.answers():
            assert monotonic() < end, f"no answer in {PATIENCE} s:\n{self.log[-2000:]}"
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(0.05)
                raise AssertionError(f"the server ended:\n{self.log[-2000:]}")

    def answers(self) -> bool:
        with suppress(OSError, HTTPException):
            return self.get("/readyz", timeout=2).status == 200
        return False

    def web_processes(self) -> list[int]:
        """The ids of the processes that answer requests now."""
        assert self.process is not None
        found = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(each) for each in found.split() if is_web_process(each)]

    def stop(self, number: int = signal.SIGTERM) -> int:
        """End it as an operator does; its exit code."""
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(20)

    def kill(self) -> None:
        """kill -9 for all its processes at once, as when the power goes."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(20)

    def connect(self, timeout: float = 30) -> HTTPConnection:
        return HTTPConnection("127.0.0.1", self.port, timeout=timeout)

    def get(self, path: str, timeout: float = 30, **headers: str) -> Answer:
        connection = self.connect(timeout)
        try:
            return ask(connection, "GET", path, headers=headers)
        finally:
            connection.close()

    def post(self, path: str, fields: Any = (), **headers: str) -> Answer:
        connection = self.connect()
        try:
            return ask(connection, "POST", path, urlencode(fields, doseq=True), headers)
        finally:
            connection.close()


def is_web_process(process: str) -> bool:
    """Whether it is no helper of multiprocessing; one that is just ending is none either."""
    try:
        return b"resource_tracker" not in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return False


def ask(
    connection: HTTPConnection,
    method: str,
    path: str,
    body: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """One request over a connection that may be kept; `X_Y` in a header's name is `X-Y`."""
    given = {name.replace("_", "-"): text for name, text in (headers or {}).items()}
    if body is not None:
        given.setdefault("Content-Type", FORM)
    connection.request(method, path, body, given)
    found = connection.getresponse()
    named = {name.lower(): text for name, text in found.getheaders()}
    return Answer(found.status, named, found.read())


@contextmanager
def running(instance: Path, *, prepare: bool = False, **settings: Any) -> Iterator[Server]:
    """A server that answers; whatever happens in the test, nothing of it is left running."""
    server = Server(instance, **settings)
    if prepare:
        server.prepare()
    try:
        server.start()
        yield server
    finally:
        if server.process is not None:
            server.kill()
        if "app" in vars(server):
            with server.app.app_context():
                db.engine.dispose()
