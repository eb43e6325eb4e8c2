import { describe, expect, it } from "vitest";
import { alternativeText } from "./picture";

function encoded(text: string): string {
  return `data:image/svg+xml;base64,${Buffer.from(text).toString("base64")}`;
}

function svg(content: string): string {
  return encoded(`<svg xmlns="http://www.w3.org/2000/svg">${content}</svg>`);
}

describe("the words for a picture", () => {
  it("are those that it brings", () => {
    const drawn = svg("<title>Spending by shop</title><desc>Café &amp; Bar $5.00, Ärzte $2.00</desc><text>x</text>");
    expect(alternativeText(drawn)).toBe("Spending by shop: Café & Bar $5.00, Ärzte $2.00");
  });

  it("are found behind what a drawing may begin with", () => {
    const head = `<?xml version='1.0'?>\n<!-- A <drawing> -->\n<svg aria-label="a > b"\n role='img'>`;
    expect(alternativeText(encoded(`${head}\n  <title id="t">Shops</title>\n</svg>`))).toBe("Shops");
  });

  it("are those of a drawing that is larger than what is read of it", () => {
    expect(alternativeText(svg(`<title>Ärzte</title>${"<path d='ä'/>".repeat(50_000)}`))).toBe("Ärzte");
  });

  it.each([
    ["<title>&lt;script&gt;alert(1)&lt;/script&gt;</title>", "<script>alert(1)</script>"],
    ["<title>a<script>alert(1)</script></title><desc>b</desc>", null],
    ["<g><title>one bar</title></g>", null],
    ["<title>", null],
    ["<title></title><desc> </desc>", null],
    ["<svg".repeat(20_000), null],
    [`<title ${"a='".repeat(20_000)}`, null],
    [`<title>${"x".repeat(100_000)}</title>`, null],
  ])("are words at most, whatever the drawing is: %.40s", (content, words) => {
    expect(alternativeText(svg(content))).toBe(words);
  });

  it.each([
    ["another site's picture", "https://example.com/a.svg"],
    ["a photograph", "data:image/png;base64,iVBORw0KGgo="],
    ["a picture that says nothing", svg("<text>x</text>")],
    ["a broken picture", "data:image/svg+xml;base64,PHN2Zz48dGl0bGU+eA=="],
    ["what is no base64", "data:image/svg+xml;base64,%%%"],
  ])("are the widget's own for %s", (_, url) => {
    expect(alternativeText(url)).toBeNull();
  });
});
