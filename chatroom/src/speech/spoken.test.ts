import { describe, expect, it } from "vitest";
import { sentencesIn, spokenText } from "./spoken";

describe("a host's Markdown as a voice says it", () => {
  it.each([
    ["You are sending **$50.00** to *Alice* now. Shall I do it?", "You are sending $50.00 to Alice now. Shall I do it?"],
    ["This helps:\n\n1. Sign in\n2. Try again!\n\nDoes it work?", "This helps: Sign in. Try again! Does it work?"],
    ["- one\n  - inner\n- two", "one. inner. two."],
    ["# Title\nText", "Title. Text."],
    ["See [our page](https://example.com/a?b=c) for more", "See our page for more."],
    ["See https://www.example.com/a/b?c=d#e today", "See example.com today."],
    ["<b>Hello</b> you &amp; me", "Hello you & me."],
    ["|Shop|Spent|\n|-|-|\n|Cafe|$5|", "Shop, Spent. Cafe, $5."],
    ["First line\nsecond line", "First line. second line."],
    ["![Your chart](https://example.com/c.png) `code`", "Your chart code."],
    ["> quoted\n\nand not", "quoted. and not."],
    ["", ""],
    ["***", ""],
  ])("%j", (markdown, spoken) => expect(spokenText(markdown)).toBe(spoken));

  it("has no marks and no addresses, whatever it is", () => {
    const spoken = spokenText("**a** __b__ ~~c~~ `d`\n- [e](http://example.com/f)\n- <http://example.com/g>");
    expect(spoken).not.toMatch(/[*_~`[\]<>]|http|\//);
  });
});

describe("sentences for a voice", () => {
  it("are what the text has, abbreviated numbers left whole", () => {
    expect(sentencesIn("It is $1.50. Shall I? Yes!")).toEqual(["It is $1.50.", "Shall I?", "Yes!"]);
    expect(sentencesIn("")).toEqual([]);
  });

  it("are never longer than a voice can say before Chromium falls silent, and lose nothing", () => {
    for (const text of ["word ".repeat(200).trim(), `${"one, two and three, ".repeat(30)}end`, "x".repeat(1_000)]) {
      const sentences = sentencesIn(text);
      expect(Math.max(...sentences.map((sentence) => sentence.length))).toBeLessThanOrEqual(180);
      expect(sentences.join("").replace(/\s/g, "")).toBe(text.replace(/\s/g, ""));
    }
  });
});
