import { describe, expect, it } from "vitest";
import { hueOf, initials } from "./looks";
import { carriedWords, problemWords } from "./words";

describe("an avatar", () => {
  it.each([
    ["Financial Assistant", "FA"],
    ["  moodBot ", "M"],
    ["a b c", "AB"],
    ["😀 face", "😀F"],
    ["", ""],
  ])("of %j shows %j", (title, letters) => {
    expect(initials(title)).toBe(letters);
  });
});

describe("a host's colour", () => {
  it("tells neighbours in the config apart, and exists for any number of hosts", () => {
    const hosts = Array.from({ length: 9 }, (_, index) => ({ id: `h${index}`, title: "H", url: "http://h" }));
    const hues = hosts.map((host) => hueOf(hosts, host.id));
    expect(new Set(hues.slice(0, 6)).size).toBe(6);
    expect(hues.every(Number.isFinite)).toBe(true);
    expect(Number.isFinite(hueOf([], "nobody"))).toBe(true);
  });
});

describe("the widget's own words", () => {
  it("name what was carried", () => {
    expect(carriedWords({ e_mail: "a@example.com", priority: "high" })).toBe("e mail a@example.com, priority high");
    expect(carriedWords({})).toBe("");
  });

  it("name both hosts when neither answers", () => {
    const sentence = problemWords({ kind: "both_down", target: "Desk" }, "Bank");
    expect(sentence).toContain("Desk");
    expect(sentence).toContain("Bank");
  });
});
