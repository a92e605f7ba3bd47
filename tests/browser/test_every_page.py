"""Every kind of page in every state: readable by everyone, at any width, light and dark."""

import pytest

from tests.browser.conftest import Open
from tests.browser.looking import WORDS, accessibility_faults, faults, width_faults
from tests.browser.world import CAMPAIGN, PETITION, World
from tests.server import Server

THIRDS = (0, 1, 2)  # so that several processes share the work


@pytest.mark.parametrize("third", THIRDS)
def test_every_public_page(open_page: Open, world: World, third: int) -> None:
    page = open_page("/")
    found = {}
    for name, path in list(world.pages.items())[third :: len(THIRDS)]:
        page.set_viewport_size({"width": 320, "height": 700})
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, name
        assert "set-cookie" not in answer.headers
        found[name] = faults(page)
    assert {name: some for name, some in found.items() if some} == {}


def test_every_refusal_says_what_to_do(open_page: Open, world: World) -> None:
    page = open_page("/")
    for path, status in world.refusals.items():
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == status, path
        assert page.locator("main a.button").count() == 1
        assert faults(page) == [], path


def test_spanish_pages_are_as_readable(open_page: Open, world: World) -> None:
    page = open_page("/", locale="es-MX")
    found = {}
    for name, path in world.pages.items():
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == "es", name
        found[name] = accessibility_faults(page, WORDS) + width_faults(page)
    assert {name: some for name, some in found.items() if some} == {}


def test_a_post_from_elsewhere_gets_a_readable_403(open_page: Open, server: Server) -> None:
    answer = server.post(f"{PETITION}/sign", {"name": "Eve"}, Origin="https://eve.example.org")
    assert answer.status == 403
    page = open_page("/")
    page.set_content(answer.text)
    assert page.get_by_role("heading", level=1).is_visible()
    assert page.get_by_role("link", name="Go to the first page").is_visible()


def test_paper_gets_all_the_words_and_no_buttons(open_page: Open) -> None:
    page = open_page(PETITION, width=800)
    page.emulate_media(media="print")
    for hidden in ("a.button", "nav", "button"):
        assert not any(one.is_visible() for one in page.locator(hidden).all()), hidden
    assert page.locator(".footnotes li").first.is_visible()
    assert page.locator("img[src*='qr.svg']").is_visible()
    assert width_faults(page) == []


def test_the_hand_out_is_one_page_of_paper(open_page: Open) -> None:
    page = open_page(f"{CAMPAIGN}/facts/oig-evidence-rate?print=1", width=800)
    sheet = page.pdf(format="Letter", print_background=False)
    assert sheet.count(b"/Type /Page\n") == 1
