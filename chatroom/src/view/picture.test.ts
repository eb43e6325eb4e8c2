// @vitest-environment jsdom
import { describe, expect, it } from "vitest";
import { alternativeText } from "./picture";

const SOMETHING = "Picture from the assistant";

function svg(content: string): string {
  const bytes = new TextEncoder().encode(`<svg xmlns="http://www.w3.org/2000/svg">${content}</svg>`);
  return `data:image/svg+xml;base64,${btoa(String.fromCharCode(...bytes))}`;
}

describe("the words for a picture", () => {
  it("are those that it brings", () => {
    const drawn = svg("<title>Spending by shop</title><desc>Café &amp; Bar $5.00, Ärzte $2.00</desc><text>x</text>");
    expect(alternativeText(drawn)).toBe("Spending by shop: Café & Bar $5.00, Ärzte $2.00");
  });

  it.each([
    ["another site's picture", "https://example.com/a.svg"],
    ["a photograph", "data:image/png;base64,iVBORw0KGgo="],
    ["a picture that says nothing", svg("<text>x</text>")],
    ["a broken picture", "data:image/svg+xml;base64,PHN2Zz48dGl0bGU+eA=="],
    ["what is no base64", "data:image/svg+xml;base64,%%%"],
  ])("are the widget's own for %s", (_, url) => {
    expect(alternativeText(url)).toBe(SOMETHING);
  });
});
