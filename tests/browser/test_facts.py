"""Facts on paper: what is promised of a hand-out, in the browser that prints it."""

import re

import pytest
from playwright.sync_api import Page

from campaign.factsheet.publishing import FIT
from tests.browser.conftest import Open
from tests.browser.world import CAMPAIGN

LENGTHS = "all => all.map(one => [one.value, one.nextElementSibling.textContent.length])"


def pages(page: Page, size: str) -> int:
    """On how many sheets of paper the page comes out."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=size)))


@pytest.mark.parametrize("size", ["Letter", "A4"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_longest_facts_fit_one_page(open_page: Open, language: str, size: str) -> None:
    page = open_page(f"{CAMPAIGN}/facts?print=1&lang={language}")
    assert pages(page, size) > 1
    every = page.locator("input[name=key]").evaluate_all(LENGTHS)
    longest = sorted(every, key=lambda one: -one[1])[:FIT]
    chosen = "".join(f"&key={key}" for key, _length in longest)
    page.goto(f"{CAMPAIGN}/facts?print=1&lang={language}{chosen}")

    assert page.locator(".handout .said").count() == FIT
    assert pages(page, size) == 1
