import { Lexer, type MarkedToken, type Token, type Tokens } from "marked";
import { type ComponentChild, type VNode, h } from "preact";
import { withoutTurns } from "../protocol/labels";
import { isImageUrl, isWebUrl } from "../protocol/normalise";
import { hiddenHost } from "./addresses";
import { decoded } from "./entities";

const DIALECT = { breaks: true, gfm: true };

/** Deeper than anybody writes: what is nested further is shown as it was written. */
const DEEPEST = 40;

/** More marks of emphasis can take the parser seconds (its time grows with their square): such a text is shown as it is. */
const MOST_MARKS = 1_000;

/** The words between tags. They are shown as text and never read as HTML, so this is a matter of looks alone. */
function wordsIn(html: string): string {
  return decoded(html.replace(/<(script|style)[^]*?(<\/\1\s*>|$)/gi, "").replace(/<[^>]*(>|$)/g, ""));
}

/** Whether a link may lead there: nothing but the web and e-mail, and never a script. */
function isLinkUrl(url: string): boolean {
  return isWebUrl(url) || /^mailto:/i.test(url);
}

/** What can be read in these elements. */
function said(child: ComponentChild): string {
  if (Array.isArray(child)) return child.map(said).join("");
  if (child === null || typeof child !== "object") return String(child ?? "");
  const { children, alt } = (child as VNode<{ children?: ComponentChild; alt?: string }>).props;
  return alt ?? said(children);
}

/** A link that says where it leads when its words say otherwise. */
function link({ href, title, tokens, autolink }: Tokens.Link, depth: number): ComponentChild {
  const url = autolink === true ? href : decoded(href);
  const words = all(tokens, depth);
  if (!isLinkUrl(url)) return words;
  const plain = said(words);
  const straight = withoutTurns(plain);
  const hint = title ? withoutTurns(decoded(title)) : undefined;
  const host = hiddenHost(`${straight} ${hint ?? ""}`, url);
  // With a direction of its own the link is not turned by what stands before it.
  return (
    <a href={url} title={hint} target="_blank" rel="noopener noreferrer" dir="auto">
      {straight === plain ? words : straight}
      {host && ` (${host})`}
    </a>
  );
}

function image({ href, title, text }: Tokens.Image): ComponentChild {
  const url = decoded(href);
  const alt = decoded(text);
  const hint = title ? decoded(title) : undefined;
  if (!isImageUrl(url)) return alt;
  // Not `loading="lazy"`: a picture that comes late moves the end of the conversation, to which the page has scrolled.
  return <img src={url} alt={alt} title={hint} referrerpolicy="no-referrer" decoding="async" />;
}

function list({ ordered, start, items }: Tokens.List, depth: number): ComponentChild {
  const lines = items.map((item) => <li>{all(item.tokens, depth)}</li>);
  return ordered ? <ol start={start === "" || start === 1 ? undefined : start}>{lines}</ol> : <ul>{lines}</ul>;
}

/** Wide tables are scrolled, for which the keyboard has to reach them. */
function table({ header, rows }: Tokens.Table, depth: number): ComponentChild {
  const row = (name: "th" | "td", cells: readonly Tokens.TableCell[]) => (
    <tr>{cells.map(({ align, tokens }) => h(name, { "data-align": align ?? undefined }, all(tokens, depth)))}</tr>
  );
  return (
    <table tabIndex={0}>
      <thead>{row("th", header)}</thead>
      <tbody>{rows.map((cells) => row("td", cells))}</tbody>
    </table>
  );
}

/** Tags of HTML are left out, their words stay. A line break is the one tag that people do write. */
function html({ raw }: Tokens.HTML | Tokens.Tag): ComponentChild {
  return /^<br\s*\/?>\s*$/i.test(raw) ? <br /> : wordsIn(raw);
}

/** What simply goes round its content. */
const WRAPPERS = { paragraph: "p", strong: "strong", em: "em", del: "del", blockquote: "blockquote" } as const;

/** One token as elements of this list and no others. */
function one(token: MarkedToken, depth: number): ComponentChild {
  switch (token.type) {
    case "paragraph":
    case "strong":
    case "em":
    case "del":
    case "blockquote":
      return h(WRAPPERS[token.type], null, all(token.tokens, depth));
    case "heading":
      return h(`h${token.depth}`, null, all(token.tokens, depth));
    case "text":
      return token.tokens === undefined ? decoded(token.text) : all(token.tokens, depth);
    case "escape":
      return token.text;
    case "br":
    case "hr":
      return h(token.type, null);
    case "codespan":
      return <code>{token.text}</code>;
    case "code":
      return <pre tabIndex={0}><code>{token.text}</code></pre>;
    case "list":
      return list(token, depth);
    case "table":
      return table(token, depth);
    case "link":
      return link(token, depth);
    case "image":
      return image(token);
    case "html":
      return html(token);
    default:
      return null;
  }
}

function all(tokens: readonly Token[], depth: number): ComponentChild[] {
  return tokens.map((token) => (depth > DEEPEST ? token.raw : one(token as MarkedToken, depth + 1)));
}

/** A host's Markdown as elements, or null when it cannot be read as Markdown and is best shown as it is. */
export function renderMarkdown(text: string): ComponentChild[] | null {
  if (text.replace(/[^*_~]/g, "").length > MOST_MARKS) return null;
  try {
    return all(Lexer.lex(text, DIALECT), 0);
  } catch (cause) {
    // Protects the page from a parser that trips over a host's text: the words still get shown.
    console.warn("This is no Markdown:", cause);
    return null;
  }
}
