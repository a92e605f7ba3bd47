"""Ana writes what she will say, on a phone: figures, facts and saving come by themselves."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from campaign.db import db
from campaign.hearings.models import Hearing
from campaign.hearings.speaking import links
from campaign.testimony import links as draft_links
from campaign.testimony.models import Draft, Revision, Version
from tests.browser.conftest import Open
from tests.browser.looking import accessibility_faults, faults, width_faults
from tests.hearings.factories import make_speaker
from tests.server import Server
from tests.testimony.factories import TEXT, make_draft, write

MINE = TEXT.replace("Cancel", "End")
THEIRS = TEXT.replace("at night", "every night")
BOTH = MINE.replace("at night", "every night")


@pytest.fixture
def own_page(server: Server) -> str:
    """The page of somebody who has signed up for the demo's hearing."""
    with server.app.app_context():
        hearing = db.session.scalars(db.select(Hearing).order_by(Hearing.id)).first()
        assert hearing is not None
        return urlsplit(links.link(make_speaker(hearing, "Ana Writer"))).path


def test_writing_on_a_phone(open_page: Open, own_page: str) -> None:
    page = open_page(own_page, width=320)
    page.clock.install()
    page.get_by_role("button", name="Write what you will say").click()
    page.get_by_label("The ask").fill("Vote for the order.")
    story = page.get_by_label("Your story")
    story.fill("Three cars came. {fact:oops")
    page.clock.fast_forward(1_000)
    expect(page.locator("[data-part=figures]")).to_contain_text("is not closed")
    story.fill("Three cars came.")
    page.locator(".found-facts [data-insert]").first.click()
    expect(story).to_have_value(re.compile(r"came\. \{fact:[a-z0-9-]+\}$"))
    page.clock.fast_forward(9_000)
    expect(page.locator(".status")).to_have_text(re.compile("^Saved at "))
    expect(page.locator(".result .fact")).to_be_visible()
    assert accessibility_faults(page) + faults(page) + width_faults(page) == []
    page.reload()
    expect(page.get_by_role("textbox", name="The text")).to_have_value(
        re.compile("^Vote for the order.")
    )
    assert page.evaluate("localStorage.length") == 0


class Paper:
    """Ana's draft in her browser, and what the server has of it."""

    def __init__(self, server: Server, name: str) -> None:
        self.server = server
        with server.app.app_context():
            hearing = db.session.scalars(db.select(Hearing).order_by(Hearing.id)).first()
            draft = make_draft(make_speaker(hearing, name))  # type: ignore[arg-type]
            self.path, self.number = urlsplit(draft_links.link(draft)).path, draft.id

    def open(self, page: Page) -> None:
        page.clock.install()
        page.goto(self.path)

    def texts(self) -> list[str]:
        """Every text that was saved, oldest first."""
        with self.server.app.app_context():
            query = db.select(Revision.text).join(Revision.version).order_by(Revision.number)
            return list(db.session.scalars(query.where(Version.draft_id == self.number)))

    def write(self, text: str) -> None:
        """Somebody else saves."""
        with self.server.app.app_context():
            write(db.session.get_one(Draft, self.number), text)


def text_of(page: Page) -> Locator:
    return page.get_by_role("textbox", name="The text")


def type_and_wait(page: Page, text: str) -> None:
    text_of(page).fill(text)
    page.clock.fast_forward(9_000)


def saved(page: Page) -> None:
    expect(page.locator(".status")).to_have_text(re.compile("^Saved at "))
    assert page.evaluate("localStorage.length") == 0


def lose_answers(page: Page) -> None:
    """What is sent arrives and is stored; the answer does not come back."""

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            route.fallback()
            return
        route.fetch()
        route.abort()

    page.route("**/drafts/**", lose)


def test_words_outlive_a_lost_connection(open_page: Open, server: Server) -> None:
    paper = Paper(server, "Ana Offline")
    page = open_page("/", loses=True)
    paper.open(page)
    page.context.set_offline(True)
    type_and_wait(page, MINE)
    expect(page.locator(".status")).to_contain_text("Your words are kept on this device.")
    page.clock.fast_forward(31_000)
    text_of(page).press_sequentially(" More.")
    page.close()
    assert paper.texts() == [TEXT]

    page.context.set_offline(False)
    page = page.context.new_page()
    paper.open(page)
    expect(page.locator(".status")).to_contain_text("are back in the text")
    expect(text_of(page)).to_have_value(f"{MINE} More.")
    assert accessibility_faults(page) + faults(page) + width_faults(page) == []
    page.clock.fast_forward(9_000)
    saved(page)
    page.reload()
    expect(text_of(page)).to_have_value(f"{MINE} More.")
    assert paper.texts() == [TEXT, f"{MINE} More."]


def test_what_is_typed_offline_is_saved_when_the_connection_is_back(
    open_page: Open, server: Server
) -> None:
    paper = Paper(server, "Ana Online")
    page = open_page("/", loses=True)
    paper.open(page)
    page.context.set_offline(True)
    type_and_wait(page, MINE)
    expect(page.locator(".status")).to_contain_text("Not saved: no connection.")
    page.context.set_offline(False)
    saved(page)
    assert paper.texts() == [TEXT, MINE]


def test_words_that_come_back_overwrite_nothing(open_page: Open, server: Server) -> None:
    paper = Paper(server, "Ana Late")
    page = open_page("/", loses=True)
    paper.open(page)
    page.context.set_offline(True)
    type_and_wait(page, MINE)
    page.close()
    paper.write(THEIRS)
    page.context.set_offline(False)
    page = page.context.new_page()
    paper.open(page)
    expect(text_of(page)).to_have_value(MINE)
    page.clock.fast_forward(9_000)
    expect(page.locator(".clash-found")).to_contain_text("every night")
    assert paper.texts() == [TEXT, THEIRS]
    page.get_by_role("button", name="Compare both").click()
    page.get_by_role("button", name="Save both together").click()
    expect(text_of(page)).to_have_value(BOTH)
    assert paper.texts() == [TEXT, THEIRS, BOTH]


@pytest.mark.parametrize("act", ["go on", "save", "reload"])
def test_a_lost_answer_is_no_clash(open_page: Open, server: Server, act: str) -> None:
    """The server has what this page sent, and the page does not know."""
    paper = Paper(server, f"Ana Unanswered {act}")
    page = open_page("/", loses=True)
    paper.open(page)
    lose_answers(page)
    type_and_wait(page, MINE)
    expect(page.locator(".status")).to_contain_text("Not saved: no connection.")
    assert paper.texts() == [TEXT, MINE]
    text_of(page).press_sequentially(" More.")
    page.unroute_all()
    if act == "save":
        page.get_by_role("button", name="Save", exact=True).click()
        page.wait_for_url("**/drafts/**")
    if act == "reload":
        page.reload()
    page.clock.fast_forward(31_000)
    saved(page)
    expect(text_of(page)).to_have_value(f"{MINE} More.")
    assert paper.texts() == [TEXT, MINE, f"{MINE} More."]


def test_after_a_lost_answer_another_is_still_not_overwritten(
    open_page: Open, server: Server
) -> None:
    paper = Paper(server, "Ana Unheard")
    page = open_page("/", loses=True)
    paper.open(page)
    lose_answers(page)
    type_and_wait(page, MINE)
    expect(page.locator(".status")).to_contain_text("Not saved: no connection.")
    paper.write(THEIRS)
    text_of(page).press_sequentially(" More.")
    page.unroute_all()
    page.clock.fast_forward(31_000)
    expect(page.locator(".clash-found")).to_contain_text("every night")
    assert paper.texts() == [TEXT, MINE, THEIRS]


def test_a_page_that_was_asked_for_too_early_is_asked_for_again(
    open_page: Open, server: Server
) -> None:
    """Reloaded while a save was under way: the page is older than what was just saved."""
    paper = Paper(server, "Ana Early")
    page = open_page("/")
    paper.open(page)
    before = page.request.get(paper.path)
    type_and_wait(page, MINE)
    saved(page)
    page.route(f"**{paper.path}", lambda route: route.fulfill(response=before), times=1)
    page.reload()
    expect(text_of(page)).to_have_value(MINE)
    type_and_wait(page, f"{MINE} More.")
    saved(page)
    assert paper.texts() == [TEXT, MINE, f"{MINE} More."]


def test_another_has_saved_meanwhile(open_page: Open, server: Server) -> None:
    paper = Paper(server, "Ana Second")
    page = open_page("/", width=1280)
    paper.open(page)
    text_of(page).fill(MINE)
    paper.write(THEIRS)
    page.clock.fast_forward(9_000)
    alert = page.locator(".clash-found")
    expect(alert).to_contain_text("every night")
    expect(text_of(page)).to_have_value(MINE)
    alert.get_by_role("button", name="Compare both").click()
    expect(page.get_by_label("Both brought together")).to_have_value(BOTH)
    assert accessibility_faults(page) + faults(page) + width_faults(page) == []
    page.get_by_role("button", name="Save both together").click()
    expect(text_of(page)).to_have_value(BOTH)
    assert page.evaluate("localStorage.length") == 0
