import { describe, expect, it } from "vitest";
import type { Problem } from "../state/model";
import { DE } from "./de";
import { EN } from "./en";
import { carriedWords, languageFor, wordsIn } from ".";

const PROBLEMS: readonly Problem[] = [
  ...(["offline", "unreachable", "timeout", "http", "invalid", "silent", "endless", "gone"] as const).map((kind) => ({ kind })),
  { kind: "not_taken", target: "Desk" },
  { kind: "both_down", target: "Desk" },
];

describe("languages", () => {
  it.each([["de", "de"], ["de-AT", "de"], ["DE_at", "en"], ["en-GB", "en"], ["fr", "en"], ["", "en"], ["constructor", "en"]])(
    "%j is spoken as %j",
    (wished, spoken) => expect(languageFor(wished)).toBe(spoken),
  );

  it("has the same keys in each, and nothing is empty or left in English", () => {
    expect(Object.keys(DE)).toEqual(Object.keys(EN));
    for (const [key, value] of Object.entries(EN)) {
      const other = DE[key as keyof typeof EN];
      expect(other, key).not.toBe("");
      if (typeof value === "string") expect(other, key).not.toBe(value);
    }
  });

  it("puts every problem into a sentence of its own language that names who it is about", () => {
    for (const words of [EN, DE]) {
      const said = PROBLEMS.map((problem) => words.problem(problem, "Bank"));
      expect(new Set(said).size).toBe(PROBLEMS.length - 1); // "http" and "invalid" are one thing to the user
      for (const sentence of said.slice(1)) expect(sentence).toContain("Bank");
      for (const sentence of said.slice(-2)) expect(sentence).toContain("Desk");
    }
  });

  it("calls what was carried by its words", () => {
    const carried = { email: "a@example.com", card_type: "gold" };
    expect(carriedWords(wordsIn("en"), carried)).toBe("e-mail address a@example.com, card type gold");
    expect(carriedWords(wordsIn("de"), carried)).toBe("E-Mail-Adresse a@example.com, card type gold");
  });
});
