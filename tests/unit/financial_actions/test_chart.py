"""A chart is a small picture that can be read in light and dark, and by those who do not see it."""

from __future__ import annotations

import base64
import re
from xml.etree import ElementTree

import pytest

from financial_bot.actions.chart import Bar, Chart, drawn, picture
from financial_bot.bank import Money

SVG = "{http://www.w3.org/2000/svg}"
LONGEST_BYTES = 3_100


def dollars(amount: str) -> Money:
    return Money.of(amount, "USD")


def chart(*amounts: str, label: str = "Shop", rest: str | None = None) -> Chart:
    bars = tuple(Bar(f"{label} {number}", dollars(amount)) for number, amount in enumerate(amounts, start=1))
    return Chart("Spending by month", bars, Bar("3 more", dollars(rest)) if rest else None)


def read(svg: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(svg)


def widths(svg: bytes) -> list[int]:
    return [int(bar.get("width", "")) for bar in read(svg).iter(f"{SVG}rect") if bar.get("class") == "b"]


def texts(svg: bytes) -> list[str]:
    return [str(text.text) for text in read(svg).iter(f"{SVG}text")]


def test_every_bar_has_its_label_and_its_amount_written_at_it() -> None:
    shown = texts(drawn(chart("1200", "45.10", rest="12")))
    assert shown == ["Spending by month", "Shop 1", "$1,200.00", "Shop 2", "$45.10", "3 more", "$12.00"]


def test_bars_are_as_long_as_their_amounts_and_the_smallest_can_be_seen() -> None:
    longest, half, tiny = widths(drawn(chart("1000", "500", "0.01")))
    assert half == longest // 2
    assert tiny >= 2


def test_a_month_without_anything_has_no_bar() -> None:
    assert len(widths(drawn(chart("10", "0", "20")))) == 2
    assert widths(drawn(chart("0", "0"))) == []


@pytest.mark.parametrize("amounts", [(), ("10",)])
def test_one_bar_is_no_chart(amounts: tuple[str, ...]) -> None:
    assert picture(chart(*amounts)) is None


def test_the_picture_fits_into_a_message() -> None:
    bars = [f"{number}00000.00" for number in range(1, 8)]
    full = picture(chart(*bars, label="A shop with a very long name indeed, Limited", rest="100000"))
    assert full is not None
    assert full.startswith("data:image/svg+xml;base64,")
    assert len(base64.b64decode(full.partition(",")[2])) < LONGEST_BYTES


def test_more_bars_are_drawn_densely_and_still_fit() -> None:
    """Thirteen months are no taller than seven shops and fit into a message, too."""
    tall, dense = drawn(chart(*["1234.56"] * 7, rest="9")), drawn(chart(*["1234.56"] * 13, rest="9"))
    assert int(read(dense).get("height", "")) <= int(read(tall).get("height", "")) + 25
    assert len(dense) < LONGEST_BYTES
    assert len(widths(dense)) == 13


def test_the_picture_says_in_words_what_it_shows() -> None:
    svg = read(drawn(chart("10", "20", rest="5")))
    title, description = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert title.text == "Spending by month"
    assert description.text == "Shop 1 $10.00, Shop 2 $20.00, 3 more $5.00"


def test_a_long_name_is_cut_in_the_picture_and_whole_in_its_words() -> None:
    name = "City Power and Light Company of New Jersey"
    svg = drawn(Chart("Spending", (Bar(name, dollars("1")), Bar("b", dollars("2")))))
    assert any(text.endswith("…") and len(text) <= 22 for text in texts(svg))
    assert name in str(read(svg).findtext(f"{SVG}desc"))


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", 'a"b&c', "\x00\x0b", "Ünïcödé 😀", "\ud800 half"])
def test_any_name_gives_a_well_formed_picture_without_markup(name: str) -> None:
    svg = read(drawn(Chart(name, (Bar(name, dollars("1")), Bar("b", dollars("2"))))))
    assert {element.tag for element in svg.iter()} == {
        f"{SVG}{tag}" for tag in "svg title desc style rect text".split()
    }


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_text_and_bars_keep_their_contrast_in_light_and_dark() -> None:
    style = str(read(drawn(chart("1", "2"))).findtext(f"{SVG}style"))
    light, dark = style.split("@media(prefers-color-scheme:dark){")
    # .g the background and .t the track behind a bar; text, .r (the rest) and .b (the bars) are what is read
    for scheme in (light, dark):
        colours = dict(re.findall(r"(text|\.\w)\{[^}]*?fill:(#\w+)", scheme))
        for readable in ("text", ".r", ".b"):
            assert contrast(colours[readable], colours[".g"]) >= 4.5, readable
        assert contrast(colours[".b"], colours[".t"]) >= 3
