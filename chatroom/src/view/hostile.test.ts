// @vitest-environment jsdom
import { readFileSync } from "node:fs";
import { type ComponentChild, h, render } from "preact";
import { describe, expect, it } from "vitest";
import { normalise } from "../protocol/normalise";
import type { Part } from "../protocol/parts";
import { renderMarkdown } from "./markdown";
import { alternativeText } from "./picture";

interface Case {
  readonly name: string;
  readonly message: unknown;
  readonly shows: readonly string[];
}

const CASES = (JSON.parse(readFileSync("src/testing/hostile.json", "utf8")) as { cases: readonly Case[] }).cases;

/** All that a message of a host's may ever put into the page, and the attributes that it may have there. */
const ALLOWED: Readonly<Record<string, string>> = {
  a: "href title target rel dir",
  img: "src alt title referrerpolicy decoding",
  ol: "start",
  pre: "tabindex",
  table: "tabindex",
  th: "data-align",
  td: "data-align",
  button: "",
};
const PLAIN = "p br hr strong em del blockquote code ul li thead tbody tr h1 h2 h3 h4 h5 h6".split(" ");

function shown(part: Part): ComponentChild {
  switch (part.kind) {
    case "text":
      return renderMarkdown(part.text) ?? part.text;
    case "image":
      return h("img", { src: part.url, alt: alternativeText(part.url) });
    case "attachment":
      return h("a", { href: part.url }, part.name);
    case "buttons":
      return part.buttons.map(({ title, url }) => (url === undefined ? h("button", null, title) : h("a", { href: url })));
    default:
      return null;
  }
}

function room(message: unknown): HTMLElement {
  const box = document.createElement("div");
  render([...normalise([message]).map(shown), "The end"], box);
  return box;
}

/** What is wrong with an element: it may not be there, or one of its attributes may not. */
function wrongs(element: Element): string[] {
  const allowed = PLAIN.includes(element.localName) ? "" : ALLOWED[element.localName];
  if (allowed === undefined) return [element.localName];
  const names = Array.from(element.attributes, ({ name }) => name);
  return names.filter((name) => name.startsWith("on") || !allowed.split(" ").includes(name));
}

describe("the corpus of hostile messages", () => {
  it("is large, and no two are called the same", () => {
    expect(CASES.length).toBeGreaterThan(120);
    expect(new Set(CASES.map(({ name }) => name)).size).toBe(CASES.length);
  });
});

describe.each(CASES)("a host that sends $name", ({ message, shows }) => {
  const box = room(message);

  it("gets nothing into the page but harmless elements and attributes", () => {
    expect(Array.from(box.querySelectorAll("*")).flatMap(wrongs)).toEqual([]);
  });

  it("makes nothing lead or load from anywhere but the web, e-mail and the message itself", () => {
    for (const { protocol } of box.querySelectorAll("a")) expect(["http:", "https:", "mailto:"]).toContain(protocol);
    for (const { src } of box.querySelectorAll("img")) expect(src).toMatch(/^(https:\/\/pictures\.example\/|data:image\/)/);
  });

  it("hides no words, neither its own nor those that follow", () => {
    for (const words of shows) expect(box.textContent).toContain(words);
    expect(box.textContent).toContain("The end");
  });

  it("changes no other object", () => {
    expect("polluted" in {}).toBe(false);
  });
});
