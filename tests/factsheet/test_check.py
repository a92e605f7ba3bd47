"""`campaign facts check`: what needs a look, and which links are dead."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from campaign.db import db
from campaign.factsheet import Fact, cite
from campaign.factsheet.models import today
from tests.factories import rows
from tests.factsheet.factories import SOURCE, VENDOR, change, make_campaign, make_fact


class Site(BaseHTTPRequestHandler):
    """/ok answers; /get only to GET; /moved sends on; /away sends to a file; the rest is gone."""

    def do_HEAD(self):
        self.answer()

    def do_GET(self):
        self.answer()

    def answer(self):
        self.server.asked.append((self.command, self.path))
        places = {"/moved": "/ok", "/away": "file:///etc/passwd", "/round": "/round"}
        if self.path in places:
            self.send_response(302)
            self.send_header("Location", places[self.path])
        else:
            good = self.path == "/ok" or (self.path == "/get" and self.command == "GET")
            self.send_response(200 if good else 405 if self.path == "/get" else 404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked = []
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def address(site, path):
    return f"http://127.0.0.1:{site.server_port}{path}"


def found(campaign, *words):
    result = campaign("facts", "check", "--json", *words)
    assert result.exit_code == 0, result.output
    return {(one["fact"], one["what"]) for one in json.loads(result.stdout)["clinic"]}


def test_it_works(campaign, app):
    clinic = make_campaign()
    make_fact(clinic, "fine")
    make_fact(clinic, "late", review_by=today() - timedelta(days=1))
    make_fact(clinic, "bare", sources=[])
    make_fact(clinic, "hearsay", status="disputed", disputes=[VENDOR | {"sources": []}])
    make_fact(clinic, "by-nobody", status="disputed")
    make_fact(clinic, "unused")
    make_fact(clinic, "wrong", status="retracted", sources=[])
    make_fact(clinic, "secret", status="draft", sources=[])
    cite(
        "petition", 1, "{fact:fine} {fact:late} {fact:bare} {fact:hearsay} {fact:by-nobody}", clinic
    )
    change(rows(Fact)[0], statement="Newer.")

    assert found(campaign) == {
        ("late", "overdue"),
        ("late", "stale"),
        ("bare", "unsourced"),
        ("hearsay", "disputed"),
        ("by-nobody", "disputed"),
        ("unused", "uncited"),
        ("fine", "stale"),
    }
    lines = campaign("facts", "check").stdout
    assert "fine: petition 1 says version 1 of 2: changed." in lines
    assert "7 to look at." in lines


def test_nothing_to_look_at(campaign, app):
    clinic = make_campaign()
    make_fact(clinic)
    cite("petition", 1, "{fact:rate}", clinic)
    db.session.commit()

    assert campaign("facts", "check", "--campaign", "clinic").stdout == "Nothing to look at.\n"
    assert campaign("facts", "check", "--campaign", "none").exit_code == 1


def test_links_are_asked_only_when_asked_for(campaign, app, site):
    make_fact(make_campaign(), sources=[SOURCE | {"url": address(site, "/gone")}])
    found(campaign)
    assert site.asked == []
    assert ("rate", "link") in found(campaign, "--links")
    assert site.asked == [("HEAD", "/gone"), ("GET", "/gone")]


@pytest.mark.parametrize(
    ("path", "is_dead"),
    [
        ("/ok", False),
        ("/get", False),
        ("/moved", False),
        ("/gone", True),
        ("/away", True),
        ("/round", True),
    ],
)
def test_what_a_link_answers(campaign, app, site, path, is_dead):
    make_fact(make_campaign(), sources=[SOURCE | {"url": address(site, path)}])

    assert (("rate", "link") in found(campaign, "--links")) == is_dead
    [fact] = rows(Fact)
    assert fact.link_answered_on == (None if is_dead else today())
    assert fact.last_read_on is None
    assert fact.version_number == 1


def test_one_dead_link_leaves_the_date_alone(campaign, app, site):
    sources = [SOURCE | {"url": address(site, "/ok"), "archived_url": address(site, "/gone")}]
    make_fact(make_campaign(), sources=sources)
    found(campaign, "--links")
    assert rows(Fact)[0].link_answered_on is None


def test_a_server_that_is_off_or_says_nothing(campaign, app, site):
    off = address(site, "/").replace(str(site.server_port), "9")
    silent = threading.Event()
    clinic = make_campaign()
    make_fact(clinic, "off", sources=[SOURCE | {"url": off}])
    Site.do_HEAD, original = lambda self: silent.wait(5), Site.do_HEAD
    make_fact(clinic, "silent", sources=[SOURCE | {"url": address(site, "/ok")}])
    try:
        dead = found(campaign, "--links", "--timeout", "0.2")
    finally:
        silent.set()
        Site.do_HEAD = original
    assert {("off", "link"), ("silent", "link")} <= dead
