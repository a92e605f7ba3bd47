"""Ana writes what she will say, on a phone: figures, facts and saving come by themselves."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from campaign.db import db
from campaign.hearings.models import Hearing
from campaign.hearings.speaking import links
from campaign.testimony import links as draft_links
from campaign.testimony.models import Draft
from tests.browser.conftest import Open
from tests.browser.looking import accessibility_faults, faults, width_faults
from tests.hearings.factories import make_speaker
from tests.server import Server
from tests.testimony.factories import TEXT, make_draft, write


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


def test_another_has_saved_meanwhile(open_page: Open, server: Server) -> None:
    with server.app.app_context():
        hearing = db.session.scalars(db.select(Hearing).order_by(Hearing.id)).first()
        draft = make_draft(make_speaker(hearing, "Ana Second"))  # type: ignore[arg-type]
        path, number = urlsplit(draft_links.link(draft)).path, draft.id
    page = open_page(path, width=1280)
    page.clock.install()
    text = page.get_by_role("textbox", name="The text")
    text.fill(TEXT.replace("Cancel", "End"))
    with server.app.app_context():
        other = db.session.get(Draft, number)
        write(other, TEXT.replace("at night", "every night"))  # type: ignore[arg-type]
    page.clock.fast_forward(9_000)
    alert = page.locator(".clash-found")
    expect(alert).to_contain_text("every night")
    expect(text).to_have_value(TEXT.replace("Cancel", "End"))
    alert.get_by_role("button", name="Compare both").click()
    both = TEXT.replace("Cancel", "End").replace("at night", "every night")
    expect(page.get_by_label("Both brought together")).to_have_value(both)
    assert accessibility_faults(page) + faults(page) + width_faults(page) == []
    page.get_by_role("button", name="Save both together").click()
    expect(text).to_have_value(both)
    assert page.evaluate("localStorage.length") == 0
