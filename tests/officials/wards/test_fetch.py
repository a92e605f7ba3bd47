"""Maps from an address: commands ask any server, pages only the open internet."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from campaign.officials.wards import fetching
from campaign.officials.wards.fetching import fetch, is_open
from campaign.officials.wards.models import WardMap
from campaign.tables import LARGEST, TableError
from tests.factories import rows
from tests.officials.factories import make_body
from tests.officials.wards.city import geojson, squares

DAYS = ("--name", "2023", "--from", "2023-05-15")


class Files(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to"))
        elif self.path == "/round":
            self.send_response(302)
            self.send_header("Location", "/round")
        elif self.path == "/file":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
        else:
            self.send_response(200 if self.path in ("/wards?x=1", "/large") else 404)
        self.end_headers()
        if self.path == "/wards?x=1":
            self.wfile.write(geojson(squares()).encode())
        elif self.path == "/large":
            for _n in range(LARGEST // 1_000_000 + 2):
                self.wfile.write(b" " * 1_000_000)

    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture
def site(app: Any) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Files)
    server.handle_error = lambda *_args: None  # type: ignore[method-assign]  # it hangs up early
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_command_asks_any_server(campaign: Any, site: str) -> None:
    make_body(wards=4)
    result = campaign("wards", "import", f"{site}/to/wards?x=1", *DAYS)

    assert result.exit_code == 0, result.output
    assert [one.source for one in rows(WardMap)] == ["wards?x=1"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/none", "This address answers 404."),
        ("/round", "leads from one to the next without end"),
        ("/file", "begins with https:// or http://"),
        ("/large", "The file is larger than 20 MB."),
    ],
)
def test_what_cannot_be_fetched(campaign: Any, site: str, path: str, words: str) -> None:
    make_body(wards=4)
    result = campaign("wards", "import", f"{site}{path}", *DAYS)

    assert result.exit_code == 1
    assert words in result.output


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/x",
        "http://",
        "http://[",
        "http://localhost:x/",
        "http://127.0.0.1:1/",
        "https://127.0.0.1:1/",
        "http://a\r\nb/",
        "http://" + "x" * 300 + "/",
    ],
)
def test_wrong_addresses(campaign: Any, app: Any, url: str) -> None:
    make_body(wards=4)

    assert campaign("wards", "import", url, *DAYS).exit_code == 1


def test_a_page_asks_only_the_open_internet(app: Any, site: str) -> None:
    for url in (site, site.replace("127.0.0.1", "localhost"), "http://[::ffff:127.0.0.1]:1/"):
        with app.test_request_context(), pytest.raises(TableError, match="open internet"):
            fetch(f"{url}/wards?x=1")


@pytest.mark.parametrize(
    ("address", "answer"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("10.0.0.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("::1", False),
        ("::ffff:10.0.0.1", False),
        ("fe80::1%eth0", False),
        ("224.0.0.1", False),
        ("0.0.0.0", False),
        ("x", False),
    ],
)
def test_open_addresses(address: str, answer: bool) -> None:
    assert is_open(address) is answer


def test_a_slow_server_is_given_up(app: Any, site: str, monkeypatch: Any) -> None:
    monkeypatch.setattr(fetching, "SECONDS", -1)
    with pytest.raises(TableError, match="did not arrive within a minute"):
        fetch(f"{site}/wards?x=1")
