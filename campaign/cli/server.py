"""`campaign run`, `serve` and `worker`: the processes of an installation."""

import signal
import threading

import click

from . import load_or_refuse, with_app


@click.command()
def run() -> None:
    """Run web and worker in one process, for development."""
    from ..server import serve as answer

    answer(load_or_refuse())


@click.command()
def serve() -> None:
    """Run the web server of an installation."""
    from ..server import serve as answer

    answer(load_or_refuse())


@click.command()
@with_app
def worker() -> None:
    """Do the jobs in a process of its own: mail, reminders, clean-up.

    For installations with CAMPAIGN_QUEUE_URL, or as one more worker beside `serve`. On
    SIGTERM or Ctrl-C it ends after the job in hand.
    """
    from flask import current_app

    from .. import jobs
    from ..observe import set_up_logs

    set_up_logs()
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    consumer = jobs.start_consumer(current_app._get_current_object())  # type: ignore[attr-defined]
    jobs.ask("mail.deliver")  # what an earlier worker left behind
    while not stopping.wait(10):
        consumer.check_worker_health()
    consumer.stop(graceful=True)
