"""How quickly people sign and read, beside the least that Flask can do.

    python -m tests.load.signing [--signatures 1000000] [--rounds 5] [--seconds 4]
                                 [--server granian|gunicorn] [--deliver] [--only sign]

Each server has one process with four threads on one core, the client has the other; they are
measured in turn, round by round, and the ratios are those of each round. Both write with
synchronous FULL. The outbox is filled and held, unless --deliver lets the worker empty it into
the development mailbox on the same core. Reading is measured with `wrk` (Debian). Needs Linux.
"""

import argparse
import os
import re
import secrets
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from campaign import create_app, mail
from campaign.config import load_settings
from campaign.db import db, now
from campaign.mail.addresses import mailbox
from campaign.petitions import signing
from campaign.security import keyed_hash
from tests.load.client import Connection, measure
from tests.petitions.factories import make_petition

OURS, BARE = 8461, 8462
PETITION = "/petitions/save-the-clinic"
PYTHON = sys.executable
FIRST_CORE = ["taskset", "-c", "0"]
GUNICORN = "-k gthread -w 1 --threads 4 --no-control-socket --log-level error"
Run = Callable[[], float]


def main() -> None:
    options = read_options()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = prepare(folder, options.signatures, options.deliver)
        servers = [start_ours(folder, options), start_bare(folder)]
        os.sched_setaffinity(0, {1})
        try:
            with app.app_context():
                runs = pairs(folder, options.seconds)
                chosen = {name: runs[name] for name in runs if name.startswith(options.only)}
                report(compare(chosen, options.rounds))
            print("memory of ours, MiB:", memory(servers[0].pid))
        finally:
            for server in servers:
                stop(server)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--signatures", type=int, default=0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--server", choices=["granian", "gunicorn"], default="granian")
    parser.add_argument("--deliver", action="store_true")
    parser.add_argument("--only", default="", help="measure what begins with this")
    return parser.parse_args()


def environment(folder: Path) -> dict[str, str]:
    return {
        "CAMPAIGN_INSTANCE": str(folder),
        "CAMPAIGN_PORT": str(OURS),
        "CAMPAIGN_TRUSTED_PROXIES": "1",
        "CAMPAIGN_NETWORK_LIMIT": "1000000",
    }


def prepare(folder: Path, signatures: int, deliver: bool):  # type: ignore[no-untyped-def]
    app = create_app(load_settings(environment(folder)))
    with app.app_context():
        from flask_migrate import upgrade

        upgrade()
        petition = make_petition()
        fill(petition.id, signatures)
        if not deliver:
            mail.hold("measuring")
        db.session.commit()
        db.engine.dispose()
    return app


def fill(petition_id: int, number: int) -> None:
    """Put this many confirmed signatures into a petition, as they would be after a campaign."""
    moment = now().replace(tzinfo=None).isoformat(sep=" ")
    insert = (
        "INSERT INTO signature (petition_id, mailbox, name, email, ward_id, is_public, is_shown,"
        " comment, language, network, asks, asked_at, signed_at, confirmed_at)"
        f" VALUES (?, ?, ?, ?, ?, ?, ?, '', 'en', 'network', 1, '{moment}', '{moment}', '{moment}')"
    )
    connection = db.session.connection()
    for first in range(0, number, 10_000):
        rows = [
            (petition_id, secrets.token_hex(16), f"Ana {n}", f"ana{n}@example.org", n % 50 + 1)
            for n in range(first, min(first + 10_000, number))
        ]
        connection.exec_driver_sql(
            insert, [(*row, row[-1] % 3 == 0, row[-1] % 3 == 0) for row in rows]
        )
    tallies = [(petition_id, ward, 0, number // 50) for ward in range(1, 51)]
    connection.exec_driver_sql("INSERT INTO tally VALUES (?, ?, ?, ?)", tallies)


def start_ours(folder: Path, options: argparse.Namespace) -> subprocess.Popen[bytes]:
    if options.server == "granian":
        command = [PYTHON, "-m", "campaign", "run"]
    else:
        command = f"{PYTHON} -m gunicorn {GUNICORN} -b 127.0.0.1:{OURS}".split()
        command.append("campaign.server:make_app()")
    return start([*FIRST_CORE, *command], f"http://127.0.0.1:{OURS}/healthz", environment(folder))


def start_bare(folder: Path) -> subprocess.Popen[bytes]:
    command = f"{PYTHON} -m gunicorn {GUNICORN} -b 127.0.0.1:{BARE} tests.load.bare:app".split()
    extra = {"BARE_DATABASE": str(folder / "bare.db")}
    return start([*FIRST_CORE, *command], f"http://127.0.0.1:{BARE}/page", extra)


def start(command: list[str], url: str, extra: dict[str, str]) -> subprocess.Popen[bytes]:
    """Start a server and wait until it answers."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, env=os.environ | extra, **quiet)
    deadline = time.monotonic() + 30
    while not answers(url):
        if time.monotonic() > deadline or server.poll() is not None:
            raise SystemExit(f"{command} does not answer")
    return server


def answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=2).read()
    except OSError:
        return False
    return True


def stop(server: subprocess.Popen[bytes]) -> None:
    server.terminate()
    server.wait(20)


def pairs(folder: Path, seconds: float) -> dict[str, tuple[Run, Run]]:
    """What is measured: ours and the bare one, as requests or visits a second."""
    page, sheet = f"{PETITION}", f"{PETITION}/count.json"
    flow = Flow(folder)
    return {
        "sign": (
            lambda: measure(OURS, sign, seconds).rate,
            lambda: measure(BARE, bare_sign, seconds).rate,
        ),
        "form, sign, confirm page, confirm": (
            lambda: measure(OURS, flow.visit, seconds).rate,
            lambda: measure(BARE, bare_flow, seconds).rate,
        ),
        "petition page": (lambda: wrk(OURS, page, seconds), lambda: wrk(BARE, "/page", seconds)),
        "count.json": (lambda: wrk(OURS, sheet, seconds), lambda: wrk(BARE, "/page", seconds)),
    }


def address() -> str:
    """A new one each time."""
    return f"ana.{secrets.token_hex(6)}@example.org"


async def sign(connection: Connection, email: str = "") -> None:
    form = {"name": "Ana Ruiz", "email": email or address(), "ward": "25", "comment": ""}
    expect(await connection.ask("POST", f"{PETITION}/sign", form), 303)


async def bare_sign(connection: Connection) -> None:
    form = {"name": "Ana Ruiz", "email": address(), "ward": "25", "city": "Chicago"}
    expect(await connection.ask("POST", "/sign", form), 303)


async def bare_flow(connection: Connection) -> None:
    expect(await connection.ask("GET", "/form"), 200)
    await bare_sign(connection)


class Flow:
    """From the form to a signature that counts; the link is made as the mail has it."""

    def __init__(self, folder: Path) -> None:
        self.database = sqlite3.connect(folder / "campaign.db")

    async def visit(self, connection: Connection) -> None:
        email = address()
        expect(await connection.ask("GET", f"{PETITION}/sign"), 200)
        await sign(connection, email)
        path = self.link(email)
        expect(await connection.ask("GET", path), 200)
        expect(await connection.ask("POST", path), 303)

    def link(self, email: str) -> str:
        owner = keyed_hash(mailbox(email), "mailbox")
        query = "SELECT id FROM signature WHERE petition_id = 1 AND mailbox = ?"
        (number,) = self.database.execute(query, (owner,)).fetchone()
        return signing.link(1, number).partition(str(OURS))[2]


def expect(status: int, wanted: int) -> None:
    if status != wanted:
        raise SystemExit(f"answered {status} instead of {wanted}")


def wrk(port: int, path: str, seconds: float) -> float:
    """Requests a second with 32 connections."""
    command = f"taskset -c 1 wrk -t1 -c32 -d{seconds:.0f}s http://127.0.0.1:{port}{path}"
    printed = subprocess.run(command.split(), capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in printed:
        raise SystemExit(printed)
    return float(re.findall(r"Requests/sec:\s+([\d.]+)", printed)[0])


def compare(runs: dict[str, tuple[Run, Run]], rounds: int) -> dict[str, list[tuple[float, float]]]:
    """Measure everything in turn; the first round warms up and does not count."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    for turn in range(rounds + 1):
        for name, (ours, bare) in runs.items():
            pair = (ours(), bare())
            if turn:
                found[name].append(pair)
    return found


def report(found: dict[str, list[tuple[float, float]]]) -> None:
    print(f"{'a second, median':36} {'ours':>8} {'bare':>8} {'ratio':>7}  (lowest to highest)")
    for name, rounds in found.items():
        ours, bare = (statistics.median(column) for column in zip(*rounds, strict=True))
        ratios = sorted(a / b for a, b in rounds)
        middle = statistics.median(ratios)
        span = f"({ratios[0]:.2f} to {ratios[-1]:.2f})"
        print(f"{name:36} {ours:8.0f} {bare:8.0f} {middle:7.2f}  {span}")


def memory(pid: int) -> int:
    """Proportional memory of a process and its children."""
    pids = [pid]
    for one in pids:
        children = Path(f"/proc/{one}/task/{one}/children").read_text(encoding="ascii")
        pids += [int(child) for child in children.split()]
    text = "".join(Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii") for one in pids)
    return sum(int(size) for size in re.findall(r"^Pss:\s+(\d+)", text, re.MULTILINE)) // 1024


if __name__ == "__main__":
    main()
