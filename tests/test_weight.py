"""A page must come quickly on a bad phone: what a resident downloads, compressed."""

import gzip
from collections.abc import Callable

import pytest
from click.testing import Result

from campaign.config import ROOT
from tests.page import PageClient

STYLE, PAGE_AND_STYLE, FORM = 8_000, 14_000, 4_000  # bytes
PETITION = "/petitions/cancel-shotspotter"


def packed(content: bytes) -> int:
    """Its size over the wire: campaign.pages packs as hard."""
    return len(gzip.compress(content, 6))


def packed_file(name: str) -> int:
    return packed((ROOT / "static" / name).read_bytes())


@pytest.fixture
def weigh(client: PageClient, campaign: Callable[..., Result]) -> Callable[[str], int]:
    """Measure a page of the demo campaign."""
    assert campaign("demo", "load").exit_code == 0
    return lambda path: packed(client.get(path).get_data())


def test_the_style_is_light() -> None:
    assert packed_file("style.css") <= STYLE


def test_the_petition_with_its_style_is_light(weigh: Callable[[str], int]) -> None:
    for language in ("en", "es"):
        assert weigh(f"{PETITION}?lang={language}") + packed_file("style.css") <= PAGE_AND_STYLE
    assert (
        weigh(f"{PETITION}/sign") + packed_file("style.css") + packed_file("app.js")
        <= PAGE_AND_STYLE
    )
    assert weigh(f"{PETITION}/sign") <= FORM
