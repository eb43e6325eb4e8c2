"""Where the keyboard is in a page, also inside of shadow roots."""

from __future__ import annotations

from playwright.sync_api import Page

_FOCUSED = """() => {
    let focused = document.activeElement;
    while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
    return focused;
}"""

_NAME = f"""() => {{
    const focused = ({_FOCUSED})();
    if (focused === null || focused === document.body) return "nothing";
    return focused.getAttribute("aria-label") ?? focused.innerText.trim();
}}"""

# The ring of the browser's or the widget's own, or a border that changes with the focus.
_VISIBLE = f"""() => {{
    const focused = ({_FOCUSED})();
    const {{outlineStyle, outlineWidth}} = getComputedStyle(focused);
    return focused.matches(":focus-visible") && outlineStyle !== "none" && parseFloat(outlineWidth) >= 1;
}}"""


def focused(page: Page) -> str:
    """The name of what the keyboard is at, or "nothing"."""
    name: str = page.evaluate(_NAME)
    return name


def focus_is_visible(page: Page) -> bool:
    """Whether a person sees where the keyboard is."""
    visible: bool = page.evaluate(_VISIBLE)
    return visible


def tab_to(page: Page, name: str, key: str = "Tab") -> None:
    """Presses Tab until the keyboard is there. Raises AssertionError when it does not get there."""
    passed: list[str] = []
    for _ in range(30):
        page.keyboard.press(key)
        passed.append(focused(page))
        if passed[-1] == name:
            return
    raise AssertionError(f"no way to {name!r} by {key}: {passed}")
