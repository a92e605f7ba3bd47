"""Petitions that do not take signatures, links of organizations, codes to scan, two languages."""

import pytest
import segno
from playwright.sync_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.resident import Resident
from tests.browser.world import PETITION, World
from tests.server import Server

SPANISH = "Que los micrófonos de disparos no vuelvan sin un voto público"
# The modules of a code as they are painted: 1 where dark.
READ_CODE = """async (modules) => {
  const image = document.querySelector("img[src*='qr.svg']");
  const canvas = new OffscreenCanvas(modules * 8, modules * 8);
  const paper = canvas.getContext("2d", {willReadFrequently: true});
  paper.drawImage(image, 0, 0, canvas.width, canvas.height);
  const at = (row, column) => paper.getImageData(column * 8 + 4, row * 8 + 4, 1, 1).data;
  return [...Array(modules).keys()].map(row => [...Array(modules).keys()].map(
    column => { const [r, g, b, a] = at(row, column); return +(a > 128 && r + g + b < 384); }));
}"""


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        ("coming", "This petition is not open yet."),
        ("stopped", "Signing is stopped for the moment."),
        ("closed", "This petition is closed."),
    ],
)
def test_it_can_be_read_and_not_signed(
    open_page: Open, world: World, state: str, sentence: str
) -> None:
    page = open_page(world.pages[f"petition {state}"])
    expect(page.locator("aside")).to_contain_text(sentence)
    expect(page.get_by_role("link", name="Sign the petition")).to_have_count(0)
    expect(page.get_by_text("One fact.")).to_be_visible()
    page.goto(f"/petitions/{state}/sign")
    expect(page.locator("main")).to_contain_text(sentence)
    expect(page.get_by_role("button", name="Sign the petition")).to_have_count(0)


def test_an_old_sentence_says_that_there_is_a_newer_one(open_page: Open, world: World) -> None:
    page = open_page(world.pages["petition closed"])
    expect(page.locator("#note-1")).to_contain_text("newer version")
    Resident(page).follow("About this fact")
    expect(page.locator("main")).to_contain_text("It is no longer the current one.")
    Resident(page).follow("See the fact as it is now")
    expect(page.locator("h1")).to_contain_text("and has not said so since")


def test_the_link_of_an_organization_leads_on(open_page: Open) -> None:
    page = open_page(f"{PETITION}?by=demo-southwest-families")
    Resident(page).follow("Sign the petition")
    assert page.url.endswith("/sign?by=demo-southwest-families")
    assert page.locator("input[name=by]").input_value() == "demo-southwest-families"


@pytest.mark.parametrize("query", ["", "?by=demo-southwest-families"])
def test_the_code_holds_the_address_where_one_signs(
    open_page: Open, server: Server, query: str
) -> None:
    page = open_page(f"{PETITION}{query}", width=1280)
    page.get_by_text("Show a code to scan").click()
    image = page.locator("img[src*='qr.svg']")
    expect(image).to_have_js_property("complete", value=True)
    assert painted(page) == code_of(f"{server.url}{PETITION}/sign{query}")


def code_of(address: str) -> list[list[int]]:
    code = segno.make(address, error="m")
    return [list(row) for row in code.matrix_iter(border=2)]


def painted(page: Page) -> list[list[int]]:
    """The code on the screen, module by module, with a margin of two."""
    page.wait_for_function("document.querySelector('img[src*=qr]').naturalWidth > 0")
    side = page.evaluate("document.querySelector('img[src*=qr]').naturalWidth") // 8
    found: list[list[int]] = page.evaluate(READ_CODE, side)
    return found


@pytest.mark.parametrize("script", [True, False], ids=["script on", "script off"])
def test_a_spanish_browser_gets_spanish_all_the_way(open_page: Open, script: bool) -> None:
    page = open_page("/", locale="es-US", script=script)
    for step in (
        "main h2 a[href*='shotspotter']",
        "aside a[href^='/petitions/']:not(.button)",
        "aside a.button",
    ):
        page.locator(step).first.click()
        assert page.locator("html").get_attribute("lang") == "es"
    expect(page.locator("h1")).to_contain_text(SPANISH)


def test_a_picked_language_stays(open_page: Open) -> None:
    """An English telephone in a Spanish hand: one tap, then Spanish from page to page."""
    page = open_page(PETITION)
    Resident(page).follow("Español")
    expect(page.locator("h1")).to_have_text(SPANISH)
    back = ("#note-1 a[href*='/facts/']", "nav li:first-child a", "aside a.button", "main a")
    for step in back:
        page.locator(step).first.click()
        assert page.locator("html").get_attribute("lang") == "es", page.url
    Resident(page).follow("English")
    assert page.locator("html").get_attribute("lang") == "en"


def test_words_from_the_right_stay_among_themselves(open_page: Open, world: World) -> None:
    page = open_page(world.pages["petition open"])
    comment = page.locator("blockquote").filter(has_text="O2024-0011032")
    expect(comment).to_have_css("direction", "rtl")
    name = page.locator("bdi").filter(has_text="ليلى")
    ward = page.locator("li").filter(has=name).locator(".meta")
    first, second = name.bounding_box(), ward.bounding_box()
    assert first is not None
    assert second is not None
    assert first["x"] < second["x"], "the ward stands after the name, as in the line's language"
