import type { ComponentChild, VNode } from "preact";
import { renderMarkdown } from "../view/markdown";

/** Elements before and after which a voice makes a pause. */
const BLOCK = /^(p|ul|ol|li|h\d|table|tr|pre|blockquote|br|hr)$/;

type Element = VNode<{ children?: ComponentChild; class?: string; alt?: string }>;

function isElement(child: ComponentChild): child is Element {
  return typeof child === "object" && child !== null && "props" in child;
}

function isBlock(child: ComponentChild): boolean {
  return isElement(child) && BLOCK.test(String(child.type));
}

/** The words with a pause after them, unless they end with one. */
function ended(words: string): string {
  const said = words.trim();
  return said === "" || /[.!?:;,…。！？]$/.test(said) ? `${said} ` : `${said}. `;
}

/** An address that is shown as it is: a voice says where it leads, and not how it is spelled. */
function place(words: string): string {
  return words.replace(/\bhttps?:\/\/(?:www\.)?([^\s/?#]+)\S*/gi, "$1");
}

function wordsOfAll(children: readonly ComponentChild[]): string {
  return children.reduce<string>((said, child) => (isBlock(child) ? ended(said) : said) + wordsOf(child), "");
}

function wordsOfElement({ type, props }: Element): string {
  if (type === "img") return props.alt ?? "";
  if (props.class === "unseen") return ""; // what is added for screen readers, which speak for themselves
  const words = wordsOf(props.children);
  return type === "td" || type === "th" ? `${words}, ` : words;
}

function wordsOf(child: ComponentChild): string {
  if (Array.isArray(child)) return wordsOfAll(child);
  if (isBlock(child)) return ended(wordsOfElement(child as Element).replace(/, $/, ""));
  if (isElement(child)) return wordsOfElement(child);
  return typeof child === "string" ? place(child) : "";
}

/**
 * A host's Markdown as a voice should say it: no marks, the words of links without their addresses, and every item of
 * a list, row of a table or paragraph as a sentence.
 */
export function spokenText(text: string): string {
  const read = renderMarkdown(text);
  return (read === null ? place(text) : wordsOf(read)).replace(/\s+/g, " ").trim();
}

/**
 * The text in sentences, and those of more than 180 characters between words: Chromium falls silent in the middle of
 * what takes longer than some 15 seconds.
 */
export function sentencesIn(text: string): string[] {
  return text.split(/(?<=[.!?:;…。！？])\s+/).flatMap((sentence) => sentence.match(/.{1,179}(?:\s|$)|.{180}/gs) ?? []);
}
