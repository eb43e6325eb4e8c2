import { decodeBase64 } from "../protocol/base64";
import { decoded } from "./entities";

/** The beginning of a picture is enough, as its words come first in it. A multiple of four: whole bytes in base64. */
const BEGINNING = 40_000;

const OPENING = /<svg\b(?:[^>"']|"[^"]*"|'[^']*')*>/y;

/** A title or desc that follows at once. */
const WORDS = /\s*<(title|desc)(?:\s[^<>]*)?>([^<]*)<\/\1\s*>/y;

/**
 * The texts of title and desc at the beginning of an SVG. They are not read by way of a document, which a page under
 * strict rules (`require-trusted-types-for`) forbids: a drawing that means harm gets odd words out of this, and no more.
 */
function wordsOf(svg: string): string[] {
  OPENING.lastIndex = Math.max(0, svg.indexOf("<svg"));
  if (!OPENING.test(svg)) return [];
  const words: string[] = [];
  WORDS.lastIndex = OPENING.lastIndex;
  for (let match = WORDS.exec(svg); match !== null; match = WORDS.exec(svg)) {
    words.push(decoded(match[2] ?? "").trim());
  }
  return words.filter((text) => text !== "");
}

/**
 * What stands for a picture that is not seen: an SVG inside the message says it itself, in the title and desc that it
 * begins with. Null if nothing does.
 */
export function alternativeText(url: string): string | null {
  const [type, encoded = ""] = url.split(";base64,");
  if (type !== "data:image/svg+xml") return null;
  try {
    return wordsOf(decodeBase64(encoded.slice(0, BEGINNING))).join(": ") || null;
  } catch {
    return null; // not base64: the picture will not be seen either
  }
}
