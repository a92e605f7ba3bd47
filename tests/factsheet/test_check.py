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
        places["/inward"] = getattr(self.server, "beyond", "")
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


@pytest.mark.parametrize(
    ("values", "what"),
    [
        ({"sources": [SOURCE | {"quote": None}]}, "unquoted"),
        ({"translations": {}}, "untranslated"),
        ({"denominator": None}, "denominator"),
        ({"statement": "It was 10.9% of alerts."}, "figure"),
        ({"statement": "Of 50,176 alerts, 5,556 (9.1%) led to evidence."}, "figure"),
        ({"figure": "101"}, "figure"),
        ({"figure": "60,000", "unit": "alerts", "statement": "Many."}, "figure"),
        ({"status": "superseded"}, "replacement"),
        ({"status": "superseded", "superseded_by": "none"}, "replacement"),
        ({"status": "superseded", "superseded_by": "secret"}, "replacement"),
        ({"status": "superseded", "superseded_by": "gone"}, "replacement"),
    ],
)
def test_what_does_not_fit_is_found(campaign, app, values, what):
    clinic = make_campaign()
    make_fact(clinic, "secret", status="draft")
    make_fact(clinic, "gone", status="retracted")
    make_fact(clinic, **values)
    cite("petition", 1, "{fact:rate}" if what != "replacement" else "None.", clinic)
    db.session.commit()

    assert found(campaign) == {("rate", what)}


@pytest.mark.parametrize(
    "values",
    [
        {"statement": "Of 50,176 alerts, 4,556 (9.1%) led to evidence."},
        {"statement": "Of 50,176 alerts, 41,830 have an outcome; 4,556 (10.9%) of those and 9.1%."},
        {"statement": "Evidence followed 9.10% of alerts (4,556)."},
        {
            "figure": "33–14",
            "unit": "votes",
            "statement": "It passed.",
            "denominator": "50 members",
        },
        {"figure": "about 30,000", "unit": "alerts", "statement": "Many."},
        {"figure": "16% and 17%", "statement": "It was 16% and 17%."},
        {"status": "superseded", "superseded_by": "fine"},
    ],
)
def test_what_fits_is_left_alone(campaign, app, values):
    clinic = make_campaign()
    make_fact(clinic, "fine")
    make_fact(clinic, **values)
    is_gone = "status" in values
    cite("petition", 1, "{fact:fine}" if is_gone else "{fact:fine} {fact:rate}", clinic)
    db.session.commit()

    assert found(campaign) == set()


def test_strict_ends_with_1_when_there_is_something(campaign, app):
    clinic = make_campaign()
    make_fact(clinic)
    strict = campaign("facts", "check", "--strict")
    assert (strict.exit_code, strict.stdout) == (1, "rate: No document cites it.\n1 to look at.\n")
    assert campaign("facts", "check").exit_code == 0
    cite("petition", 1, "{fact:rate}", clinic)
    db.session.commit()
    assert campaign("facts", "check", "--strict", "--json").exit_code == 0


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


def test_no_link_leads_into_the_network_of_this_machine(campaign, app, site):
    inner = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    inner.asked = []
    thread = threading.Thread(target=inner.serve_forever, args=(0.02,))
    thread.start()
    site.beyond = address(inner, "/ok")
    make_fact(make_campaign(), sources=[SOURCE | {"url": address(site, "/inward")}])
    try:
        assert ("rate", "link") in found(campaign, "--links")
        assert inner.asked == []
    finally:
        inner.shutdown()
        thread.join()
        inner.server_close()


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
