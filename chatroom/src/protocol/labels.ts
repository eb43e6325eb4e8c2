import { asText } from "./json";

/** More than anybody reads, and as much as a page shows without a stutter. In characters. */
const LONGEST_TEXT = 20_000;
const LONGEST_LABEL = 300;

/** Control characters, but for those that part words and lines. */
const CONTROLS = /(?!\s)\p{Cc}/gu;

/** What turns the direction of all that follows (Unicode Standard Annex 9, explicit formatting characters). */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/** The text in the order in which it was written: nothing in it makes other characters change places. */
export function withoutTurns(text: string): string {
  return text.replace(TURNS, "");
}

function shortened(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

/** The value as it was written: a text that says something, a number, true or false. Null for anything else. */
export function asWritten(value: unknown): string | null {
  return asText(typeof value === "number" || typeof value === "boolean" ? String(value) : value);
}

/** The same as words to show, if anything of them can be seen. What is longer than a page can take ends in "…". */
export function asWords(value: unknown): string | null {
  const words = asWritten(value)?.replace(CONTROLS, "") ?? "";
  return /[^\s\p{Cf}]/u.test(words) ? shortened(words, LONGEST_TEXT) : null;
}

/** The value as the words on a button or a file: in one line, not long, and in the order in which they were written. */
export function asLabel(value: unknown): string | null {
  const words = asWords(value);
  return words === null ? null : shortened(withoutTurns(words).replace(/\s+/g, " ").trim(), LONGEST_LABEL);
}
