"""§6 “Privacy”: logs hold no addresses, names, tokens or full client addresses."""

import json
import re
import signal
import socket
from contextlib import closing
from time import monotonic

import pytest

from tests.promises.residents import ANA, links, open_petition, sign_all
from tests.server import running

SECRETS = ["Quetzalcoatl", "quetzal@example.org", "quetzal", "198.51.100.77", "a private word"]
QUETZAL = ANA | {"name": "Quetzalcoatl Ruiz", "comment": "a private word"}


@pytest.fixture(scope="module")
def walked(tmp_path_factory, database_setting):
    """A server over which a resident and Eve have gone, with and without errors."""
    given = {"trusted_proxies": 1, "network_limit": 8} | database_setting
    folder = tmp_path_factory.mktemp("walked") / "instance"
    with running(folder, prepare=True, **given) as server:
        petition = open_petition(server, f"logged-{server.port}")
        sign_all(server, petition, ["quetzal@example.org"], name=QUETZAL["name"])
        [link] = links(server, petition).values()
        client = {"X-Forwarded-For": "198.51.100.77"}
        for path in (link, f"{link}/withdraw", f"{link}x", "/confirm/quetzal@example.org"):
            server.get(path, **client)
            server.post(path, QUETZAL | {"email": "quetzal@example.org"}, **client)
        for fields in (QUETZAL, QUETZAL | {"ward": "51"}, {"email": "quetzal"}):
            for _ in range(9):
                server.post(f"{petition}/sign?q=quetzal", fields, **client)
        server.post("/login", {"email": "quetzal@example.org", "password": "quetzal"}, **client)
        server.get("/quetzal?quetzal@example.org", Referer="http://quetzal/", **client)
        server.get(f"/dev/mail?to=quetzal&token={link}", Cookie="session=quetzal")
        server.post("/my-data", {"email": "quetzal@example.org"}, **client)
        server.get("/my-data/quetzal@example.org/my-data.json", **client)
        server.post(f"/embed{petition}?by=quetzal", QUETZAL, **client)
        server.get("/organize/quetzal/people?q=quetzal@example.org", **client)
        server.get("/", User_Agent="quetzal", Host="quetzal.example", **client)
        break_the_database(server)
        server.post(f"{petition}/sign", QUETZAL | {"email": "quetzal@example.org"}, **client)
        server.get(link, **client)
        yield server, link.rsplit("/", 1)[1]


def break_the_database(server) -> None:
    """Errors of the driver carry the values of the statement: they must not be logged."""
    from campaign.db import db

    with server.app.app_context():
        with db.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE signature RENAME COLUMN name TO gone")
        db.engine.dispose()


def test_it_names_nobody(walked):
    server, token = walked
    assert '"status": 500' in server.log, "nothing went wrong, so nothing was shown"
    assert '"trace"' in server.log
    found = [secret for secret in [*SECRETS, token] if secret in server.log]
    assert found == []
    assert re.findall(r"[\w.+-]+@[\w-]+\.\w+", server.log) == []
    assert "Traceback" not in server.log


def test_every_line_after_the_start_is_json(walked):
    server, _ = walked
    lines = [line for line in server.log.splitlines() if line.startswith("{")]
    assert len(lines) > 30
    assert all({"at", "level", "logger"} <= {*json.loads(line)} for line in lines)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_within_5_seconds_though_clients_hang_on(tmp_path, number):
    with running(tmp_path / "instance", prepare=True) as server:
        at = ("127.0.0.1", server.port)
        with (
            closing(socket.create_connection(at)) as silent,
            closing(socket.create_connection(at)) as half,
            closing(socket.create_connection(at)) as slow,
            closing(server.connect()) as kept,
        ):
            half.sendall(b"GET / HTTP/1.1\r\nHost: local")
            slow.sendall(
                b"POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99\r\n\r\nemail"
            )
            kept.request("GET", "/healthz")
            assert kept.getresponse().read() == b"ok\n"
            assert silent.fileno() > 0
            begun = monotonic()
            code = server.stop(number)

        assert monotonic() - begun < 5
        assert code in (0, -number)
        assert "Traceback" not in server.log
