"""`campaign run`, `serve` and `worker`: the processes of an installation."""

import errno
import multiprocessing
import os
import signal
import socket
import threading

import click

from ..config import Settings
from . import database, load_or_refuse, refuse, usable_database, with_app

NICENESS = 5  # of a worker beside the web: who looks at a page goes first, where processors are few


@click.command()
def run() -> None:
    """Run web and worker in one process, for trying out and for development.

    Brings the database up to date and loads the demo campaign if the database is new.
    """
    loaded = load_or_refuse()
    refuse_taken_port(loaded)
    if not database.is_current(loaded):
        in_another_process(bring_up, loaded)
    announce(loaded)
    answer(loaded)


@click.command()
def serve() -> None:
    """Run the web server of an installation that people use."""
    loaded = load_or_refuse()
    if not loaded.mail_server:
        refuse(
            "CAMPAIGN_MAIL_SERVER is not set, so nobody would get the mail to confirm:"
            " set it to your SMTP server, or try things out with `campaign run`."
        )
    refuse_taken_port(loaded)
    if not database.is_current(loaded):
        in_another_process(refuse_old_tables, loaded)
    answer(loaded)


def answer(loaded: Settings) -> None:
    from ..server import serve as answer_requests

    answer_requests(loaded)


@click.command()
@with_app
def worker() -> None:
    """Do the jobs in a process of its own: mail, reminders, clean-up.

    For installations with CAMPAIGN_QUEUE_URL, or as one more worker beside `serve`. It lets the
    pages go first. On SIGTERM or Ctrl-C it ends after the job in hand.
    """
    from flask import current_app

    from .. import jobs
    from ..observe import set_up_logs

    set_up_logs()
    os.nice(NICENESS)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    consumer = jobs.start_consumer(current_app._get_current_object())  # type: ignore[attr-defined]
    jobs.ask("mail.deliver")  # what an earlier worker left behind
    while not stopping.wait(10):
        consumer.check_worker_health()
    consumer.stop(graceful=True)


def refuse_taken_port(loaded: Settings) -> None:
    family = socket.AF_INET6 if ":" in loaded.host else socket.AF_INET
    with socket.socket(family) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((loaded.host, loaded.port))
        except OSError as error:
            if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
                refuse(f"CAMPAIGN_HOST is {loaded.host!r}: write an address of this machine.")
            refuse(
                f"CAMPAIGN_PORT {loaded.port} on {loaded.host} cannot be used ({error.strerror}):"
                " set CAMPAIGN_PORT to a free one."
            )


def in_another_process(task: object, loaded: Settings) -> None:
    """Do this where what it loads does not stay in the server's first process."""
    process = multiprocessing.get_context("spawn").Process(target=task, args=(loaded,))  # type: ignore[arg-type]
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(process.exitcode)


def bring_up(loaded: Settings) -> None:
    """Bring the tables up to date; where there were none, load the demo campaign."""
    from flask_migrate import upgrade

    from .. import create_app
    from ..demo import loading

    with usable_database(), create_app(loaded).app_context():
        is_new = database.version_now() is None
        if database.version_now() != database.head():
            upgrade()
        if is_new:
            with click.progressbar(length=loading.SIGNATURES, label="Demo signatures") as bar:
                loading.load(lambda: bar.update(1))


def refuse_old_tables(loaded: Settings) -> None:
    from .. import create_app

    with usable_database(), create_app(loaded).app_context():
        if database.version_now() != database.head():
            refuse("The database is not at this version: run `campaign db upgrade` first.")


def announce(loaded: Settings) -> None:
    """Say where everything is."""
    click.echo(f"\n  Campaign    {loaded.base_url}/")
    click.echo(f"  Organizers  {loaded.base_url}/login")
    login = loaded.instance / "demo_login"
    if login.exists():
        announce_logins(login.read_text(encoding="ascii"))
    mail = f"{loaded.mail_server}:{loaded.mail_port}"
    click.echo(f"  Mail        {mail if loaded.mail_server else loaded.base_url + '/dev/mail'}")
    click.echo(f"  Data        {loaded.instance}")
    click.echo("\n  Ctrl-C stops it.\n")


def announce_logins(lines: str) -> None:
    """The demo's people, and how somebody becomes an owner there."""
    for line in lines.splitlines():
        email, password, *part = line.split(" ", 2)
        click.echo(" ".join([f"              {email}, password {password}", *part]))
    click.echo("              an owner also needs a phone for codes; invite one, here yourself:")
    click.echo(
        "              campaign users invite YOU@example.org --role owner"
        " --organization demo-neighbors-network"
    )
