"""Omar runs a hearing from a phone: order by keyboard, a lost connection, the timer."""

import itertools
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from campaign.coalition.models import Campaign
from campaign.db import db
from campaign.hearings.models import Hearing
from campaign.hearings.speaking.models import Speaker
from tests.browser.looking import faults
from tests.browser.test_organize import Organizer, organizer, passwords
from tests.browser.world import LONG
from tests.hearings.factories import make_hearing, make_point, make_rule, make_speaker
from tests.officials.factories import make_body
from tests.server import Server

__all__ = ["organizer", "passwords"]  # fixtures
expect.set_options(timeout=20_000)  # for machines that do other things too
ROOT = "/organize/demo-neighbors-network/campaigns/cancel-shotspotter/hearings"
NAMES = ("Ana Quetzal", "Luis Zorzal", "Rosa Ibis")
numbers = itertools.count(1)


@pytest.fixture
def home(server: Server) -> str:
    """The address of a hearing of the demo's lead, with three who were drawn and two points."""
    slug = f"day-{next(numbers)}"
    with server.app.app_context():
        mine = db.select(Campaign).filter_by(slug="cancel-shotspotter")
        campaign = db.session.scalars(mine).one()
        body = make_body(wards=0, slug=f"body-of-{slug}")
        hearing = make_hearing(campaign, make_rule(body, seconds=62), slug=slug)
        for place, name in enumerate(NAMES, start=1):
            make_speaker(hearing, name, state="drawn", position=place)
        for title in ("It did not find guns", "It costs too much", LONG):
            make_point(campaign, title)
        db.session.remove()  # else it keeps the server from writing
    return f"{ROOT}/{slug}"


def stored(server: Server, home: str) -> dict[str, tuple[str, int | None]]:
    """State and place of each speaker by name, as the server has them."""
    with server.app.app_context():
        mine = db.select(Speaker).join(Hearing).where(Hearing.slug == home.rpartition("/")[2])
        found = {one.name: (one.state, one.position) for one in db.session.scalars(mine)}
        db.session.remove()
    return found


def test_the_order_changes_by_keyboard(
    organizer: Callable[[str, int], Organizer], server: Server, home: str
) -> None:
    omar = organizer("Omar", 320)
    omar.page.goto(f"{home}/line-up")
    omar.press("Deal anew")
    expect(omar.page.get_by_role("status")).to_contain_text("Dealt anew:")
    assert faults(omar.page) == []
    omar.page.set_viewport_size({"width": 320, "height": 700})
    omar.page.goto(f"{home}/line-up")
    omar.reach(omar.page.get_by_role("button", name="Rosa Ibis: one place earlier"))
    omar.page.keyboard.press("Enter")
    expect(omar.page.get_by_role("status")).to_contain_text("Rosa Ibis is number 2 of 3.")
    expect(omar.page.get_by_role("button", name="Rosa Ibis: one place earlier")).to_be_focused()
    omar.page.keyboard.press("Enter")
    expect(omar.page.get_by_role("status")).to_contain_text("Rosa Ibis is number 1 of 3.")
    assert stored(server, home)["Rosa Ibis"] == ("drawn", 1)


def test_the_day_goes_on_without_a_line(
    organizer: Callable[[str, int], Organizer], server: Server, home: str
) -> None:
    page = organizer("Omar", 320).page
    page.goto(f"{home}/day")
    assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(f"{home}/day")
    page.context.set_offline(True)
    press(page, "Check in", "Ana Quetzal")
    press(page, "Spoke", "Ana Quetzal")
    press(page, "Forfeited", "Luis Zorzal")
    expect(page.locator("[data-line]")).to_contain_text("3 acts are kept on this phone")
    expect(page.locator("#coming > li").first).to_contain_text("Rosa Ibis")
    expect(page.locator("#over > li").last).to_contain_text("Forfeited")
    page.get_by_role("button", name="Undo: Luis Zorzal, Forfeited").click()
    expect(page.locator("#coming > li").first).to_contain_text("Luis Zorzal")
    assert {state for state, _place in stored(server, home).values()} == {"drawn"}
    page.context.set_offline(False)
    expect(page.locator("[data-line]")).to_have_text("Everything is sent.")
    states = {name: state for name, (state, _place) in stored(server, home).items()}
    assert states == {"Ana Quetzal": "spoke", "Luis Zorzal": "drawn", "Rosa Ibis": "drawn"}


def test_what_was_kept_outlives_the_page_and_two_phones_agree(
    organizer: Callable[[str, int], Organizer], server: Server, home: str
) -> None:
    one, two = organizer("Omar", 320).page, organizer("Omar", 320).page
    for page in (one, two):
        page.goto(f"{home}/day")
        page.context.set_offline(True)
    press(one, "Spoke", "Ana Quetzal")
    press(two, "Forfeited", "Ana Quetzal")
    one.context.set_offline(False)
    one.reload()
    expect(one.locator("#over > li")).to_contain_text("Spoke")
    expect(one.locator("[data-line]")).not_to_contain_text("kept")
    two.context.set_offline(False)
    expect(two.locator("[data-refused]")).to_contain_text("Ana Quetzal: Spoke.")
    for page in (one, two):
        expect(page.locator("#over > li")).to_contain_text("Spoke")
    assert stored(server, home)["Ana Quetzal"][0] == "spoke"


def test_the_timer_counts_and_says_so_in_words(
    organizer: Callable[[str, int], Organizer], server: Server, home: str
) -> None:
    page = organizer("Omar", 320).page
    page.goto(f"{home}/timer")
    assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    page.clock.install()
    page.goto(f"{home}/timer")
    digits, words = page.get_by_role("timer"), page.locator("[data-phase-words]")
    expect(digits).to_have_text("1:02")
    page.locator("h1").click()
    page.keyboard.press("Space")
    page.clock.run_for(1_000)
    expect(words).to_have_text("● Speaking")
    page.context.set_offline(True)
    page.clock.run_for(2_000)
    expect(words).to_have_text("▲ 60 s left")
    page.keyboard.press("Space")
    page.clock.run_for(10_000)
    expect(words).to_have_text("❚❚ Paused")
    page.keyboard.press("Space")
    page.clock.run_for(62_000)
    expect(words).to_have_text("■ Time is over")
    page.get_by_role("button", name="Spoke, then next").click()
    expect(page.locator("[data-name]").first).to_have_text("Luis Zorzal")
    expect(digits).to_have_text("1:02")
    page.context.set_offline(False)
    page.clock.run_for(11_000)
    expect(page.locator("[data-line]")).to_have_text("Everything is sent.")
    assert stored(server, home)["Ana Quetzal"][0] == "spoke"


def test_without_script_the_day_works_and_the_timer_says_to_use_a_watch(
    organizer: Callable[[str, int], Organizer], open_page: Callable[..., Page], home: str
) -> None:
    omar = organizer("Omar", 320)
    page = open_page("/login", script=False, cookies=True)
    page.context.add_cookies(omar.page.context.cookies())  # type: ignore[arg-type]
    page.goto(f"{home}/day")
    press(page, "Spoke", "Ana Quetzal")
    expect(page.locator("#over > li")).to_contain_text("Ana Quetzal")
    page.goto(f"{home}/timer")
    expect(page.locator("main")).to_contain_text("use a watch")


def press(page: Page, words: str, name: str) -> None:
    """Press a button of somebody on the run sheet; what is folded is opened first."""
    named = re.compile(rf"^{words}\s*: {name}$")
    button = page.get_by_role("button", name=named, include_hidden=True)
    if not button.is_visible():
        button.locator("xpath=ancestor::details/summary").click()
    button.click()
