"""How quickly the outbox empties, beside smtplib with messages built beforehand.

    [PLAIN=1] python -m tests.load.mail [mails a round] [rounds]

Both send over one connection to the same sink, a process of its own on the other core, in
turn. The outbox renders, commits after each mail with synchronous FULL, and is empty after.
“commit” is what the disk alone allows: one row changed a transaction, nothing else. Prints
JSON lines; the last one has the ratio of the medians.
"""

import json
import multiprocessing
import os
import smtplib
import socket
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from flask import Flask

from campaign import create_app, mail
from campaign.config import load_settings
from campaign.db import db
from campaign.mail.delivery import worker
from campaign.mail.leases import table
from campaign.mail.message import compose
from tests.mail import templates

REPLIES = {
    b"EHLO": b"250-sink\r\n250 PIPELINING\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}
if os.environ.get("PLAIN"):  # a server that does not take several commands at once
    REPLIES[b"EHLO"] = b"250 sink\r\n"
SENDER = "campaign@example.org"
PARAGRAPH = "The council votes on the 14th; please add your comment before the hearing. " * 12


def pin(core: int) -> None:
    if len(os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(0, {core})


def sink(server: socket.socket) -> None:
    """Take every mail as quickly as Python can, one connection after the other."""
    pin(1)
    while True:
        connection, _ = server.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with connection:
            connection.sendall(b"220 sink\r\n")
            answer(connection)


def answer(connection: socket.socket) -> None:
    """Answer commands, which may come several at once (PIPELINING), until QUIT."""
    waiting, in_data = b"", False
    while True:
        waiting += connection.recv(262_144)
        replies = b""
        while True:
            part, end, rest = waiting.partition(b"\r\n.\r\n" if in_data else b"\r\n")
            if not end:
                break
            verb, waiting = b"" if in_data else part[:4].upper(), rest
            in_data = verb == b"DATA"
            replies += REPLIES.get(verb, b"250 OK\r\n")
        if replies:
            connection.sendall(replies)
        if verb == b"QUIT":
            return


def make_app(folder: str, port: int) -> Flask:
    values = {"mail_server": "127.0.0.1", "mail_port": port, "base_url": "https://c.example.org"}
    if url := os.environ.get("CAMPAIGN_DATABASE_URL"):
        values["database_url"] = url
    app = create_app(load_settings({}, instance=Path(folder), **values))
    templates.install(app)
    return app


def queue(mails: int, turn: int) -> None:
    for number in range(mails):
        mail.queue(
            templates.NAME,
            f"ana{turn}.{number}@example.org",
            key=f"confirm:{turn}:{number}",
            locale="en",
            shared=templates.SHARED,
            merge=templates.MERGE | {"note": PARAGRAPH, "name": f"Ana {number}"},
        )
    db.session.commit()


def built(turn: int) -> list[tuple[str, bytes]]:
    at, rows = worker(), db.session.execute(table.select().where(table.c.due_at.is_not(None)))
    found = [(row.to, compose(row, at.sender, at.moulds)) for row in rows]
    db.session.rollback()
    return found


def prebuilt(messages: list[tuple[str, bytes]], port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for to, data in messages:
            server.sendmail(SENDER, [to], data)


def commits(folder: Path, number: int) -> None:
    """The smallest transactions SQLite can do, each flushed to the disk."""
    with closing(sqlite3.connect(folder / "commits.db", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE IF NOT EXISTS one (at INTEGER)")
        connection.execute("INSERT INTO one VALUES (0)")
        for at in range(number):
            connection.execute("UPDATE one SET at = ?", (at,))


def rate(mails: int, work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return mails / (time.perf_counter() - start)


def main(mails: int = 2_000, rounds: int = 5) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, tempfile.TemporaryDirectory() as folder:
        port = server.getsockname()[1]
        process = multiprocessing.get_context("fork").Process(target=sink, args=(server,))
        process.start()
        pin(0)
        try:
            measure(make_app(folder, port), port, mails, rounds)
        finally:
            process.kill()


def measure(app: Flask, port: int, mails: int, rounds: int) -> None:
    rates: dict[str, list[float]] = {"queue": [], "outbox": [], "prebuilt": [], "commit": []}
    with app.app_context():
        db.create_all()
        for turn in range(rounds):
            rates["queue"].append(rate(mails, lambda turn=turn: queue(mails, turn)))
            messages = built(turn)
            rates["prebuilt"].append(rate(mails, lambda sent=messages: prebuilt(sent, port)))
            rates["outbox"].append(rate(mails, worker().send_all_due))
            place = app.config["SETTINGS"].instance
            rates["commit"].append(rate(mails, lambda place=place: commits(place, mails)))
            assert not built(turn), "the outbox is not empty"
    medians = {name: statistics.median(values) for name, values in rates.items()}
    for name, values in rates.items():
        print(json.dumps({"case": name, "per_s": [round(value) for value in values]}))
    size = len(messages[0][1])
    print(json.dumps({"bytes": size, "ratio": round(medians["outbox"] / medians["prebuilt"], 3)}))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
