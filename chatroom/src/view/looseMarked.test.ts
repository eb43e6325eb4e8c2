import { readFileSync } from "node:fs";
import { Lexer } from "marked";
import { describe, expect, it } from "vitest";
import { loosen } from "../../tools/looseMarked";

const SOURCE = readFileSync(new URL("../../node_modules/marked/lib/marked.esm.js", import.meta.url), "utf8");
const HOSTILE = readFileSync(new URL("../testing/hostile.json", import.meta.url), "utf8");
const DIALECT = { breaks: true, gfm: true };

const TEXTS = [
  "# One\n\nTwo *three* __four__ ~~five~~ `six`\nseven",
  "Title\n=====\n\n1. one\n2. two\n   - three\n     - [x] four\n\n* five",
  "| a | b |\n|:--|--:|\n| 1 | **2** |\n\n> quoted\n> > twice",
  "```js\nlet x = 1;\n```\n\n    indented\n\n---\n\n[ref]: https://example.com 'title'\n\n[ref] and [words](<https://x.example/a b> \"t\")",
  "<https://x.example> www.example.com a@example.com ![alt](https://x.example/a.png) \\* &amp; <b>bold</b><!-- c -->",
  ...(JSON.parse(HOSTILE) as { cases: { message: { text?: unknown } }[] }).cases.map(({ message: { text } }) => (typeof text === "string" ? text : "")),
];

describe("marked as it is built into the page", () => {
  it("reads every text as marked does", async () => {
    const loose = (await import(`data:text/javascript,${encodeURIComponent(loosen(SOURCE))}`)) as { Lexer: typeof Lexer };
    for (const text of TEXTS) expect(loose.Lexer.lex(text, DIALECT), text).toEqual(Lexer.lex(text, DIALECT));
  });

  it("is refused when marked has become another one", () => {
    expect(() => loosen("export class Lexer {}")).toThrow("marked has changed");
  });
});
