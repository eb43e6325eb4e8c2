import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createStore } from "../state/store";
import { Story, lineOf } from "../testing/story";
import { unguarded } from "./exclusive";
import { type Shelf, memoryShelf, namesOn, putIfRoom, sturdyShelf } from "./shelf";

let warn = vi.spyOn(console, "warn");

beforeEach(() => {
  warn = vi.spyOn(console, "warn").mockImplementation(() => {});
});

afterEach(() => warn.mockRestore());

const fail = (): never => {
  throw new DOMException("no", "QuotaExceededError");
};

function use(shelf: Shelf): (string | null)[] {
  shelf.setItem("a", "1");
  shelf.setItem("b", "2");
  shelf.removeItem("b");
  return [shelf.getItem("a"), shelf.getItem("b")];
}

describe("a shelf", () => {
  it("keeps what is put there, in the browser's storage", () => {
    const below = memoryShelf();
    expect(use(sturdyShelf(() => below))).toEqual(["1", null]);
    expect(below.getItem("a")).toBe("1");
    expect(warn).not.toHaveBeenCalled();
  });

  it.each<[string, () => Shelf]>([
    ["there is no storage", fail],
    ["the storage is full", () => ({ ...memoryShelf(), setItem: fail })],
    ["the storage cannot be read", () => ({ ...memoryShelf(), getItem: fail })],
  ])("works in memory when %s, with one warning", (_name, open) => {
    expect(use(sturdyShelf(open)).slice(1)).toEqual([null]);
    const shelf = sturdyShelf(open);
    shelf.getItem("a");
    expect(use(shelf)[1]).toBeNull();
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it.each<[string, object]>([
    ["written", { setItem: fail }],
    ["read or written", { getItem: fail, setItem: fail }],
  ])("leaves nothing old behind when it cannot be %s, so that nobody goes on from there", (_what, failing) => {
    const below = memoryShelf();
    below.setItem("a", "old");
    const shelf = sturdyShelf(() => ({ ...below, ...failing }));
    shelf.getItem("a");
    shelf.setItem("a", "new");
    expect([shelf.getItem("a"), below.getItem("a")]).toEqual(["new", null]);
    below.setItem("a", "of another tab");
    shelf.setItem("a", "newer");
    expect([shelf.getItem("a"), below.getItem("a")]).toEqual(["newer", "of another tab"]);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it("says what is on it, as far as it can be listed", () => {
    const below = memoryShelf();
    for (const name of ["a", "ab", "b"]) below.setItem(name, "1");
    expect(namesOn(sturdyShelf(() => below), "a")).toEqual(["a", "ab"]);
    expect(namesOn(sturdyShelf(fail), "a")).toEqual([]);
    const { key: _key, ...unlisted } = below;
    expect(namesOn(unlisted, "a")).toEqual([]);
  });

  it.each<[string, (shelf: Shelf) => Shelf]>([
    ["the browser's", (shelf) => shelf],
    ["a sturdy one", (shelf) => sturdyShelf(() => shelf)],
  ])("that is full can be asked whether there is room, and stays as it is (%s)", (_name, wrap) => {
    const below = memoryShelf();
    let isFull = true;
    const shelf = wrap({ ...below, setItem: (key, value) => (isFull ? fail() : below.setItem(key, value)) });
    expect(putIfRoom(shelf, "a", "1")).toBe(false);
    isFull = false;
    expect(putIfRoom(shelf, "a", "2")).toBe(true);
    expect(below.getItem("a")).toBe("2");
    expect(warn).not.toHaveBeenCalled();
  });

  it("that fails for another reason than being full works in memory, and leaves nothing old behind", () => {
    const below = memoryShelf();
    below.setItem("a", "old");
    const setItem = (): never => {
      throw new DOMException("no", "SecurityError");
    };
    const shelf = sturdyShelf(() => ({ ...below, setItem }));
    expect(putIfRoom(shelf, "a", "new")).toBe(true);
    expect([shelf.getItem("a"), below.getItem("a")]).toEqual(["new", null]);
  });

  it("works in memory when nothing can be removed either, with one warning", () => {
    const shelf = sturdyShelf(() => ({ ...memoryShelf(), setItem: fail, removeItem: fail }));
    expect(use(shelf)).toEqual(["1", null]);
    expect(warn).toHaveBeenCalledTimes(1);
  });
});

describe("a conversation that no longer fits", () => {
  it("goes on in its tab, and a reload begins afresh instead of sending again what was answered", () => {
    const below = memoryShelf();
    let isFull = false;
    const shelf = () => sturdyShelf(() => ({ ...below, setItem: isFull ? fail : below.setItem }));
    const open = () => {
      let count = 0;
      const place = { shelf: shelf(), key: "k", exclusively: unguarded };
      return createStore(new Story().state, () => `e${(count += 1)}`, place);
    };
    const store = open();
    void store.dispatch({ type: "user_said", text: "hi" });
    isFull = true;
    void store.dispatch({ type: "answered", of: "e1", messages: [{ text: "hello" }] });
    expect(store.state().timeline.map(lineOf)).toEqual(["user: hi", "bank: hello"]);
    expect(open().state()).toMatchObject({ timeline: [], pending: null });
  });
});
