import { languageFor } from ".";
import { TOOLS_DE } from "./de";
import { TOOLS_EN, type ToolWords } from "./en";

/** What the second script says in this language. */
export function toolWordsIn(language: string): ToolWords {
  return languageFor(language) === "de" ? TOOLS_DE : TOOLS_EN;
}
