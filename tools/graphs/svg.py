"""Boxes, labels and arrows of the pictures, in colours for light and dark pages. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

LETTER, SMALL_LETTER = 7.25, 6.3  # widths of a monospaced letter of 12 and of 10.5 pixels

_LIGHT = {
    "ground": "#f6f7f9", "card": "#ffffff", "ink": "#1c2530", "pale": "#5c6875", "rule": "#d8dee5", "arrow": "#8b97a4",
    "wish": "#e2effa", "wish-rule": "#1b6ca8", "form": "#f1ebfb", "form-rule": "#7650a6",
    "done": "#ddf2ef", "done-rule": "#0b7a75", "ask": "#fbeed3", "ask-rule": "#b0801a",
}  # fmt: skip
_DARK = {
    "ground": "#11161c", "card": "#1a212a", "ink": "#e7ecf1", "pale": "#a3afbb", "rule": "#34404c", "arrow": "#76838f",
    "wish": "#17344b", "wish-rule": "#6cb2e8", "form": "#2c2440", "form-rule": "#b795e6",
    "done": "#12393a", "done-rule": "#35b3a6", "ask": "#40331a", "ask-rule": "#dcae4b",
}  # fmt: skip
KINDS = ("wish", "form", "done", "ask", "card")


def picture(width: float, height: float, title: str, parts: Sequence[str], described: str = "") -> str:
    """A whole file, in pixels. It brings its own ground, so that it can be read on any page; `described` is for
    programs and people who read the file itself."""
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_px(width)} {_px(height)}" \
width="{_px(width)}" height="{_px(height)}" role="img">
<title>{escape(title)}</title>
<desc>{escape(described)}</desc>
<style>
{_style()}
</style>
<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">\
<path class="tip" d="M0 0.5 7.5 4 0 7.5z"/></marker></defs>
<rect class="ground" width="{_px(width)}" height="{_px(height)}" rx="14"/>
{chr(10).join(parts)}
</svg>
"""


def box(kind: str, x: float, y: float, width: float, height: float, *, round_by: float = 8) -> str:
    """A box of one of KINDS."""
    place = f'x="{_px(x)}" y="{_px(y)}" width="{_px(width)}" height="{_px(height)}"'
    return f'<rect class="{kind}" {place} rx="{_px(round_by)}"/>'


def label(text: str, x: float, y: float, look: str = "", *, anchor: str = "start") -> str:
    """A line of text at the height `y`; `look` is some of `name` (monospaced), `small`, `strong`, `pale`, `title`."""
    return f'<text class="{look}" x="{_px(x)}" y="{_px(y)}" dy=".35em" text-anchor="{anchor}">{escape(text)}</text>'


def arrow(x: float, y: float, to_x: float, to_y: float) -> str:
    """A curve from left to right."""
    bend = (to_x - x) * 0.5
    path = f"M{_px(x)} {_px(y)} C{_px(x + bend)} {_px(y)} {_px(to_x - bend)} {_px(to_y)} {_px(to_x - 1)} {_px(to_y)}"
    return f'<path class="arrow" d="{path}" marker-end="url(#tip)"/>'


def arrow_down(x: float, y: float, to_y: float) -> str:
    """A straight line."""
    return f'<path class="arrow" d="M{_px(x)} {_px(y)} V{_px(to_y - 1)}" marker-end="url(#tip)"/>'


def frame(corners: Sequence[tuple[float, float]]) -> str:
    """A dashed line around some boxes."""
    return f'<path class="frame" d="M{" L".join(f"{_px(x)} {_px(y)}" for x, y in corners)}z"/>'


def _style() -> str:
    rules = [
        f"svg {{ {_variables(_LIGHT)} }}",
        f"@media (prefers-color-scheme: dark) {{ svg {{ {_variables(_DARK)} }} }}",
    ]
    rules += [f".{kind} {{ fill: var(--{kind}); stroke: var(--{kind}-rule, var(--rule)); }}" for kind in KINDS]
    rules += [
        ".ground { fill: var(--ground); }",
        ".arrow { fill: none; stroke: var(--arrow); stroke-width: 1.5; }",
        ".frame { fill: none; stroke: var(--arrow); stroke-dasharray: 5 4; stroke-linejoin: round; opacity: .7; }",
        ".tip { fill: var(--arrow); }",
        'text { fill: var(--ink); font: 13px system-ui, -apple-system, "Segoe UI", Roboto, Arial, sans-serif; }',
        "text.name { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }",
        "text.small { font-size: 11.5px; }",
        "text.name.small { font-size: 10.5px; }",
        "text.strong { font-weight: 600; }",
        "text.title { font-size: 21px; font-weight: 650; }",
        "text.pale { fill: var(--pale); }",
    ]
    return "\n".join(rules)


def _variables(colours: dict[str, str]) -> str:
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
