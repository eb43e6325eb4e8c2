"""What can be seen of a page: in which looks, whether it is accessible, and whether it fits onto the screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from playwright.sync_api import Page

from tests.browser.chat import SCREENSHOTS
from tests.support.system import ROOT

_AXE = ROOT / "chatroom" / "node_modules" / "axe-core" / "axe.min.js"
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_RUN_AXE = """async (tags) => {
    const {violations} = await axe.run(document, {runOnly: tags, resultTypes: ["violations"]});
    return violations.flatMap(({id, help, nodes}) => nodes.map(
        ({html, failureSummary}) => `${id} (${help}): ${html.slice(0, 300)} ${failureSummary}`));
}"""

# What may be wider than the screen: what is scrolled in a box of its own, and what nobody sees.
_TOO_WIDE = """() => {
    const wide = [];
    const isScrolled = (node) => node?.nodeType === 1
        && (/auto|scroll/.test(getComputedStyle(node).overflowX) && !node.matches('[data-testid="timeline"]')
            || isScrolled(node.parentElement));
    const look = (root) => {
        for (const element of root.querySelectorAll("*")) {
            if (element.shadowRoot) look(element.shadowRoot);
            const {left, right, width} = element.getBoundingClientRect();
            const isOut = left < -1 || right > innerWidth + 1;
            if (width > 1 && isOut && !isScrolled(element.parentElement)) wide.push(element.outerHTML.slice(0, 200));
            if (element.matches('[data-testid="timeline"]') && element.scrollWidth > element.clientWidth)
                wide.push("the conversation is scrolled sideways");
        }
    };
    if (document.documentElement.scrollWidth > innerWidth) wide.push("the page is scrolled sideways");
    look(document);
    return wide;
}"""

_TWO_FRAMES = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"


@dataclass(frozen=True)
class Look:
    """A screen and a colour scheme."""

    screen: str
    width: int
    height: int
    scheme: str

    @property
    def name(self) -> str:
        """For files: phone-dark."""
        return f"{self.screen}-{self.scheme}"


LOOKS = tuple(
    Look(screen, width, height, scheme)
    for screen, width, height in (("phone", 360, 740), ("desktop", 1000, 800))
    for scheme in ("light", "dark")
)


def in_every_look(page: Page) -> Iterator[Look]:
    """Changes the page's screen and scheme, one after the other."""
    for look in LOOKS:
        page.set_viewport_size({"width": look.width, "height": look.height})
        page.emulate_media(color_scheme="dark" if look.scheme == "dark" else "light")
        drawn(page)
        yield look


def drawn(page: Page) -> None:
    """Waits until the page shows what it is."""
    page.evaluate(_TWO_FRAMES)


def photograph(page: Page, name: str) -> None:
    """Saves a picture for a person to look at."""
    folder = SCREENSHOTS / "widget"
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")


def faults_for_axe(page: Page) -> list[str]:
    """What axe-core finds by the rules of WCAG 2.2 AA and its own best practice."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_axe())
    found: list[str] = page.evaluate(_RUN_AXE, _TAGS)
    return found


def too_wide(page: Page) -> list[str]:
    """What is cut off at the side of the screen, or makes it scroll sideways."""
    found: list[str] = page.evaluate(_TOO_WIDE)
    return found


@lru_cache(maxsize=1)
def _axe() -> str:
    return _AXE.read_text(encoding="utf-8")
