"""A test client that reads every HTML page it fetches as a careful reviewer would."""

import contextvars
import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import html5lib
from flask.testing import FlaskClient

from campaign.db import db

VOID = set("area base br col embed hr img input link meta source track wbr".split())
LABELLED = {
    "text",
    "email",
    "number",
    "date",
    "password",
    "search",
    "tel",
    "url",
    "checkbox",
    "radio",
    "file",
}


class Page(HTMLParser):
    """What matters about one page: its heading, ids, labels, links and scripts.

    With `parsed` the HTML standard's own parser reads it too, which takes as long as making it.
    """

    def __init__(self, html: str, parsed: bool = True) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.open: list[str] = []
        self.ids: list[str] = []
        self.names: set[str] = set()
        self.unlabelled: list[tuple[str, str]] = []
        self.texts: dict[str, list[str]] = {"h1": [], "title": []}
        self.references: list[str] = []
        self.feed(html)
        self.close()
        self.conclude(html)
        if parsed:
            self.faults += parse_errors(html)

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in pairs}
        if len(attributes) != len(pairs):
            self.faults.append(f"<{tag}> has an attribute twice")
        if tag not in VOID and "svg" not in self.open:
            self.open.append(tag)
        self.look_at(tag, attributes)
        if tag in self.texts and "svg" not in self.open:
            self.texts[tag].append("")

    def handle_startendtag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        self.look_at(tag, {name: value or "" for name, value in pairs})

    def look_at(self, tag: str, attributes: dict[str, str]) -> None:
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "label":
            self.names.add(attributes.get("for", ""))
        if tag == "img" and "alt" not in attributes:
            self.faults.append("an image has no alt text")
        if "style" in attributes or any(name.startswith("on") for name in attributes):
            self.faults.append(f"<{tag}> has an inline style or script")
        if tag == "style" or (tag == "script" and "src" not in attributes):
            self.faults.append(f"inline <{tag}>")
        if tag in ("select", "textarea") or (
            tag == "input" and attributes.get("type", "text") in LABELLED
        ):
            name = attributes.get("aria-label") or attributes.get("aria-labelledby")
            if not name:
                self.unlabelled.append((tag, attributes.get("id", "")))
        for name in ("aria-describedby", "aria-labelledby"):
            self.references += attributes.get(name, "").split()

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID or ("svg" in self.open and tag != "svg"):
            return
        if not self.open or self.open[-1] != tag:
            self.faults.append(f"</{tag}> closes {self.open[-1:] or 'nothing'}")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        for tag, texts in self.texts.items():
            if tag in self.open and texts and "svg" not in self.open:
                texts[-1] += data

    def conclude(self, html: str) -> None:
        heads = [" ".join(text.split()) for text in self.texts["h1"]]
        title = " ".join(" ".join(self.texts["title"][:1]).split())
        if len(heads) != 1:
            self.faults.append(f"{len(heads)} h1 headings")
        elif not title.removeprefix("Error: ").startswith(heads[0]):
            self.faults.append(f"title {title!r} does not begin with the heading {heads[0]!r}")
        twice = {name for name in self.ids if self.ids.count(name) > 1}
        self.faults += [f"id {name!r} twice" for name in twice]
        self.faults += [f"unclosed <{tag}>" for tag in self.open]
        self.faults += [
            f"<{tag} id={name!r}> has no label"
            for tag, name in self.unlabelled
            if name not in self.names
        ]
        self.faults += [
            f"aria reference to missing id {name!r}"
            for name in self.references
            if name not in self.ids
        ]
        if not re.search(r"<html[^>]* lang=", html):
            self.faults.append("no language")


def parse_errors(html: str) -> list[str]:
    """What the HTML standard's own parser calls an error.

    A control character is none here: a refused form shows what was typed.
    """
    parser = html5lib.HTMLParser()
    parser.parse(html)
    found = [(line, code) for (line, _column), code, _data in parser.errors]
    return [f"line {line}: {code}" for line, code in found if code != "invalid-codepoint"]


OFTEN = 10  # pages at one kind of address that the parser reads in a process
_read: Counter[tuple[str, str]] = Counter()


class PageClient(FlaskClient):
    """Fails a test that fetches a faulty page. Each request has a context of its own.

    Kept pages are forgotten before each request, unless `keeps_pages` is set. Who walks the same
    pages many times over sets `reads_pages` to False, since reading takes longer than making one.
    """

    keeps_pages = False
    reads_pages = True

    def open(self, *args: Any, **kwargs: Any) -> Any:
        if not self.keeps_pages:
            self.application.extensions["pages"].clear()
        db.session.rollback()  # the test's own session must not hold the database
        kwargs.setdefault("buffered", True)  # what is streamed needs its context to the end
        response = contextvars.Context().run(super().open, *args, **kwargs)
        is_page = response.mimetype == "text/html" and not 300 <= response.status_code < 400
        is_page = is_page and "Content-Encoding" not in response.headers
        policy = response.headers.get("Content-Security-Policy", "")
        is_page = is_page and "sandbox" not in policy  # a mail in its frame brings its style
        if is_page and self.reads_pages and response.get_data():
            kind = f"{response.request.path.strip('/').count('/')} {response.status_code}"
            words = (response.request.path.rpartition("/")[2], kind)
            _read[words] += 1
            faults = Page(response.get_data(as_text=True), _read[words] <= OFTEN).faults
            assert not faults, f"{response.request.path}: {faults}"
        return response
