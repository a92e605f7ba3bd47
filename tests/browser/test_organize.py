"""Omar logs in; his pages are as readable, and only they may set a cookie."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.looking import faults
from tests.browser.resident import Resident
from tests.server import Server


@pytest.fixture
def password(server: Server) -> str:
    """What `campaign run` printed for the demo's organizer."""
    return (server.instance / "demo_login").read_text(encoding="ascii").split()[1]


@pytest.mark.parametrize("script", [True, False], ids=["script on", "script off"])
def test_logging_in_and_out_by_keyboard(open_page: Open, password: str, script: bool) -> None:
    page = open_page("/", width=1280, script=script, cookies=True)
    omar = Resident(page, keyboard=True)
    omar.follow("Organizers’ log-in")
    omar.fill("Email address", "omar@example.org")
    omar.fill("Password", password)
    omar.press("Log in")
    assert page.url.endswith("/organize")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    omar.press("Log out")
    page.goto("/organize")
    omar.sees("Log in")


def test_the_organizers_pages_are_as_readable(open_page: Open, password: str) -> None:
    page = open_page("/login", cookies=True)
    assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    Resident(page).press("Log in")
    assert page.get_by_role("alert").is_visible()
    assert faults(page) == []
    page.goto("/reset")
    assert faults(page) == []
    page.goto("/login")
    Resident(page).fill("Email address", "omar@example.org")
    Resident(page).fill("Password", password)
    Resident(page).press("Log in")
    assert page.url.endswith("/organize")
    found = {}
    links = page.locator("a[href^='/organize'], a[href='/account']")
    for path in sorted({str(link.get_attribute("href")) for link in links.all()} | {"/organize"}):
        page.goto(path)
        found[path] = faults(page)
    assert {path: some for path, some in found.items() if some} == {}
    assert len(found) > 1
