"""§6 “Input”: 10,000 malformed requests, no answer ≥ 500, nothing injected, refusals in words.

Here straight into the app; `test_sockets` sends the same kinds over real sockets.
"""

import contextvars
import itertools
import re
from collections import Counter
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.policy import default
from gzip import decompress as gunzip
from typing import Any

import pytest
from werkzeug.datastructures import Headers
from werkzeug.test import run_wsgi_app

from campaign.accounts import checks
from campaign.db import db
from campaign.mail import OutgoingEmail
from campaign.mail.delivery import worker
from campaign.petitions.models import Signature
from tests.conftest import is_on_postgresql
from tests.factories import rows
from tests.promises.conftest import many
from tests.promises.mutations import (
    ASKED,
    FORM,
    MARK,
    Request,
    each_in_each_place,
    encoded,
    mutated,
)
from tests.promises.world import LOGGED_IN, World, make_world

PARTS = 4  # so that several processes can share the work
ALL = 5_000  # of the 10,000 promised; the others go to the other database
SENTENCE = re.compile(r"\w+ \w+[^<>]*[.!?]|\w+ \w+")
TAGS = re.compile(r"<head>.*?</head>|<header.*?</header>|<footer.*?</footer>|<[^>]*>", re.DOTALL)
MAIL_HEADERS = {
    *("From", "To", "Date", "Message-ID", "Subject", "MIME-Version", "Content-Type"),
    *("Content-Language", "Auto-Submitted", "X-Auto-Response-Suppress", "Reply-To"),
    *("Precedence", "List-Id", "List-Unsubscribe", "List-Unsubscribe-Post"),
}
HUGE = ["9" * 30, "4294967296", "9" * 5000, "²", "-" + "9" * 30]
FROM_ANYWHERE = "/unsubscribe/"  # mail programs post to it (RFC 8058): its address allows it
ALLOWED = {"", "text/html", "text/plain", "application/json", "image/svg+xml", "text/css"}


@dataclass
class Findings:
    """What went wrong, with the request that did it."""

    faults: list[str] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def look(self, request: Request, status: int, headers: Headers, body: bytes) -> None:
        self.statuses[status] += 1
        for fault in faults_of(request, status, headers, body):
            self.faults.append(f"{fault}: {shortened(request)}")


def faults_of(request: Request, status: int, headers: Headers, body: bytes) -> list[str]:
    page = (gunzip(body) if headers.get("Content-Encoding") == "gzip" else body).decode(
        errors="replace"
    )
    kind = headers.get("Content-Type", "").partition(";")[0]
    found = [f"status {status}"] if status >= 500 else []
    if status >= 400 and request.method != "HEAD" and not SENTENCE.search(TAGS.sub(" ", page)):
        found.append("refused without a word")
    if kind == "text/html" and MARK in page:
        found.append("script of a stranger")
    if "a=b" in headers.get("Set-Cookie", "") or headers.get("X") is not None:
        found.append("header of a stranger")
    if re.match(r"(https?:)?//(?!localhost/)|[a-z]+:(?!//)", headers.get("Location", "")):
        found.append(f"led away to {headers['Location']}")
    return found


def shortened(request: Request) -> str:
    fields = [(name[:40], value[:60]) for name, value in request.fields[:12]]
    given = [(name, text[:60]) for name, text in request.headers if not text.startswith("session=")]
    body = request.body[:60] if request.body else None
    return (
        f"{request.method} {request.path[:120]}?{request.query[:60]} {fields} {given}"
        f" {request.content_type[:60]} {body!r}"
    )


@pytest.fixture
def world(app, client, monkeypatch) -> World:
    """No limit on tries, so that every request gets as far as it can."""
    generous = replace(app.config["SETTINGS"], network_limit=1_000_000)
    monkeypatch.setitem(app.config, "SETTINGS", generous)
    monkeypatch.setattr(checks, "BY_NETWORK", 1_000_000)
    return make_world(app, client)


def send(world: World, request: Request) -> tuple[int, Headers, bytes]:
    """Answered in a context of its own, as by a server."""
    run = contextvars.Context().run
    parts, status, headers = run(run_wsgi_app, world.app.wsgi_app, request.environ(), True)
    return int(status.split()[0]), headers, b"".join(parts)


def test_every_request_unspoilt_is_answered(world):
    found = Findings()
    for request in world.requests():
        found.look(request, *send(world, request))

    assert found.faults == []
    assert found.statuses[200] > 30


@pytest.mark.parametrize("part", range(PARTS))
def test_malformed_requests(world, caplog, part):
    found, requests = Findings(), world.requests()
    large = replace(signing(world), fields=[("name", "x" * 10_000_000)])
    seed = part + PARTS * is_on_postgresql()
    for request in [*mutated(requests, many(300, ALL // PARTS), seed=seed), large]:
        found.look(request, *send(world, request))

    assert {200, 303, 400, 403, 404, 405, 413, 422} <= {*found.statuses}
    nothing_came_of_it(world, found, caplog)


def test_the_worst_texts_in_every_place(world, caplog):
    found = Findings()
    every = [*each_in_each_place(world.requests())]
    step = len(every) // many(300, ALL // 2) + 1
    for request in every[is_on_postgresql() :: step]:
        found.look(request, *send(world, request))

    assert {200, 303, 404, 422} <= {*found.statuses}
    nothing_came_of_it(world, found, caplog)


@pytest.mark.parametrize("first", range(many(1, 2)))
def test_numbers_that_no_database_holds(world, first):
    """Asked for in an address, or sent back by a form; every place meets some of them."""
    found, numbers = Findings(), itertools.cycle(HUGE[2 * first :] + HUGE[: 2 * first])
    for request in world.requests():
        if request.path.startswith("/organize/") and request.headers:
            number = next(numbers)
            asked = [(name, number) for name in ASKED]
            fields = [(name, number if text.isdigit() else text) for name, text in request.fields]
            found.look(request, *send(world, replace(request, query=encoded(asked))))
            if fields != request.fields:
                found.look(request, *send(world, replace(request, fields=fields)))

    assert found.faults[:20] == []
    assert {200, 404, 422} <= {*found.statuses}


def test_nothing_is_done_without_the_token_of_a_form(world):
    """Or from another site's page, for forms of residents, who have no session."""
    before, answers = dump(), Counter[int]()
    for request in world.requests():
        if request.method == "POST" and not request.path.startswith(FROM_ANYWHERE):
            fields = [(name, text) for name, text in request.fields if name != "csrf_token"]
            origin = [] if request.path.startswith(LOGGED_IN) else [("Origin", "https://e.example")]
            spoilt = replace(
                request,
                fields=fields,
                headers=[*request.headers, *origin],
                body=None,
                content_type=FORM,
            )
            answers[send(world, spoilt)[0]] += 1

    assert {303, 400, 403, 422} <= {*answers}
    assert dump() == before


def test_looking_changes_nothing(world):
    """Mail programs and proxies open every address."""
    before = dump()
    answers = Counter(
        send(world, request)[0] for request in world.requests() if request.method == "GET"
    )

    assert answers[200] > 100
    assert dump() == before


def dump() -> dict[str, list[Any]]:
    """Every row there is, but those that count tries."""
    db.session.rollback()
    with db.engine.connect().execution_options(everyones=True) as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select())]
            for table in db.metadata.sorted_tables
            if table.name != "limit_count"
        }


def nothing_came_of_it(world: World, found: Findings, caplog: pytest.LogCaptureFixture) -> None:
    assert found.faults[:20] == []
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
    nothing_strange_is_kept()
    no_mail_has_a_stranger_s_header()
    it_still_works(world)


def nothing_strange_is_kept() -> None:
    for signature in rows(Signature):
        assert not re.search("[\x00-\x1f\x7f-\x9f<>\u202e]", signature.name)
        assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f]", signature.comment)
        assert signature.name[:1] not in "=+-@" or signature.name == ""
        assert re.fullmatch(r"[!-~]+@[!-~]+|", signature.email)


def no_mail_has_a_stranger_s_header() -> None:
    db.session.rollback()
    worker().send_all_due()
    mails = rows(OutgoingEmail)
    assert {mail.state for mail in mails} <= {"sent", "dropped"}  # to who was erased or taken out
    kept = [mail for mail in mails if mail.state == "sent" and mail.to]
    assert kept
    for mail in kept:
        path = worker().app.config["SETTINGS"].instance / "mail" / f"{mail.id}.eml"
        message: Any = message_from_bytes(path.read_bytes(), policy=default)
        assert {*message.keys()} - MAIL_HEADERS == set()
        assert len(message.keys()) == len({*message.keys()})
        assert [address.addr_spec for address in message["To"].addresses] == [mail.to]


def signing(world: World) -> Request:
    """What a browser sends to sign the petition."""
    return next(one for one in world.requests() if one.path.endswith("/sign") and one.fields)


def it_still_works(world: World) -> None:
    db.session.rollback()  # the test's own look at the database must not hold it
    right = signing(world)
    fields = [(k, "last@example.org" if k == "email" else v) for k, v in right.fields]
    assert send(world, replace(right, fields=fields))[0] == 303
    assert len(rows(Signature, email="last@example.org")) == 1
