"""Organizers by keyboard alone, on a phone and at a desk: from founding to a corrected fact."""

import re
from collections.abc import Callable
from typing import ClassVar
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.accounts.factories import code_of_key
from tests.browser.conftest import Open
from tests.browser.looking import accessibility_faults, faults
from tests.browser.resident import Resident
from tests.server import Server

OLD, NEW = "The pool opens at 9 in the morning.", "The pool opens at 7 in the morning."
PRICE = "A swim costs two dollars."
WIDTHS = {320: "Eve", 1280: "Ana"}  # and who founds an organization there


class Organizer(Resident):
    """Somebody at the desk; axe looks at each page once, whatever it is about."""

    looked_at: ClassVar[set[tuple[str, int]]] = set()  # ends of paths, and widths

    def go(self, control: Locator) -> None:
        super().go(control)
        size = self.page.viewport_size or {"width": 0}
        seen = (urlsplit(self.page.url).path.rpartition("/")[2], size["width"])
        if seen not in self.looked_at:
            self.looked_at.add(seen)
            assert accessibility_faults(self.page) == [], self.page.url

    def log_in(self, email: str, password: str) -> None:
        self.fill("Email address", email)
        self.fill("Password", password)
        self.press("Log in")

    def open(self, place: str) -> None:
        """Go to a place of the menu, which is folded on a phone."""
        menu = self.page.locator(".side > summary")
        if menu.is_visible():
            self.reach(menu)
            self.page.keyboard.press("Enter")
        self.go(self.page.locator(".side").get_by_role("link", name=place, exact=True))

    def pick(self, label: str | re.Pattern[str]) -> None:
        """Choose one of several, with the arrow keys once the first has the focus."""
        wanted = self.page.locator("main").get_by_label(label)
        group = self.page.locator(f"input[name='{wanted.get_attribute('name')}']")
        checked = group.and_(self.page.locator(":checked"))
        first = checked if checked.count() else group.first
        self.reach(first)
        for _ in range(group.count()):
            if not wanted.is_checked():
                self.page.keyboard.press("ArrowDown")
        expect(wanted).to_be_checked()

    def fill(self, label: str, text: str) -> None:
        """Type over what is there."""
        self.reach(self.find(label))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def choose(self, label: str, option: str) -> None:
        self.reach(self.find(label))
        self.page.keyboard.type(option)
        expect(self.find(label).locator("option:checked")).to_have_text(option)

    def find(self, label: str) -> Locator:
        """The first field of the page whose label begins so."""
        return self.page.locator("main").get_by_label(re.compile(f"^{re.escape(label)}")).first


@pytest.fixture
def passwords(server: Server) -> dict[str, str]:
    """What `campaign run` printed for the demo's people."""
    lines = (server.instance / "demo_login").read_text(encoding="ascii").splitlines()
    return dict(line.split()[:2] for line in lines)


@pytest.fixture
def organizer(open_page: Open, passwords: dict[str, str]) -> Callable[[str, int], Organizer]:
    """Let somebody log in, by keyboard alone."""

    def log_in(name: str, width: int) -> Organizer:
        one = Organizer(open_page("/login", width=width, cookies=True), keyboard=True)
        email = f"{name.lower()}@example.org"
        one.log_in(email, passwords[email])
        one.sees("Today")
        return one

    return log_in


@pytest.mark.parametrize("script", [True, False], ids=["script on", "script off"])
def test_logging_in_and_out_by_keyboard(
    open_page: Open, passwords: dict[str, str], script: bool
) -> None:
    page = open_page("/", width=1280, script=script, cookies=True)
    omar = Resident(page, keyboard=True)
    omar.follow("Organizers’ log-in")
    omar.fill("Email address", "omar@example.org")
    omar.fill("Password", passwords["omar@example.org"])
    omar.press("Log in")
    assert page.url.endswith("/organize")
    omar.sees("Today")
    omar.press("Log out")
    page.goto("/organize")
    omar.sees("Log in")


def test_the_way_in_is_as_readable(open_page: Open) -> None:
    page = open_page("/login", cookies=True)
    assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 700})
    Resident(page).press("Log in")
    assert page.get_by_role("alert").is_visible()
    assert faults(page) == []
    page.goto("/reset")
    assert faults(page) == []


@pytest.mark.parametrize("width", WIDTHS)
def test_from_founding_to_a_corrected_fact(
    organizer: Callable[[str, int], Organizer], width: int
) -> None:
    founder = organizer(WIDTHS[width], width)
    found_organization(founder, f"Swimmers {width}")
    start_campaign(founder, f"Swimmers {width}", f"Open the pool {width}")
    invite_omar(founder, f"Swimmers {width}")
    omar = organizer("Omar", width)
    join(omar, f"Swimmers {width}")
    enter(omar, f"Open the pool {width}")
    write_fact(omar, f"hours-{width}", OLD)
    write_fact(omar, f"price-{width}", PRICE)
    publish_petition(omar, width)
    correct_fact(omar, f"hours-{width}", NEW)
    update_petition(omar, width)


def found_organization(founder: Organizer, name: str) -> None:
    founder.follow("Found an organization")
    founder.fill("Name of the organization", name)
    founder.press("Found an organization")
    founder.press("Set it up")
    key = founder.page.locator("main code").inner_text().replace("-", "").replace(" ", "")
    founder.fill("Six digits", code_of_key(key))
    founder.press("Turn the second factor on")
    expect(founder.page.locator("main")).to_contain_text("Logging in asks for a code")


def start_campaign(founder: Organizer, organization: str, name: str) -> None:
    founder.page.goto("/organize")
    mine = founder.page.get_by_role("region", name=organization)
    founder.go(mine.get_by_role("link", name="Start a campaign"))
    founder.fill("Name (English)", name)
    founder.fill("What you ask for (English)", "Open the pool in the morning.")
    founder.fill("Summary (English)", "A pool that is closed helps nobody.")
    founder.press("Start it")
    founder.press("Publish")
    expect(founder.page.get_by_role("status")).to_contain_text("The campaign is public.")


def invite_omar(founder: Organizer, name: str) -> None:
    founder.open("Members")
    founder.sees(name)
    founder.fill("Email addresses", "omar@example.org")
    founder.pick(re.compile("^Organizer:"))
    founder.press("Invite")
    expect(founder.page.get_by_role("status")).to_contain_text("on its way")


def join(omar: Organizer, name: str) -> None:
    """Omar reads his mail, and comes by the link in it."""
    page = omar.page
    page.goto("/dev/mail?to=omar@example.org")
    omar.follow(name)
    omar.go(page.locator("main a[href*='/invitations/']").first)
    omar.press("Join")
    expect(page.get_by_role("status")).to_contain_text(f"Welcome to {name}")


def enter(omar: Organizer, name: str) -> None:
    omar.go(omar.page.locator("main").get_by_role("link", name=name))
    omar.sees(name)


def write_fact(omar: Organizer, key: str, statement: str) -> None:
    omar.open("Facts")
    omar.follow("Write a fact")
    omar.fill("Key", key)
    omar.fill("Statement", statement)
    omar.choose("Status", "current")
    omar.press("Save")
    omar.sees(statement)


def publish_petition(omar: Organizer, width: int) -> None:
    omar.open("Petitions")
    omar.follow("New petition")
    omar.fill("Title", f"Open it at 7, {width}")
    omar.fill("What you ask", "Open the pool at 7.")
    omar.fill("Text", f"{{fact:hours-{width}}} {{fact:price-{width}}}")
    omar.press("Save as a draft")
    omar.follow("Publish")
    omar.press("Publish")
    omar.follow("Public page")
    expect(omar.page.locator("main")).to_contain_text(OLD)
    expect(omar.page.locator("main")).to_contain_text(PRICE)
    omar.page.go_back()


def correct_fact(omar: Organizer, key: str, statement: str) -> None:
    omar.open("Facts")
    omar.follow(OLD)
    omar.follow("Edit")
    omar.fill("Statement", statement)
    omar.press("Save")
    omar.sees(statement)


def update_petition(omar: Organizer, width: int) -> None:
    omar.open("Today")
    title = f"Open it at 7, {width}"
    omar.follow(f"Decide: Petition “{title}” says what its facts no longer say")
    expect(omar.page.locator("main del").first).to_have_text("9")
    omar.press("Take the new sentence")
    expect(omar.page.get_by_role("status")).to_contain_text("says the new sentence from now on")
    omar.open("Today")
    expect(omar.page.locator("main")).not_to_contain_text(f"“{title}” says what")


def sheet_of_keys(page: Page) -> Page:
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    return page


def test_keys_lead_around(organizer: Callable[[str, int], Organizer]) -> None:
    page = organizer("Omar", 1280).page
    page.goto("/organize/demo-neighbors-network")
    for keys, ending in (("gp", "/petitions"), ("gf", "/facts"), ("gt", "/organize")):
        page.goto("/organize/demo-neighbors-network/campaigns/cancel-shotspotter")
        page.locator("body").press(keys[0])
        with page.expect_navigation():
            page.locator("body").press(keys[1])
        assert page.url.endswith(ending)
    page.goto("/organize/demo-neighbors-network/campaigns/cancel-shotspotter")
    page.locator("body").press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("gt/?")
    expect(page.get_by_role("searchbox")).to_have_value("gt/?")


def test_keys_can_be_read_and_switched_off(organizer: Callable[[str, int], Organizer]) -> None:
    page = organizer("Omar", 1280).page
    page.goto("/organize/demo-neighbors-network/campaigns/cancel-shotspotter")
    sheet_of_keys(page)
    assert accessibility_faults(page) == []
    page.get_by_label("Use these keys in this browser").uncheck()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.reload()
    page.locator("body").press("/")
    expect(page.locator("#search")).not_to_be_focused()


def test_paper_gets_the_words_and_no_frame(organizer: Callable[[str, int], Organizer]) -> None:
    page = organizer("Omar", 1280).page
    page.goto("/organize/demo-neighbors-network/campaigns/cancel-shotspotter")
    page.emulate_media(media="print")
    for hidden in ("nav", ".search", "button", ".side"):
        assert not any(one.is_visible() for one in page.locator(hidden).all()), hidden
    assert page.locator("h1").is_visible()
