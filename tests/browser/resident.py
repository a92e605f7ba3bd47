"""A resident at a page, with a finger or with the keyboard alone, step by step."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import width_faults

MOST_STOPS = 150  # Tab presses until a control that cannot be reached has failed
HAS_FOCUS = "one => document.activeElement === one"
SHOWS_FOCUS = "one => getComputedStyle(one).outlineStyle !== 'none'"


class Resident:
    """Ana, who reads and signs. After each step the page must fit the screen."""

    def __init__(self, page: Page, keyboard: bool = False) -> None:
        self.page, self.keyboard = page, keyboard

    def follow(self, name: str, role: str = "link") -> None:
        """Go on by the first link (or button) with this name."""
        self.go(self.page.get_by_role(role, name=name).first)  # type: ignore[arg-type]

    def go(self, control: Locator) -> None:
        """Use what leads to another page, or to another place of this one."""
        if self.keyboard:
            self.reach(control)
        with self.page.expect_event("framenavigated", lambda frame: frame.parent_frame is None):
            self.page.keyboard.press("Enter") if self.keyboard else control.click()
        self.page.wait_for_load_state()
        faults = width_faults(self.page)
        assert not faults, f"{self.page.url}: {faults}"

    def press(self, name: str) -> None:
        self.follow(name, "button")

    def reach(self, control: Locator) -> None:
        """Tab to a control, as far as it takes; the focus must be seen there."""
        expect(control).to_be_visible()
        for _ in range(MOST_STOPS):
            if control.evaluate(HAS_FOCUS):
                break
            self.page.keyboard.press("Tab")
        assert control.evaluate(HAS_FOCUS), f"not reached by the keyboard: {control}"
        assert control.evaluate(SHOWS_FOCUS)

    def fill(self, label: str, text: str) -> None:
        control = self.page.get_by_label(label)
        if self.keyboard:
            self.reach(control)
            self.page.keyboard.type(text)
        else:
            control.fill(text)

    def choose(self, label: str, option: str) -> None:
        control = self.page.get_by_label(label)
        if self.keyboard:
            self.reach(control)
            self.page.keyboard.type(option)
        else:
            control.select_option(label=option)
        expect(control.locator("option:checked")).to_have_text(option)

    def tick(self, label: str | re.Pattern[str]) -> None:
        control = self.page.get_by_label(label)
        if self.keyboard:
            self.reach(control)
            self.page.keyboard.press("Space")
        else:
            control.check()
        expect(control).to_be_checked()

    def sees(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)
