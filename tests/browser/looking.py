"""What is looked at on a page that is open."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script
FOUND = {"resultTypes": ["violations"]}
ALL = FOUND | {"rules": {"target-size": {"enabled": True}}}
COLOURS = FOUND | {"runOnly": ["color-contrast", "link-in-text-block"]}
WORDS = FOUND | {"rules": {"color-contrast": {"enabled": False}}}
RUN_AXE = """async (options) => {
  const { violations } = await axe.run(options);
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 160)}`);
}"""
# Focus as the Tab key leaves it; what has no outline of 2 px or more cannot be seen.
UNSEEN_FOCUS = """() => {
  const all = document.querySelectorAll("a[href], button, input, select, textarea, summary");
  const faults = [];
  for (const one of all) {
    if (!one.checkVisibility() || one.tabIndex < 0) continue;
    one.focus();
    const style = getComputedStyle(one);
    const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    if (document.activeElement !== one || !seen) faults.push(one.outerHTML.slice(0, 120));
  }
  return faults;
}"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LOOKS = 20  # a tenth of a second apart: what is too wide for longer is a fault
WIDEST = """() => [...document.querySelectorAll("body *")]
  .filter(one => one.getBoundingClientRect().right > document.documentElement.clientWidth)
  .map(one => one.outerHTML.slice(0, 120)).slice(0, 3)"""


def accessibility_faults(page: Page, rules: dict[str, Any] = ALL) -> list[str]:
    """What axe finds, WCAG 2.2 AA and its own good practice."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: list[str] = page.evaluate(RUN_AXE, rules)
    return found


def width_faults(page: Page) -> list[str]:
    """What makes a person scroll sideways, once fonts and layout have come to rest."""
    for _ in range(LOOKS):
        if page.evaluate(TOO_WIDE) <= 0:
            return []
        page.wait_for_timeout(100)
    return page.evaluate(WIDEST) or ["?"]


def focus_faults(page: Page) -> list[str]:
    """Controls that do not show that they have the focus."""
    page.keyboard.press("Tab")
    faults: list[str] = page.evaluate(UNSEEN_FOCUS)
    return [f"no focus seen: {fault}" for fault in faults]


def faults(page: Page) -> list[str]:
    """Everything at 320 and 1280 px, light and dark, and with text twice as large."""
    found = focus_faults(page)
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        found += [f"{width} px: {fault}" for fault in width_faults(page)]
        found += [f"{width} px: {fault}" for fault in accessibility_faults(page)]
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {fault}" for fault in accessibility_faults(page, COLOURS)]
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 640, "height": 700})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    return found + [f"text 200 %: {fault}" for fault in width_faults(page)]
