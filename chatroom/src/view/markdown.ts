import DOMPurify from "dompurify";
import { Lexer, Parser } from "marked";
import { isImageUrl } from "../protocol/normalise";

const ALLOWED = {
  ALLOWED_TAGS: [
    "a", "b", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li",
    "ol", "p", "pre", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
  ],
  ALLOWED_ATTR: ["href", "src", "alt", "title", "start"],
};

const DIALECT = { breaks: true, gfm: true };

function secure(node: Element): void {
  if (node.tagName === "A") {
    node.setAttribute("target", "_blank");
    node.setAttribute("rel", "noopener noreferrer");
  }
  if (node.tagName === "IMG" && !isImageUrl(node.getAttribute("src") ?? "")) node.remove();
}

const purifier = DOMPurify(window);
purifier.addHook("afterSanitizeAttributes", secure);

/** A host's Markdown as safe HTML, or null when it cannot be read as Markdown and is best shown as it is. */
export function renderMarkdown(text: string): string | null {
  try {
    return purifier.sanitize(Parser.parse(Lexer.lex(text, DIALECT), DIALECT), ALLOWED);
  } catch (cause) {
    // Protects the page from a parser that trips over a host's text: the words still get shown.
    console.warn("This message could not be read as Markdown:", cause);
    return null;
  }
}
