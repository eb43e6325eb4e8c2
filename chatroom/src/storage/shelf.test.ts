import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Shelf, memoryShelf, sturdyShelf } from "./shelf";

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
});
