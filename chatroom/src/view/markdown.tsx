import { Lexer, type MarkedToken, type Token, type Tokens } from "marked";
import { type ComponentChild, h } from "preact";
import { isImageUrl } from "../protocol/normalise";

const DIALECT = { breaks: true, gfm: true };

/** Deeper than anybody writes: what is nested further is shown as it was written. */
const DEEPEST = 40;

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };

function characterAt(code: number): string {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "\ufffd";
}

/** The character behind a reference (CommonMark, section 2.5); one that is not known stays as it is. */
function characterOf(reference: string, name: string): string {
  if (/^#x/i.test(name)) return characterAt(parseInt(name.slice(2), 16));
  return name.startsWith("#") ? characterAt(parseInt(name.slice(1), 10)) : NAMED[name] ?? reference;
}

function decoded(text: string): string {
  return text.replace(/&(#x[\da-f]{1,6}|#\d{1,7}|\w+);/gi, characterOf);
}

/** The words between tags. They are shown as text and never read as HTML, so this is a matter of looks alone. */
function wordsIn(html: string): string {
  return decoded(html.replace(/<(script|style)[^]*?(<\/\1\s*>|$)/gi, "").replace(/<[^>]*(>|$)/g, ""));
}

/** Whether a link may lead there: nothing but the web and e-mail, and never a script. */
function isLinkUrl(url: string): boolean {
  return /^(https?:\/\/|mailto:)/i.test(url);
}

function link({ href, title, tokens, autolink }: Tokens.Link, depth: number): ComponentChild {
  const url = autolink === true ? href : decoded(href);
  const words = all(tokens, depth);
  if (!isLinkUrl(url)) return words;
  return (
    <a href={url} title={title ? decoded(title) : undefined} target="_blank" rel="noopener noreferrer">
      {words}
    </a>
  );
}

function image({ href, title, text }: Tokens.Image): ComponentChild {
  const url = decoded(href);
  const alt = decoded(text);
  return isImageUrl(url) ? <img src={url} alt={alt} title={title ? decoded(title) : undefined} /> : alt;
}

function list({ ordered, start, items }: Tokens.List, depth: number): ComponentChild {
  const lines = items.map((item) => <li>{all(item.tokens, depth)}</li>);
  return ordered ? <ol start={start === "" || start === 1 ? undefined : start}>{lines}</ol> : <ul>{lines}</ul>;
}

function table({ header, rows }: Tokens.Table, depth: number): ComponentChild {
  return (
    <table>
      <thead>
        <tr>{header.map((cell) => <th>{all(cell.tokens, depth)}</th>)}</tr>
      </thead>
      <tbody>
        {rows.map((row) => <tr>{row.map((cell) => <td>{all(cell.tokens, depth)}</td>)}</tr>)}
      </tbody>
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
      return <pre><code>{token.text}</code></pre>;
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
  try {
    return all(Lexer.lex(text, DIALECT), 0);
  } catch (cause) {
    // Protects the page from a parser that trips over a host's text: the words still get shown.
    console.warn("This message could not be read as Markdown:", cause);
    return null;
  }
}
