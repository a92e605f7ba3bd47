"""Work beside the requests: huey carries “do this now”, our own rows hold the truth.

A job that is lost loses nothing: every minute the periodic jobs look at the rows again.
"""

import fcntl
import logging
import threading
import time
from collections.abc import Callable
from typing import IO, Any

from flask import Flask, current_app
from huey import Huey, SqliteHuey, crontab
from huey.consumer import Consumer

from .config import Settings

log = logging.getLogger("campaign.jobs")
Job = Callable[[], object]
_jobs: dict[str, tuple[Job, int]] = {}
_asked: dict[str, float] = {}


def job(name: str, every_minutes: int = 0) -> Callable[[Job], Job]:
    """Register a job under a lasting name; with `every_minutes` it also runs by the clock.

    A job may run twice at once and after a crash: it looks at the rows and repeats nothing.
    """

    def register(function: Job) -> Job:
        _jobs[name] = (function, every_minutes)
        return function

    return register


def ask(name: str, at_most_every: float = 0.3) -> None:
    """Ask a worker to run a job soon; within `at_most_every` seconds asking twice is once.

    Whoever asks within that time relies on the job lingering at least as long.
    """
    key, moment = f"{id(current_app._get_current_object())}{name}", time.monotonic()  # type: ignore[attr-defined]
    if moment - _asked.get(key, 0) >= at_most_every:
        _asked[key] = moment
        current_app.extensions["jobs"][name]()


def init_app(app: Flask) -> None:
    app.extensions["jobs"] = _Lazy(app)


class _Lazy(dict[str, Callable[[], object]]):
    """The tasks by name; the queue is opened when the first one is asked for."""

    def __init__(self, app: Flask) -> None:
        super().__init__()
        self.app = app
        self.opening = threading.Lock()
        self.huey: Huey | None = None

    def __missing__(self, name: str) -> Callable[[], object]:
        self.open()
        return self[name]

    def open(self) -> Huey:
        with self.opening:
            if self.huey is None:
                self.huey = open_queue(self.app.config["SETTINGS"])
                for name, (function, minutes) in _jobs.items():
                    self[name] = self.register(name, function, minutes)
        return self.huey

    def register(self, name: str, function: Job, minutes: int) -> Callable[[], object]:
        def run() -> None:
            with self.app.app_context():
                function()

        assert self.huey is not None
        if minutes:
            self.huey.periodic_task(due(minutes), name=f"{name}.periodic")(run)
        return self.huey.task(name=name)(run)


def due(minutes: int) -> Any:
    """When a periodic job runs: every minute, every few minutes, or once a day at 03:17."""
    if minutes >= 1440:
        return crontab(hour="3", minute="17")
    return crontab(minute=f"*/{minutes}")


def open_queue(loaded: Settings) -> Huey:
    """The queue of this installation: its own file, or PostgreSQL or Redis by address."""
    if loaded.queue_url.startswith("redis"):
        from huey import RedisHuey

        return RedisHuey("campaign", url=loaded.queue_url, results=False)
    if loaded.queue_url:
        return open_postgresql(loaded.queue_url)
    path = loaded.instance / "jobs.db"
    return SqliteHuey("campaign", filename=str(path), results=False, fsync=False)


def open_postgresql(address: str) -> Huey:
    """A queue on PostgreSQL; of two processes that make its tables at once, one looks again."""
    import psycopg
    from huey import PostgresHuey

    try:
        return PostgresHuey("campaign", dsn=address, results=False)
    except psycopg.errors.UniqueViolation:
        return PostgresHuey("campaign", dsn=address, results=False)


class QuietConsumer(Consumer):
    """A consumer inside another process: signals belong to the web server."""

    def _set_signal_handlers(self) -> None:
        pass


class Embedded:
    """The worker inside a web process; of several processes one at a time runs it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.consumer: QuietConsumer | None = None
        self.stopping = threading.Event()
        self.lock: IO[str] | None = None

    def start(self) -> None:
        self.thread = threading.Thread(target=self.run, name="jobs", daemon=True)
        self.thread.start()

    def run(self) -> None:
        while not self.stopping.is_set():
            if self.is_chosen():
                self.consumer = start_consumer(self.app)
                return
            self.stopping.wait(2)

    def is_chosen(self) -> bool:
        path = self.app.config["SETTINGS"].instance / "worker.lock"
        self.lock = self.lock or path.open("w")
        try:
            fcntl.flock(self.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def stop(self) -> None:
        self.stopping.set()
        if self.consumer is not None:
            self.consumer.stop(graceful=True)


def start_consumer(app: Flask) -> QuietConsumer:
    consumer = QuietConsumer(
        app.extensions["jobs"].open(), workers=2, initial_delay=0.05, max_delay=0.3
    )
    consumer.start()
    return consumer
