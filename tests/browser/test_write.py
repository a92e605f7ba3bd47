"""Omar writes and publishes a petition, by keyboard alone, on a phone and at a desk."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.looking import accessibility_faults, faults, width_faults
from tests.browser.resident import Resident
from tests.server import Server

DESK = "/organize/demo-neighbors-network/campaigns/cancel-shotspotter/petitions"
DEMO = f"{DESK}/cancel-shotspotter"
FACT = "oig-evidence-rate"


@pytest.fixture
def log_in(open_page: Open, server: Server):  # type: ignore[no-untyped-def]
    """Open one of Omar's pages."""
    password = (server.instance / "demo_login").read_text(encoding="ascii").split()[1]

    def visit(path: str, **profile: object) -> Page:
        page = open_page("/login", cookies=True, **profile)
        omar = Resident(page)
        omar.fill("Email address", "omar@example.org")
        omar.fill("Password", password)
        omar.press("Log in")
        page.goto(path)
        return page

    return visit


@pytest.mark.parametrize("width", [320, 1280])
def test_writing_and_publishing_by_keyboard(log_in, width):
    page = log_in(DESK, width=width)
    omar = Resident(page, keyboard=True)
    omar.follow("New petition")
    english = page.get_by_role("group", name="English")
    title, text = f"Written at {width}", english.get_by_label("Text", exact=True)
    for control, words in (
        (english.get_by_label("Title"), title),
        (english.get_by_label("What you ask"), "Decide in public."),
        (text, "We read: "),
    ):
        omar.reach(control)
        page.keyboard.type(words)
    insert = page.get_by_role("button", name=f"Insert the fact {FACT}", exact=True)
    omar.reach(insert)
    page.keyboard.press("Enter")
    expect(text).to_be_focused()
    expect(text).to_have_value(f"We read: {{fact:{FACT}}}")
    omar.reach(page.get_by_role("button", name="Show the preview"))  # folded on a phone
    page.keyboard.press("Enter")
    preview = page.locator("#preview")
    expect(preview.get_by_role("heading", name="Sources")).to_be_visible()
    expect(page.locator("#language-states")).to_contain_text("English: complete.")
    assert accessibility_faults(page) == []
    omar.press("Save as a draft")
    omar.sees(title)
    assert accessibility_faults(page) == []
    omar.follow("Publish…")
    assert accessibility_faults(page) == []
    omar.press("Publish")
    expect(page.get_by_role("status").first).to_contain_text("It is public.")
    omar.press("Stop signing now")
    expect(page.get_by_role("status").first).to_contain_text("Signing is stopped.")


def test_without_script_the_preview_is_a_button(log_in):
    page = log_in(f"{DESK}/new", script=False)
    english = page.get_by_role("group", name="English")
    english.get_by_label("Title").fill("Without script")
    english.get_by_label("Text", exact=True).fill(f"One\n\n{{fact:{FACT}}} {{fact:nothing}}")
    assert page.get_by_role("button", name="Insert").count() == 0
    Resident(page).press("Show the preview")

    preview = page.locator("#preview")
    expect(preview.get_by_role("heading", name="Without script")).to_be_visible()
    expect(preview.locator(".footnotes li")).to_have_count(1)
    expect(page.locator("#problems-en")).to_contain_text("Line 3: the fact sheet has no “nothing”.")
    expect(english.get_by_label("Title")).to_have_value("Without script")


def test_its_pages_are_as_readable(log_in):
    page = log_in(DESK)
    for path in (
        DESK,
        DEMO,
        f"{DESK}/new",
        f"{DEMO}/edit",
        f"{DEMO}/revisions",
        f"{DEMO}/links",
        f"{DEMO}/poster",
    ):
        page.goto(path)
        assert faults(page) == [], path


def test_both_texts_of_a_conflict_stand_side_by_side(log_in):
    page = log_in(f"{DEMO}/edit", width=1280)
    other = page.context.new_page()
    other.goto(f"{DEMO}/edit")
    for one, words in ((page, "Saved first."), (other, "Saved second.")):
        one.get_by_role("group", name="English").get_by_label("Sentence for sharing").fill(words)
        Resident(one).press("Save")
    expect(other.get_by_role("alert")).to_contain_text("Nothing of yours is lost")
    theirs, mine = other.locator(".clash .kept-lines").all()
    assert (theirs.inner_text(), mine.inner_text()) == ("Saved first.", "Saved second.")
    left, right = theirs.bounding_box(), mine.bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] + left["width"] <= right["x"]
    assert faults(other) == []


@pytest.mark.parametrize("paper", ["Letter", "A4"])
def test_the_poster_is_one_page_of_paper(log_in, paper):
    page = log_in(f"{DEMO}/poster", width=800)
    assert page.pdf(format=paper).count(b"/Type /Page\n") == 1
    page.emulate_media(media="print")
    assert page.locator(".poster .qr").is_visible()
    assert width_faults(page) == []
