"""Ana finds her alderperson by pressing a map, without script."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect
from shapely import Point

from tests.browser.conftest import Open
from tests.browser.looking import faults, width_faults
from tests.browser.world import World
from tests.officials.wards.city import jagged_city

HOME = (-87.7293, 41.7506)  # ward 24, some 900 m from its nearest line


def picture(page: Page) -> Locator:
    """The one picture of the map that is shown at this width."""
    shown = page.locator(".press input:visible")
    expect(shown).to_have_count(1)
    return shown


def press(page: Page) -> None:
    """Press the place where Ana lives, by the part of the map that the page says it shows."""
    box = page.locator("input[name=box]").get_attribute("value") or ""
    west, south, east, north = (float(one) for one in box.split(","))
    size = picture(page).bounding_box()
    assert size
    x = (HOME[0] - west) / (east - west) * size["width"]
    y = (north - HOME[1]) / (north - south) * size["height"]
    with page.expect_navigation():
        picture(page).click(position={"x": x, "y": y})
    assert width_faults(page) == []


@pytest.mark.parametrize("width", [320, 1280])
def test_two_presses_on_the_map(open_page: Open, world: World, width: int) -> None:
    shape = jagged_city()[24]
    assert shape.buffer(-0.002).covers(Point(HOME))
    page = open_page("/wards/find", width=width, script=False)
    size = picture(page).bounding_box()
    assert size
    assert size["width"] == (280 if width == 320 else 560)
    press(page)
    press(page)

    expect(page.get_by_role("heading", name="Ward 24")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Alderperson:")
    expect(page.get_by_text("Please confirm")).to_have_count(0)
    assert page.url.endswith("/wards/find")
    page.get_by_role("link", name="How to reach who decides").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ward 24")


def test_the_answer_is_readable(open_page: Open, world: World) -> None:
    page = open_page("/wards/find", width=320)
    press(page)

    assert faults(page) == []


def test_a_link_for_each_ward(open_page: Open, world: World) -> None:
    page = open_page("/wards/find", script=False)
    links = page.locator(".ward-map a")
    expect(links).to_have_count(50)
    name = links.nth(23).locator("title").inner_html()
    assert re.match(r"Ward 24: \S", name)
    links.nth(23).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Ward 24")


def test_the_browser_says_where_it_is(open_page: Open, world: World) -> None:
    place = {"longitude": HOME[0], "latitude": HOME[1], "accuracy": 15}
    page = open_page("/wards/find", geolocation=place, permissions=["geolocation"])
    with page.expect_navigation():
        page.get_by_role("button", name="Use my location").click()

    expect(page.get_by_role("heading", name="Ward 24")).to_be_visible()


def test_a_browser_that_does_not_say(open_page: Open, world: World) -> None:
    page = open_page("/wards/find", permissions=[])
    page.get_by_role("button", name="Use my location").click()

    expect(
        page.get_by_text("Your browser does not say where you are. Use the map.")
    ).to_be_visible()
