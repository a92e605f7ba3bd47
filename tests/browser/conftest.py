"""A real Chromium and a real server with the demo campaign, each started once.

Every visit is watched: no message in the console (the CSP's reports land there), no request to
another host, no cookie unless the visit is an organizer's.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.browser.world import World, build
from tests.server import Server, running

FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
MISSING = "Chromium is missing here: sudo apt-get install -y chromium"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        (pytest.fail if os.environ.get("CAMPAIGN_TEST_ALL") else pytest.skip)(MISSING)
    return {"executable_path": path, "args": list(FLAGS)}


@pytest.fixture(scope="session")
def server(
    browser_type_launch_args: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """What `campaign run` starts in an empty folder: the demo campaign and its mailbox."""
    with running(tmp_path_factory.mktemp("browser") / "instance") as server:
        yield server


@pytest.fixture(autouse=True)
def no_tries_yet(server: Server) -> None:
    """Many tests log in as one person within the quarter of an hour that allows ten tries."""
    with closing(sqlite3.connect(server.instance / "campaign.db", timeout=10)) as database:
        database.execute("DELETE FROM limit_count")
        database.commit()


@pytest.fixture(scope="session")
def world(server: Server) -> World:
    """The addresses of every kind of page in every state."""
    return build(server)


@dataclass
class Watch:
    """What went wrong during one visit."""

    origin: str
    loses: bool = False  # whether the connection is lost on purpose
    faults: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", self.hear)
        page.on("pageerror", lambda error: self.faults.append(f"script error: {error}"))
        page.on("request", self.see)

    def hear(self, message: ConsoleMessage) -> None:
        expected = ("the server responded with", *(["net::"] if self.loses else []))
        is_expected = message.text.startswith(
            tuple(f"Failed to load resource: {one}" for one in expected)
        )
        if message.type in ("error", "warning") and not is_expected:
            self.faults.append(f"console: {message.text}")

    def see(self, request: Request) -> None:
        url = urlsplit(request.url)
        if url.scheme != "data" and f"{url.scheme}://{url.netloc}" != self.origin:
            self.faults.append(f"request to {url.netloc}")


Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, server: Server) -> Iterator[Open]:
    """Open a page in a new browser profile: `open_page("/", width=320, script=False)`."""
    visits: list[tuple[BrowserContext, Watch, bool]] = []

    def visit(path: str, *, width: int = 320, script: bool = True, **profile: Any) -> Page:
        may_set_cookies, loses = profile.pop("cookies", False), profile.pop("loses", False)
        context = browser.new_context(
            viewport={"width": width, "height": 700},
            java_script_enabled=script,
            base_url=server.url,
            **{"locale": "en-US"} | profile,
        )
        context.set_default_timeout(10_000)
        watch = Watch(server.url, loses)
        context.on("page", watch.over)
        visits.append((context, watch, may_set_cookies))
        page = context.new_page()
        page.goto(path)
        return page

    yield visit
    faults = [fault for context, watch, may in visits for fault in close(context, watch, may)]
    assert not faults


def close(context: BrowserContext, watch: Watch, may_set_cookies: bool) -> list[str]:
    """End a visit; what was wrong with it."""
    names = [cookie["name"] for cookie in context.cookies()]
    context.close()
    return watch.faults + ([] if may_set_cookies else [f"cookie {name}" for name in names])
