"""§6 “Input” over real sockets: whole, half and broken-off requests, and bytes that are none."""

import random
import socket
import struct
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress

from tests.promises.conftest import many
from tests.promises.mutations import Request, form, mutated
from tests.promises.residents import ANA, links, open_petition, sign_all
from tests.server import Server

AT_ONCE, PATIENT = 8, 4  # clients; seconds until one hangs up
POST = b"POST /login HTTP/1.1\r\nHost: localhost\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n"
JUNK = [
    *(
        b"",
        b"\r\n\r\n",
        b"\x00" * 99,
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
    ),
    *(b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.0\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n",
    POST + b"Content-Length: -1\r\n\r\nx",
    POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nxxxxx",
    POST + b"Content-Length: 99999999999999999999\r\n\r\nx",
    CHUNKED + b"\r\nzz\r\n",
    CHUNKED + b"\r\n5\r\nemail\r\n0\r\n\r\n",
    CHUNKED + b"Content-Length: 3\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
    b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n",
    b"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"CONNECT evil.example:443 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\n\r\n",
    b"GET /%zz%c0%ae%00 HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\n\r\n",
]


def requests(petition: str, link: str) -> list[Request]:
    pages = ["/", petition, f"{petition}/sign", f"{petition}/thanks", f"{petition}/count.json"]
    pages += [link, "/login", "/reset", "/dev/mail", "/privacy", "/healthz", "/static/style.css"]
    posts = [form(f"{petition}/sign", dict(ANA) | {"allow": ["x"]}), form(link, {})]
    posts += [form(f"{link}/withdraw", {}), form("/login", {"email": "a", "password": "b"})]
    return [*(Request("GET", page) for page in pages), *posts * 2]


def send(server: Server, data: bytes, dice: random.Random) -> int:
    """Send as a good, a hasty or a broken client would; the answer's status, 0 for none."""
    way = dice.random()
    to = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENT)
    with closing(to), suppress(OSError):
        if way < 0.6:
            with suppress(OSError):  # it may have answered and closed before it had read all
                to.sendall(data)
            return status_of(to)
        to.sendall(data[: dice.randrange(len(data) + 1)])
        if way < 0.8:  # gone at once, without a goodbye
            to.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    return 0


def status_of(connection: socket.socket) -> int:
    with suppress(OSError):
        line = connection.makefile("rb").readline().split()
        return int(line[1]) if len(line) > 1 else 0
    return 0


def test_broken_requests_over_sockets(server):
    petition = open_petition(server, "sockets")
    sign_all(server, petition, ["sockets@example.org"])
    [link] = links(server, petition).values()
    dice = random.Random(7)
    host = f"127.0.0.1:{server.port}"
    every = mutated(requests(petition, link), many(150, 500 - len(JUNK)), seed=7)
    data = [*JUNK, *(one.wire(host) for one in every)]
    dice.shuffle(data)
    seeds = [random.Random(n) for n in range(len(data))]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = Counter(pool.map(send, [server] * len(data), data, seeds))

    assert [status for status in found if status >= 500] == [], found
    assert sum(count for status, count in found.items() if status) > len(data) / 4
    assert '"trace"' not in server.log
    assert "Traceback" not in server.log
    assert '"status": 5' not in server.log
    assert server.get(petition).status == 200
    sign_all(server, petition, [f"after{n}@example.org" for n in range(AT_ONCE)])
