"""A petition in a frame of another site: a resident signs inside, and no cookie is set."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from campaign.db import db
from campaign.petitions.models import Signature
from tests.browser.looking import faults
from tests.browser.world import PETITION
from tests.server import Server

EMBED = f"/embed{PETITION}"
AROUND = """<!doctype html><html lang="en"><head><title>Another site</title></head><body>
<h1>Another site</h1>
<iframe src="{url}" title="Petition" loading="lazy" width="100%" height="{height}"></iframe>
<script>addEventListener("message", (event) => window.told = event.data.campaignHeight);</script>
</body></html>"""


class Elsewhere(ThreadingHTTPServer):
    """A site of somebody else, on another host and port: one page with a frame."""

    page = ""

    @property
    def url(self) -> str:
        return f"http://localhost:{self.server_address[1]}/"

    def around(self, url: str, height: int = 900) -> str:
        self.page = AROUND.format(url=url, height=height)
        return self.url


class Answering(BaseHTTPRequestHandler):
    server: Elsewhere

    def do_GET(self) -> None:
        body = self.server.page.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def elsewhere() -> Iterator[Elsewhere]:
    with Elsewhere(("127.0.0.1", 0), Answering) as site:
        thread = Thread(target=site.serve_forever)
        thread.start()
        yield site
        site.shutdown()
        thread.join()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 700, "height": 900}, locale="en-US")
    context.set_default_timeout(10_000)
    yield context
    assert context.cookies() == []
    context.close()


def framed(page: Page, url: str) -> FrameLocator:
    page.goto(url)
    return page.frame_locator("iframe")


def signatures(server: Server, email: str) -> list[Signature]:
    with server.app.app_context():
        found = db.select(Signature).filter_by(email=email)
        rows = list(db.session.scalars(found.options(db.joinedload(Signature.organization))))
        db.session.expunge_all()
        db.engine.dispose()
        return rows


@pytest.mark.parametrize("script", [True, False], ids=["script on", "script off"])
def test_a_resident_signs_inside_the_frame(
    browser: Browser, server: Server, elsewhere: Elsewhere, script: bool
) -> None:
    email = f"framed-{script}@example.org".lower()
    context = browser.new_context(java_script_enabled=script, locale="en-US")
    page = context.new_page()
    posts = []
    page.on("request", lambda sent: posts.append(sent) if sent.method == "POST" else None)
    url = f"{server.url}{EMBED}?by=demo-southwest-families"
    frame = framed(page, elsewhere.around(url))
    frame.get_by_label("Full name").fill("Ana Ruiz")
    frame.get_by_label("Email address").fill(email)
    frame.get_by_label("Your ward").select_option("25")
    frame.get_by_role("button", name="Sign the petition").click()
    expect(frame.get_by_role("heading", level=1)).to_have_text("One more step: open your mail")

    assert page.url == elsewhere.url
    assert posts[0].all_headers()["sec-fetch-site"] == "same-origin"
    assert context.cookies() == []
    [signature] = signatures(server, email)
    assert signature.organization is not None
    assert signature.organization.slug == "demo-southwest-families"
    context.close()


def test_nothing_else_shows_in_a_frame(
    context: BrowserContext, server: Server, elsewhere: Elsewhere
) -> None:
    page = context.new_page()
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text))
    page.goto(elsewhere.around(f"{server.url}{PETITION}/sign"))
    assert page.frame_locator("iframe").get_by_label("Full name").count() == 0
    assert any("frame" in text.lower() for text in refused)


def test_with_little_room_there_is_a_button(
    context: BrowserContext, server: Server, elsewhere: Elsewhere
) -> None:
    page = context.new_page()
    frame = framed(page, elsewhere.around(f"{server.url}{EMBED}?lang=es&by=x", height=300))
    button = frame.locator(".short a.button")
    expect(button).to_be_visible()
    expect(frame.locator(".roomy")).to_be_hidden()
    assert str(button.get_attribute("href")).startswith(f"{server.url}{PETITION}/sign?")
    assert "lang=es" in str(button.get_attribute("href"))
    assert button.get_attribute("target") == "_blank"


def test_it_tells_its_height_to_the_page_around(
    context: BrowserContext, server: Server, elsewhere: Elsewhere
) -> None:
    page = context.new_page()
    framed(page, elsewhere.around(f"{server.url}{EMBED}"))
    page.wait_for_function("window.told > 300")


def test_it_is_readable_at_any_width(context: BrowserContext, server: Server) -> None:
    page = context.new_page()
    for path in (EMBED, f"{EMBED}/thanks", "/embed/petitions/no-such", f"{EMBED}?lang=es"):
        page.goto(f"{server.url}{path}")
        assert faults(page) == [], path
