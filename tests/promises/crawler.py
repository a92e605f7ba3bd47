"""Somebody who follows every link and sends every form that they are shown."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import html
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from tests.page import PageClient

ENDS = ("leave", "close", "remove", "delete", "log-out", "logout", "end", "unpublish", "withdraw")
EACH = 6  # addresses that lead to one view


@dataclass(frozen=True)
class SentForm:
    """A form as the page shows it, with what a person would type into its empty fields."""

    method: str
    action: str
    values: tuple[tuple[str, str], ...]

    @property
    def ends_something(self) -> bool:
        return any(word in urlsplit(self.action).path for word in ENDS)


@dataclass
class Crawler:
    """What one person sees; `look` is given every answer, as method and address, and answer."""

    client: PageClient
    word: str  # typed into every empty field: what they look for
    look: Callable[[str, TestResponse], object] = lambda *_: None
    seen: set[str] = field(default_factory=set)
    views: Counter[str] = field(default_factory=Counter)
    forms: dict[tuple[str, tuple[str, ...]], SentForm] = field(default_factory=dict)

    def crawl(self, *starts: str) -> None:
        """Read everything that can be reached, then send every form, what ends things last."""
        self.read(list(starts))
        for form in sorted(self.forms.values(), key=lambda one: one.ends_something):
            if form.method == "post" and "logout" not in form.action:
                self.send(form)

    def read(self, waiting: list[str]) -> None:
        while waiting:
            address = waiting.pop(0)
            if address not in self.seen and self.is_worth(address):
                self.seen.add(address)
                waiting += self.take("GET", address, self.client.get(address))

    def is_worth(self, address: str) -> bool:
        """A view is read a few times: lists have a link for each of 50 wards."""
        self.views[self.view_of(address)] += 1
        return self.views[self.view_of(address)] <= EACH

    def view_of(self, address: str, method: str = "GET") -> str:
        adapter = self.client.application.url_map.bind("localhost")
        try:
            return str(adapter.match(urlsplit(address).path, method)[0])
        except HTTPException:
            return address

    def send(self, form: SentForm) -> None:
        answer = self.client.post(form.action, data=dict(form.values))
        leads_to = self.take("POST", form.action, answer)
        if answer.status_code in (302, 303):
            self.read(leads_to)

    def take(self, method: str, address: str, answer: TestResponse) -> list[str]:
        """Show an answer to who looks; return the addresses it leads to."""
        self.look(f"{method} {address}", answer)
        if answer.location:
            return [urljoin(address, answer.location)]
        if answer.mimetype != "text/html" or method == "POST":
            return []
        tree = html.document_fromstring(answer.text)
        found = [one.get("href", "") for one in tree.iter("a")]
        for form in forms_of(tree, address, self.word):
            if form.method == "get":
                asked = "&".join(f"{name}={value}" for name, value in form.values)
                found.append(f"{form.action.partition('?')[0]}?{asked}")
            else:
                names = tuple(name for name, _ in form.values)
                self.forms.setdefault((self.view_of(form.action, "POST"), names), form)
        return [urldefrag(urljoin(address, one))[0] for one in found if is_ours(one)]


def is_ours(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme in ("", "http") and parts.netloc in ("", "localhost") and address != ""


def forms_of(tree: html.HtmlElement, address: str, word: str) -> Iterator[SentForm]:
    for form in tree.iter("form"):
        values: dict[str, str] = {}
        for one in form.iter():
            if one.get("name") and one.get("disabled") is None:
                put(values, one, word)
        action = urljoin(address, form.get("action") or address)
        yield SentForm((form.get("method") or "get").lower(), action, tuple(values.items()))


def put(values: dict[str, str], one: html.HtmlElement, word: str) -> None:
    """Fill one control in as it stands; an empty one with the word that is looked for."""
    tag, name = one.tag, one.get("name")
    kind = one.get("type", "text")
    if tag == "input" and kind in ("checkbox", "radio"):
        values.setdefault(name, one.get("value", "on"))
    elif tag == "input" and kind in ("hidden", "submit"):
        values[name] = one.get("value", "")
    elif tag == "input" and kind != "file" and name != "website":
        values[name] = one.get("value") or word
    elif tag == "textarea":
        values[name] = (one.text or "").strip() or word
    elif tag == "select":
        options = [each.get("value", "") for each in one.iter("option")]
        values[name] = options[-1] if options else ""
    elif tag == "button" and one.get("value"):
        values.setdefault(name, one.get("value", ""))
