"""What a screen reader says while a page changes: what comes into live regions, unless they are told to be quiet."""

from __future__ import annotations

from playwright.sync_api import Page

# Only what comes in is heard (aria-relevant: additions text), each change as one piece, without what is hidden.
_LISTEN = """() => {
    window.heard = [];
    const isQuiet = (node) => node.closest('[aria-busy="true"], [aria-live="off"]') !== null;
    const regions = '[aria-live], [role="log"], [role="status"], [role="alert"]';
    const regionOf = (node) => node.parentElement?.closest(regions);
    const wordsOf = (node) => {
        if (node.nodeType === 3) return node.data;
        if (node.nodeType !== 1 || node.getAttribute("aria-hidden") === "true") return "";
        const label = node.getAttribute("aria-label") ?? (node.tagName === "IMG" ? node.alt : null);
        if (label !== null && node.matches('img, [role="img"]')) return `${label} `;
        return [...node.childNodes].map(wordsOf).join("") + (getComputedStyle(node).display === "inline" ? "" : " ");
    };
    const hear = (node) => {
        const region = regionOf(node);
        if (!region || isQuiet(region)) return;
        const words = wordsOf(node).replace(/\\s+/g, " ").trim();
        if (words !== "") window.heard.push(words);
    };
    const listen = (root) => {
        new MutationObserver((changes) => {
            const added = new Set(changes.flatMap(({type, target, addedNodes}) =>
                type === "characterData" ? [target] : [...addedNodes]));
            // What comes inside of something else that comes is heard once.
            for (const node of added) {
                let inner = false;
                for (let up = node.parentNode; up; up = up.parentNode) inner ||= added.has(up);
                if (!inner && node.isConnected) hear(node);
            }
        }).observe(root, {subtree: true, childList: true, characterData: true});
        for (const element of root.querySelectorAll("*")) if (element.shadowRoot) listen(element.shadowRoot);
    };
    listen(document);
}"""


def listen(page: Page) -> None:
    """Hears from now on."""
    page.evaluate(_LISTEN)


def heard(page: Page) -> list[str]:
    """What was said since, in order, without the dots."""
    words: list[str] = page.evaluate("heard")
    return [each for each in words if not each.endswith(" is writing")]
