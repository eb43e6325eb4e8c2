import { describe, expect, it, vi } from "vitest";
import { type Shelf, memoryShelf, namesOn, sturdyShelf } from "../storage/shelf";
import { KEY, openKept, tidyShelves } from "../testing/kept";
import { lineOf } from "../testing/story";
import { createDrafts } from "./drafts";

const PLACE = `${KEY}:draft`;
tidyShelves();

/** A tab as the room has it: a store, drafts, and what the field shows. */
function open(shelf: Shelf) {
  const store = openKept(shelf);
  const drafts = createDrafts(shelf, KEY);
  const conversation = () => store.state().conversationId;
  const read = () => drafts.read(conversation());
  return {
    store,
    drafts,
    read,
    conversation,
    write: (text: string) => drafts.write(conversation(), text),
    say: (text: string) => void store.dispatch({ type: "user_said", text }),
    startOver: () => void store.dispatch({ type: "started_over" }),
  };
}

/** What the browser tells other tabs about the draft when `act` is done. */
function changeBy(shelf: Shelf, act: () => void) {
  const oldValue = shelf.getItem(PLACE);
  act();
  return { key: PLACE, oldValue, newValue: shelf.getItem(PLACE) };
}

describe("what is written and not sent", () => {
  it("is there again after a reload, before anything was said and later", () => {
    const shelf = memoryShelf();
    open(shelf).write("hel");
    const again = open(shelf);
    expect(again.read()).toBe("hel");
    again.say("hi");
    expect(again.read()).toBe("hel");
    again.write("hello, wor");
    expect(open(shelf).read()).toBe("hello, wor");
    again.write("");
    expect(open(shelf).read()).toBe("");
    expect(shelf.getItem(PLACE)).toBeNull();
  });

  it("survives many reloads before anything is said, and what is said by a button", () => {
    const shelf = memoryShelf();
    open(shelf).write("hel");
    open(shelf);
    open(shelf).say("something else");
    expect(open(shelf).read()).toBe("hel");
  });

  it("is gone when it is said, and not a moment before the message is recorded", () => {
    const shelf = memoryShelf();
    const log: string[] = [];
    const watched: Shelf = {
      ...shelf,
      setItem: (name, value) => (log.push(name), shelf.setItem(name, value)),
      removeItem: (name) => (log.push(`no ${name}`), shelf.removeItem(name)),
    };
    const tab = open(watched);
    tab.write("hello ");
    tab.say("hello ");
    expect(log).toEqual([PLACE, KEY, `no ${PLACE}`]);
  });

  it("is gone after a reload when the tab died right after the message was recorded", () => {
    const shelf = memoryShelf();
    const tab = open({ ...shelf, removeItem: () => {} });
    tab.write("hello");
    tab.say("hello");
    expect(shelf.getItem(PLACE)).not.toBeNull();
    const again = open(shelf);
    expect(again.read()).toBe("");
    expect(shelf.getItem(PLACE)).toBeNull();
    expect(again.store.state().timeline.map(lineOf)).toEqual(["user (sending): hello"]);
  });

  it("stays when something else is said, or more was written in the meantime", () => {
    const shelf = memoryShelf();
    const tab = open(shelf);
    tab.write("hello you");
    tab.say("hello");
    expect(open(shelf).read()).toBe("hello you");
  });

  it("is gone when the user starts over, before the record is", () => {
    const shelf = memoryShelf();
    const removed: string[] = [];
    const tab = open({ ...shelf, removeItem: (name) => (removed.push(name), shelf.removeItem(name)) });
    tab.say("hi");
    tab.write("hello");
    tab.startOver();
    expect(removed).toEqual([PLACE, KEY]);
    expect(namesOn(shelf, "")).toEqual([]);
  });

  it("of another conversation is not shown, and does not stay", () => {
    const shelf = memoryShelf();
    open(shelf).say("hi");
    shelf.setItem(PLACE, JSON.stringify({ conversationId: "another", text: "old" }));
    expect(createDrafts(shelf, KEY).read("id1")).toBe("");
    expect(open(shelf).read()).toBe("");
    expect(shelf.getItem(PLACE)).toBeNull();
  });

  it.each(["", "{", "null", "[]", '"x"', '{"text":"x"}', '{"conversationId":"id1","text":1}', JSON.stringify({ conversationId: "id1", text: "x".repeat(20_001) })])(
    "is ignored when it is none (%.30s)",
    (raw) => {
      const shelf = memoryShelf();
      shelf.setItem(PLACE, raw);
      expect(open(shelf).read()).toBe("");
    },
  );

  it("is kept as far as 20,000 characters", () => {
    const shelf = memoryShelf();
    open(shelf).write("x".repeat(30_000));
    expect(open(shelf).read()).toBe("x".repeat(20_000));
  });

  it("costs one small write for each key, and reads nothing", () => {
    const shelf = memoryShelf();
    const tab = open(shelf);
    tab.say("hi");
    const [getItem, setItem] = [vi.spyOn(shelf, "getItem"), vi.spyOn(shelf, "setItem")];
    for (let length = 1; length <= 100; length += 1) tab.write("x".repeat(length));
    expect([getItem.mock.calls.length, setItem.mock.calls.length]).toEqual([0, 100]);
  });

  it("is not kept in a storage that is full, with one warning, and the conversation stays", () => {
    const below = memoryShelf();
    const setItem = (name: string, value: string): void => {
      if (name === PLACE) throw new DOMException("no more", "QuotaExceededError");
      below.setItem(name, value);
    };
    const tab = open(sturdyShelf(() => ({ ...below, setItem })));
    tab.say("hi");
    tab.write("h");
    tab.write("he");
    expect(console.warn).toHaveBeenCalledTimes(1);
    expect(open(below).store.state().timeline.map(lineOf)).toEqual(["user (sending): hi"]);
  });
});

describe("a second tab", () => {
  it("hears what is written in the first one, and that it was sent", () => {
    const shelf = memoryShelf();
    const [one, two] = [open(shelf), open(shelf)];
    one.say("hi");
    void two.store.refresh();
    const heard = (act: () => void) => two.drafts.changed(changeBy(shelf, act), two.conversation());
    expect(heard(() => one.write("he"))).toEqual({ before: "", text: "he" });
    expect(heard(() => one.write("hello"))).toEqual({ before: "he", text: "hello" });
    expect(heard(() => one.write("hello"))).toBeNull();
    expect(heard(() => one.say("hello"))).toEqual({ before: "hello", text: "" });
  });

  it("hears it also before anything was said", () => {
    const shelf = memoryShelf();
    const [one, two] = [open(shelf), open(shelf)];
    expect(two.drafts.changed(changeBy(shelf, () => one.write("he")), two.conversation())).toEqual({ before: "", text: "he" });
    expect(two.read()).toBe("he");
  });

  it("hears nothing of other things, or of other conversations", () => {
    const shelf = memoryShelf();
    const tab = open(shelf);
    tab.say("hi");
    const newValue = JSON.stringify({ conversationId: "another", text: "x" });
    const changes = [
      { key: KEY, oldValue: null, newValue },
      { key: null, oldValue: null, newValue: null },
      { key: PLACE, oldValue: null, newValue },
      { key: PLACE, oldValue: "{", newValue: "[" },
    ];
    for (const change of changes) expect(tab.drafts.changed(change, tab.conversation())).toBeNull();
  });

  it("keeps what is written in it when the first words are said in the first one", () => {
    const shelf = memoryShelf();
    const [one, two] = [open(shelf), open(shelf)];
    two.write("half a sen");
    one.say("hi");
    void two.store.refresh();
    expect([one.read(), two.read(), open(shelf).read()]).toEqual(["half a sen", "half a sen", "half a sen"]);
  });
});
