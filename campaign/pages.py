"""Public pages kept ready: answered from memory, remade at most every two seconds.

A view marks its answer with `keep()`. While it is fresh, the same address is answered
before Flask begins: no routing, no SQL. One request remakes a page that has gone stale,
the others still get the old one, never more than five seconds old.
"""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from flask import Flask, Response, current_app, g, request

FRESH, OLDEST = 2.0, 4.0  # seconds; with max-age below nobody sees a figure over 5 s old
MOST = 300  # pages kept in a process: some 15 MB
LARGEST = 300_000  # bytes of one page
Headers = list[tuple[str, str]]
Kept = TypeVar("Kept")


@dataclass
class Page:
    """One answer, as it goes over the wire."""

    made_at: float
    body: bytes
    packed: bytes
    headers: Headers
    etag: str
    remaking: threading.Lock = field(default_factory=threading.Lock)


def keep(answer: Response) -> Response:
    """Mark this answer as one that everybody gets, and that may be two seconds old."""
    g.keep_page = True
    answer.headers["Cache-Control"] = "public, max-age=1"
    answer.headers["Vary"] = "Accept-Language, Accept-Encoding"
    mark = hashlib.sha1(answer.get_data(), usedforsecurity=False).hexdigest()[:20]
    answer.set_etag(mark, weak=True)  # the same for the packed and the plain form
    return answer


def keep_file(answer: Response) -> None:
    """Keep a static file too; its address changes with its content, so browsers need not ask."""
    answer.direct_passthrough = False
    keep(answer)
    lasting = "max-age=31536000, immutable" if "v" in request.args else "max-age=3600"
    answer.headers["Cache-Control"] = f"public, {lasting}"


def remember(key: tuple[Any, ...], make: Callable[[], Kept], seconds: float = FRESH) -> Kept:
    """What `make` gives, made anew when it is older than this many seconds.

    For what every form of a petition needs and few people change: wards, organizations.
    """
    facts: dict[tuple[Any, ...], tuple[float, Any]] = current_app.extensions["pages"].facts
    made_at, value = facts.get(key, (0.0, None))
    if time.monotonic() - made_at > seconds:
        value = make()
        if len(facts) > MOST:
            facts.clear()
        facts[key] = (time.monotonic(), value)
    return value


def forget(first: str) -> None:
    """Make anew what is remembered under keys that begin with this."""
    facts: dict[tuple[Any, ...], tuple[float, Any]] = current_app.extensions["pages"].facts
    for key in [key for key in list(facts) if key[0] == first]:
        facts.pop(key, None)


class PageStore:
    """WSGI middleware that answers kept pages."""

    def __init__(self, inner: Any, app: Flask) -> None:
        self.inner, self.app = inner, app
        self.pages: OrderedDict[tuple[str, ...], Page] = OrderedDict()
        self.facts: dict[tuple[Any, ...], tuple[float, Any]] = {}
        self.hits = 0

    def clear(self) -> None:
        """Forget everything that is kept."""
        self.pages.clear()
        self.facts.clear()

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET":
            return self.inner(environ, start)
        key = (
            environ.get("HTTP_HOST", ""),
            environ.get("PATH_INFO", ""),
            environ.get("QUERY_STRING", ""),
            environ.get("HTTP_ACCEPT_LANGUAGE", ""),
            environ.get("wsgi.url_scheme", ""),
        )
        page = self.pages.get(key)
        if page is None:
            return self.make(key, environ, start)
        age = time.monotonic() - page.made_at
        if age < FRESH or (age < OLDEST and not page.remaking.acquire(blocking=False)):
            return self.send(page, environ, start)
        return self.make(key, environ, start)

    def make(self, key: tuple[str, ...], environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        """Let Flask answer, and keep the answer if it is marked."""
        wanted: dict[str, bool] = {}
        environ["campaign.keep"] = wanted
        answered: list[tuple[str, Headers]] = []

        def note(status: str, headers: Headers, exc_info: Any = None) -> Any:
            answered.append((status, headers))
            return start(status, headers, exc_info) if not wanted else None

        made_at = time.monotonic()
        parts = self.inner(environ, note)
        if not wanted:
            return parts
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        page = self.store(key, made_at, body, answered[-1][1])
        return self.send(page, environ, start)

    def store(self, key: tuple[str, ...], made_at: float, body: bytes, headers: Headers) -> Page:
        etag = next((value for name, value in headers if name.lower() == "etag"), "")
        kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
        page = Page(made_at, body, gzip.compress(body, 6, mtime=0), kept, etag)
        if len(body) <= LARGEST:
            self.pages[key] = page
            while len(self.pages) > MOST:
                self.pages.popitem(last=False)
        return page

    def send(self, page: Page, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        self.hits += 1
        if page.etag and environ.get("HTTP_IF_NONE_MATCH", "") == page.etag:
            start("304 Not Modified", page.headers)
            return [b""]
        if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            body, extra = page.packed, [("Content-Encoding", "gzip")]
        else:
            body, extra = page.body, []
        start("200 OK", [*page.headers, *extra, ("Content-Length", str(len(body)))])
        return [body]


def init_app(app: Flask) -> None:
    store = PageStore(app.wsgi_app, app)
    app.wsgi_app = store  # type: ignore[assignment]
    app.extensions["pages"] = store

    @app.after_request
    def mark(response: Response) -> Response:
        """Tell the store, which sees only the WSGI side, that this answer may be kept."""
        if request.endpoint == "static" and response.status_code == 200:
            keep_file(response)
        if g.get("keep_page") and response.status_code == 200:
            request.environ.get("campaign.keep", {})["yes"] = True
        return response
