import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { unguarded } from "../storage/exclusive";
import { type Shelf, memoryShelf, namesOn, sturdyShelf } from "../storage/shelf";
import { HOSTS, lineOf } from "../testing/story";
import { initialState } from "./model";
import { type Store, createStore } from "./store";

const KEY = "chatroom:bank";
let warn = vi.spyOn(console, "warn");

beforeEach(() => {
  warn = vi.spyOn(console, "warn").mockImplementation(() => {});
});

afterEach(() => warn.mockRestore());

const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const sizeOf = (shelf: Shelf) => namesOn(shelf, "").reduce((sum, name) => sum + (shelf.getItem(name)?.length ?? 0), 0);
const pages = (shelf: Shelf) => namesOn(shelf, `${KEY}:page:`);

const full = (): never => {
  throw new DOMException("no more", "QuotaExceededError");
};

/** Storage that takes so many characters and no more. `others`: what other parts of the page have put there. */
function smallStorage(most: number, kept = memoryShelf()) {
  let others = 0;
  const setItem = (key: string, value: string) => {
    const before = kept.getItem(key)?.length ?? 0;
    if (sizeOf(kept) - before + value.length + others > most) full();
    kept.setItem(key, value);
  };
  return { kept, below: { ...kept, setItem }, takeAway: (size: number) => void (others = size) };
}

function open(below: Shelf): Store {
  let ids = 0;
  const newId = () => `id${(ids += 1)}`;
  const beginning = initialState({ hosts: HOSTS, start: "bank", conversationId: "c1", welcome: "" });
  return createStore(beginning, newId, { shelf: sturdyShelf(() => below), key: KEY, exclusively: unguarded });
}

/** A question, and an answer of so many lines of so many characters. */
function talk(store: Store, name: string, count: number, length = 40): void {
  void store.dispatch({ type: "user_said", text: name });
  const messages = numbers(1, count).map((number) => ({ text: `${name} ${number} `.padEnd(length, ".") }));
  void store.dispatch({ type: "answered", of: store.state().pending?.messageId ?? "", messages });
}

const lines = (store: Store) => store.state().timeline.map(lineOf);

describe("a storage that is full", () => {
  it("loses the oldest pages, and the conversation goes on in it", () => {
    const { below, kept } = smallStorage(120_000);
    const store = open(below);
    for (const turn of numbers(1, 60)) {
      talk(store, `turn ${turn}`, 50);
      expect(open(below).state()).toEqual(store.state());
      expect(sizeOf(kept)).toBeLessThanOrEqual(120_000);
    }
    expect(lines(store).length).toBeGreaterThan(800);
    expect(lines(store).at(-51)).toBe("user: turn 60");
    expect(warn).not.toHaveBeenCalled();
  });

  it("loses no line of the latest 200, nor what was not delivered", () => {
    const { below } = smallStorage(60_000);
    const store = open(below);
    void store.dispatch({ type: "user_said", text: "lost" });
    const of = store.state().pending?.messageId ?? "";
    void store.dispatch({ type: "send_failed", of, failure: { kind: "timeout", cause: "test" } });
    const heard: string[] = [];
    for (const turn of numbers(1, 40)) {
      talk(store, `turn ${turn}`, 25);
      heard.push(`turn ${turn}`);
      const shown = lines(open(below));
      expect(shown.slice(0, 2)).toEqual(["user (failed): lost", "bank error: timeout (retry)"]);
      for (const words of heard.slice(-7)) expect(shown).toContain(`user: ${words}`);
    }
  });

  it("goes on without pages when there is room for none", () => {
    const { below, kept, takeAway } = smallStorage(200_000);
    const store = open(below);
    talk(store, "old", 600);
    takeAway(200_000 - sizeOf(kept));
    talk(store, "new", 900);
    expect(open(below).state()).toEqual(store.state());
    const said = lines(store).slice(-200).map((line) => line.replace(/[. ]+$/, ""));
    expect(said).toEqual(numbers(701, 900).map((number) => `bank: new ${number}`));
    expect(warn).not.toHaveBeenCalled();
  });

  it("with room for the record alone goes on with the latest lines", () => {
    const { below, kept } = smallStorage(50_000);
    const store = open(below);
    for (const turn of numbers(1, 60)) talk(store, `turn ${turn}`, 19);
    expect(pages(kept)).toEqual([]);
    expect(lines(store).length).toBeLessThan(420);
    expect(lines(store).slice(-200)[0]).toBe("user: turn 51");
    expect(open(below).state()).toEqual(store.state());
    expect(warn).not.toHaveBeenCalled();
  });

  it("keeps what is being sent again, also when its page goes", () => {
    const { below, kept, takeAway } = smallStorage(200_000);
    const store = open(below);
    void store.dispatch({ type: "user_said", text: "odd" });
    void store.dispatch({ type: "answered", of: store.state().pending?.messageId ?? "", messages: [] });
    talk(store, "more", 700);
    void store.dispatch({ type: "retried" });
    takeAway(200_000 - sizeOf(kept));
    void store.dispatch({ type: "user_said", text: "hurry" });
    expect(pages(kept)).toHaveLength(1);
    expect(lines(store)[0]).toBe("user (sending): odd");
    expect(open(below).state()).toEqual(store.state());
  });

  it("that takes nothing at all leaves the whole conversation to the tab, and nothing old to the next one", () => {
    const { below, kept, takeAway } = smallStorage(200_000);
    const store = open(below);
    talk(store, "old", 1_000);
    takeAway(1_000_000);
    talk(store, "new", 1_000);
    talk(store, "newer", 1_000);
    expect(lines(store)).toHaveLength(3_003);
    expect(namesOn(kept, "")).toEqual([]);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(open(below).state().timeline).toEqual([]);
  });

  it.each(numbers(1, 22))("for a moment (write %d) leaves what can be read again", (write) => {
    const kept = memoryShelf();
    let writes = 0;
    const setItem = (key: string, value: string) => ((writes += 1) === write ? full() : kept.setItem(key, value));
    const below = { ...kept, setItem };
    const store = open(below);
    for (const turn of numbers(1, 10)) talk(store, `turn ${turn}`, 70);
    const isLost = warn.mock.calls.length > 0;
    expect(writes).toBeGreaterThanOrEqual(write);
    if (isLost) expect([lines(store).length, namesOn(kept, "")]).toEqual([710, []]);
    else expect(open(below).state()).toEqual(store.state());
    expect(lines(store)).toContain("user: turn 10");
  });
});

describe("a very long conversation", () => {
  it("leaves room for others: its pages take some 3 million characters, and the oldest go", () => {
    const kept = memoryShelf();
    const store = open(kept);
    for (const turn of numbers(1, 20)) talk(store, `turn ${turn}`, 500, 400);
    const paged = pages(kept).reduce((sum, name) => sum + (kept.getItem(name)?.length ?? 0), 0);
    expect(paged).toBeLessThanOrEqual(3_000_000);
    expect(paged).toBeGreaterThan(2_800_000);
    expect(open(kept).state()).toEqual(store.state());
    expect(lines(store)[0]).not.toBe("user: turn 1");
    expect(warn).not.toHaveBeenCalled();
  });
});
