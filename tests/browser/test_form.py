"""What goes wrong in a form is said first, and nothing typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.looking import faults
from tests.browser.resident import Resident
from tests.browser.world import PETITION

SCRIPT = pytest.mark.parametrize("script", [True, False], ids=["script on", "script off"])


@SCRIPT
def test_an_empty_form_puts_the_reader_at_the_list_of_errors(open_page: Open, script: bool) -> None:
    page = open_page(f"{PETITION}/sign", script=script)
    Resident(page).press("Sign the petition")

    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary.get_by_role("link")).to_have_count(3)
    summary.get_by_role("link", name="Enter your full name.").click()
    expect(page.get_by_label("Full name")).to_be_focused()
    expect(page.get_by_label("Full name")).to_have_attribute("aria-invalid", "true")


def test_a_form_with_errors_is_as_readable(open_page: Open) -> None:
    page = open_page(f"{PETITION}/sign")
    Resident(page).press("Sign the petition")
    assert faults(page) == []


@SCRIPT
def test_what_was_typed_stays(open_page: Open, script: bool) -> None:
    page = open_page(f"{PETITION}/sign", script=script)
    ana = Resident(page)
    ana.fill("Full name", "Ana Ruiz")
    ana.fill("Email address", "ana at example.org")
    ana.choose("Your ward", "Ward 25")
    ana.fill("Why do you sign?", "Line one\nلين two <b>")
    ana.tick("Show my name and ward")
    ana.tick("Demo Southwest Families")
    ana.press("Sign the petition")

    expect(page.get_by_role("alert").get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_label("Full name")).to_have_value("Ana Ruiz")
    expect(page.get_by_label("Email address")).to_have_value("ana at example.org")
    expect(page.get_by_label("Your ward")).to_have_value("25")
    expect(page.get_by_label("Why do you sign?")).to_have_value("Line one\nلين two <b>")
    expect(page.get_by_label("Show my name and ward")).to_be_checked()
    expect(page.get_by_label("Demo Southwest Families")).to_be_checked()
    expect(page.get_by_label("Demo Neighbors Network")).not_to_be_checked()


def test_a_second_press_sends_nothing(open_page: Open) -> None:
    """A slow answer and an impatient thumb are one signature and one mail."""
    page = open_page(f"{PETITION}/sign")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.get_by_role("button", name="Sign the petition").dblclick()
    expect(page.get_by_role("alert")).to_be_focused()
    assert sent.count("POST") == 1
