// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from "vitest";
import { launch } from "./launch";
import { Story } from "./testing/story";

const KEY = "chatroom:bank:launcher";

beforeEach(() => sessionStorage.clear());

describe("a floating room", () => {
  it("is closed at first, and open again in a tab where it was open", () => {
    const story = new Story();
    const first = launch(KEY, true, () => story.state, () => {});
    expect(first.isOpen()).toBe(false);
    first.open();
    expect(launch(KEY, true, () => story.state, () => {}).isOpen()).toBe(true);
    first.close();
    expect(launch(KEY, true, () => story.state, () => {}).isOpen()).toBe(false);
  });

  it("counts the messages of hosts that come while it is closed", () => {
    const story = new Story().say("hello").answer({ text: "one" });
    const launched = launch(KEY, true, () => story.state, () => {});
    launched.open();
    story.say("more").answer({ text: "two" });
    launched.close();
    expect(launched.unread()).toBe(0);
    story.notices("bank", { notice: "n1", text: "Paid" }, { notice: "n2", text: "Paid again" });
    expect(launched.unread()).toBe(2);
  });

  it("tells of a change once", () => {
    const told = vi.fn();
    const launched = launch(KEY, true, () => new Story().state, told);
    launched.open();
    launched.open();
    expect(told).toHaveBeenCalledTimes(1);
  });

  it("works where nothing can be stored", () => {
    vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => { throw new DOMException("no"); });
    vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => { throw new DOMException("no"); });
    const launched = launch(KEY, true, () => new Story().state, () => {});
    launched.open();
    expect(launched.isOpen()).toBe(true);
    vi.restoreAllMocks();
  });
});

describe("a room that does not float", () => {
  it("is always open", () => {
    const launched = launch(KEY, false, () => new Story().state, () => {});
    launched.close();
    expect(launched.isOpen()).toBe(true);
  });
});
