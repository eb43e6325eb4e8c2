import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { exclusive } from "./exclusive";

let warn = vi.spyOn(console, "warn");

beforeEach(() => {
  warn = vi.spyOn(console, "warn").mockImplementation(() => {});
});

afterEach(() => warn.mockRestore());

/** Two pieces of work of this name, and the order in which they began and ended. */
async function both(one: string, other: string, locks: LockManager | null): Promise<string> {
  const log: string[] = [];
  const work = (name: string) => async () => {
    log.push(`${name} begins`);
    await Promise.resolve();
    log.push(`${name} ends`);
  };
  await Promise.all([exclusive(one, locks)(work("one")), exclusive(other, locks)(work("two"))]);
  return log.join(", ");
}

const APART = "one begins, one ends, two begins, two ends";
const TOGETHER = "one begins, two begins, one ends, two ends";

describe("work that one tab does at a time", () => {
  it("waits for work of the same name, and for no other", async () => {
    expect(await both("a", "a", navigator.locks)).toBe(APART);
    expect(await both("a", "b", navigator.locks)).toBe(TOGETHER);
  });

  it("goes ahead where there are no locks", async () => {
    expect(await both("a", "a", null)).toBe(TOGETHER);
  });

  it("goes ahead where a page may have no locks", async () => {
    const forbidden = { request: () => Promise.reject(new DOMException("no", "SecurityError")) };
    expect(await both("a", "a", forbidden as unknown as LockManager)).toBe(TOGETHER);
    expect(warn).toHaveBeenCalledTimes(2);
  });

  it("is not repeated when it fails", async () => {
    const work = vi.fn(() => Promise.reject(new Error("broken")));
    await expect(exclusive("a", navigator.locks)(work)).rejects.toThrow("broken");
    expect(work).toHaveBeenCalledTimes(1);
  });
});
