import { DE } from "./de";
import { EN, type Words } from "./en";

export type { Words } from "./en";
export { EN } from "./en";

/** One entry per language file. */
const LANGUAGES: Readonly<Record<string, Words>> = { en: EN, de: DE };

/** The language that the widget speaks when this one is wished (a BCP 47 tag such as "de-AT"). English if it has none. */
export function languageFor(wished: string): string {
  const [primary = ""] = wished.toLowerCase().split("-");
  return Object.hasOwn(LANGUAGES, primary) ? primary : "en";
}

/** What the widget says in this language. */
export function wordsIn(language: string): Words {
  return LANGUAGES[languageFor(language)] ?? EN;
}

/** What was carried, as words: `{"card_type": "gold"}` becomes `card type gold`. */
export function carriedWords({ slots }: Words, carried: Readonly<Record<string, string>>): string {
  return Object.entries(carried)
    .map(([slot, value]) => `${(Object.hasOwn(slots, slot) && slots[slot]) || slot.replace(/_/g, " ")} ${value}`)
    .join(", ");
}
