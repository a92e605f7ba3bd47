"""Ana signs: from the first page to the number that rises, and falls again."""

import json
from collections.abc import Callable
from time import monotonic

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.resident import Resident
from tests.browser.world import PETITION, World
from tests.server import Server

TITLE = "No return of gunshot microphones without a public vote"
ASKED = f"Confirm your signature: {TITLE}"
WAYS = {
    "320 px, script on": (320, True, False),
    "320 px, script off": (320, False, False),
    "1280 px, script on, keyboard alone": (1280, True, True),
    "1280 px, script off": (1280, False, False),
}


@pytest.fixture
def count(server: Server) -> Callable[[], int]:
    def ask() -> int:
        return int(json.loads(server.get(f"{PETITION}/count.json").body)["signatures"])

    return ask


def within_five_seconds(wanted: int, now: Callable[[], int]) -> None:
    """The promise of count.json and of the page: never more than 5 s old."""
    end = monotonic() + 5
    while (shown := now()) != wanted:
        assert monotonic() < end, f"{shown} instead of {wanted}"


def shown_number(page: Page) -> int:
    page.goto(PETITION)
    return int(page.locator("[data-count]").inner_text().replace(",", ""))


@pytest.mark.parametrize(("width", "script", "keyboard"), WAYS.values(), ids=WAYS.keys())
def test_the_whole_way(
    open_page: Open, count: Callable[[], int], width: int, script: bool, keyboard: bool
) -> None:
    page = open_page("/", width=width, script=script)
    ana, before = Resident(page, keyboard), count()

    ana.follow("Cancel ShotSpotter")
    ana.follow("Read it first")
    ana.sees(TITLE)
    read_a_note(ana)
    email = f"ana-{width}-{script}@example.org"
    sign(ana, email)
    ana.follow("Read your mail here")
    ana.sees("Development mailbox")
    open_the_mail(ana, email)
    ana.press("Yes, count my signature")
    ana.sees("Your signature counts")
    within_five_seconds(before + 1, count)
    mine = page.url
    within_five_seconds(before + 1, lambda: shown_number(page))

    page.goto(mine)
    ana.press("Take my name off")
    ana.sees("Your name is off the petition")
    within_five_seconds(before, count)
    within_five_seconds(before, lambda: shown_number(page))


def read_a_note(ana: Resident) -> None:
    """A note of the text leads to its fact, with what the other side says, and back."""
    ana.follow("Note 1")
    note = ana.page.locator("#note-1")
    expect(note).to_be_in_viewport()
    expect(note).to_contain_text("Disputed by SoundThinking")
    ana.follow("About this fact")
    others = ana.page.locator(".dispute")
    expect(ana.page.get_by_role("heading", name="What others say")).to_be_visible()
    expect(others.first).to_contain_text("SoundThinking")
    expect(others.first.get_by_role("link").first).to_be_visible()
    ana.follow("Cancel ShotSpotter")
    ana.follow("Read it first")


def sign(ana: Resident, email: str) -> None:
    ana.follow("Sign the petition")
    ana.fill("Full name", "Ana Ruiz")
    ana.fill("Email address", email)
    ana.choose("Your ward", "Ward 25")
    ana.fill("Why do you sign?", "For my block.")
    ana.tick("Show my name and ward")
    ana.press("Sign the petition")
    ana.sees("One more step: open your mail")


def open_the_mail(ana: Resident, email: str) -> None:
    """Open the mail to this address and the link in it."""
    page, end = ana.page, monotonic() + 5
    mail = page.get_by_role("listitem").filter(has_text=email)
    while not mail.is_visible():
        assert monotonic() < end, "no mail"
        page.reload()
    ana.go(mail.get_by_role("link", name=ASKED))
    letter = page.frame_locator("iframe")
    expect(letter.get_by_role("link", name="Open and confirm")).to_be_visible()
    ana.go(page.locator("pre").get_by_role("link").first)
    ana.sees("Confirm your signature")
    expect(page.locator("main")).to_contain_text("Ana Ruiz")


def test_it_was_not_me(open_page: Open, count: Callable[[], int]) -> None:
    page = open_page(PETITION)
    ana, before = Resident(page), count()
    sign(ana, "somebody-else@example.org")
    ana.follow("Read your mail here")
    open_the_mail(ana, "somebody-else@example.org")

    ana.press("It wasn’t me: delete this")
    ana.sees("Your name is off the petition")
    expect(page.locator("main")).not_to_contain_text("Ana Ruiz")
    assert count() == before


def test_the_number_on_an_open_page_follows(open_page: Open, server: Server, world: World) -> None:
    """Somebody reads while another confirms: the number changes under their eyes."""
    page = open_page("/petitions/open")
    before = int(page.locator("[data-count]").inner_text())
    assert server.post(world.pages["confirm"]).status == 303
    expect(page.locator("[data-count]")).to_have_text(str(before + 1), timeout=11_000)
