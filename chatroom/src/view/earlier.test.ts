import { describe, expect, it } from "vitest";
import type { TimelineItem } from "../state/model";
import { type Line, arrange } from "./arrange";
import { type Drawn, STEP_LINES, drawMore, drawnOf, split } from "./earlier";

const said = (key: number): TimelineItem => ({ kind: "user", key, hostId: "bank", text: `word ${key}`, status: "sent" });
const heard = (key: number): TimelineItem => ({ kind: "bot", key, hostId: "bank", text: `heard ${key}` });
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

/** A conversation of questions and answers with these keys: even ones are the user's. */
const talk = (from: number, to: number): readonly Line[] =>
  arrange(range(from, to).map((key) => (key % 2 === 0 ? said(key) : heard(key))));

const keys = (lines: readonly Line[]) => lines.map(({ item }) => item.key);

function shown(drawn: Drawn, lines: readonly Line[]) {
  const { hidden, earlier, live } = split(drawn, lines);
  return { hidden, earlier: keys(earlier), live: keys(live) };
}

const opened = (lines: readonly Line[]) => drawnOf(null, "c1", lines);

describe("a long conversation", () => {
  it("is drawn from its latest lines on", () => {
    const lines = talk(0, 5_000);
    expect(shown(opened(lines), lines)).toEqual({ hidden: 4_880, earlier: [], live: range(4_880, 5_000) });
  });

  it("shows all new lines, and goes on showing what it showed", () => {
    const drawn = opened(talk(0, 5_000));
    const later = talk(0, 6_000);
    const now = drawnOf(drawn, "c1", later);
    expect(now).toBe(drawn);
    expect(shown(now, later)).toEqual({ hidden: 4_880, earlier: [], live: range(4_880, 6_000) });
  });

  it("shows more above when somebody reads further up, until there is no more", () => {
    const lines = talk(0, 300);
    const once = drawMore(opened(lines), lines);
    expect(shown(once, lines)).toEqual({ hidden: 60, earlier: range(60, 180), live: range(180, 300) });
    const twice = drawMore(once, lines);
    expect(shown(twice, lines)).toEqual({ hidden: 0, earlier: range(0, 180), live: range(180, 300) });
    expect(drawMore(twice, lines)).toBe(twice);
    expect(shown(twice, talk(0, 310)).live).toEqual(range(180, 310));
  });

  it("keeps its place when lines above go away, or the line that it began with", () => {
    const drawn = drawMore(opened(talk(0, 300)), talk(0, 300));
    expect(shown(drawn, talk(40, 300))).toEqual({ hidden: 20, earlier: range(60, 180), live: range(180, 300) });
    expect(shown(drawn, talk(100, 300))).toEqual({ hidden: 0, earlier: range(100, 180), live: range(180, 300) });
    const without = talk(0, 300).filter(({ item }) => item.key !== 180);
    expect(shown(drawn, without).live).toEqual(range(181, 300));
  });

  it("begins anew with another conversation", () => {
    const drawn = drawMore(opened(talk(0, 300)), talk(0, 300));
    expect(shown(drawnOf(drawn, "c2", []), talk(0, 4))).toEqual({ hidden: 0, earlier: [], live: range(0, 4) });
    expect(shown(drawnOf(drawn, "c2", talk(0, 200)), talk(0, 200)).live).toEqual(range(80, 200));
  });
});

describe("a short conversation", () => {
  it.each([0, 1, STEP_LINES])("of %d lines is drawn whole, and everything in it is live", (count) => {
    const lines = talk(0, count);
    const drawn = opened(lines);
    expect(shown(drawn, talk(0, 500))).toEqual({ hidden: 0, earlier: [], live: range(0, 500) });
    expect(drawMore(drawn, talk(0, 500))).toBe(drawn);
  });
});

describe("the first line that is drawn", () => {
  it("may stand in the middle of a long answer", () => {
    const lines = arrange([said(0), ...range(1, 400).map(heard)]);
    const drawn = opened(lines);
    expect(shown(drawn, lines).live).toEqual(range(280, 400));
    expect(shown(drawMore(drawn, lines), lines).earlier).toEqual(range(160, 280));
  });

  it("brings the problem of a message along", () => {
    const retry = { itemKey: 200 } as Extract<TimelineItem, { kind: "error" }>["retry"];
    const failed: TimelineItem = { kind: "error", key: 300, hostId: "bank", problem: { kind: "timeout" }, retry };
    const lines = arrange([...range(0, 300).map(said), failed]);
    const { live } = split(opened(lines), lines);
    expect(live.find(({ item }) => item.key === 200)?.problem).toBe(failed);
  });
});
