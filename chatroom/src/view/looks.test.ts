import { describe, expect, it } from "vitest";
import { initials, toneStyle } from "./looks";

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
  const hosts = Array.from({ length: 9 }, (_, index) => ({ id: `h${index}`, title: "H", url: "http://h" }));
  const toneOf = (color: string) => toneStyle(hosts, { h0: { color, avatar: null } }, "h0");

  it("tells neighbours in the config apart, and exists for any number of hosts", () => {
    const tones = hosts.map((host) => toneStyle(hosts, {}, host.id)["--hue"]);
    expect(new Set(tones.slice(0, 6)).size).toBe(6);
    expect(tones.every((hue) => Number.isFinite(Number(hue)))).toBe(true);
    expect(toneStyle([], {}, "nobody")["--strength"]).toBe("1.00");
  });

  it.each([
    ["#ff0000", "0", "1.00"],
    ["#00FF00", "120", "1.00"],
    ["#0000ff", "240", "1.00"],
    ["#ff00ff", "300", "1.00"],
    ["#808080", "0", "0.00"],
    ["#ffffff", "0", "0.00"],
    ["#000000", "0", "0.00"],
    ["#996666", "0", "0.33"],
    ["#1b6ca8", "206", "1.00"],
  ])("%s is the hue %s with the strength %s", (color, hue, strength) => {
    expect(toneOf(color)).toEqual({ "--hue": hue, "--strength": strength });
  });
});
