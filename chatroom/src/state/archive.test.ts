import { describe, expect, it, vi } from "vitest";
import { type Shelf, memoryShelf, namesOn } from "../storage/shelf";
import { KEY, answer, openKept, say, tidyShelves } from "../testing/kept";
import { lineOf } from "../testing/story";
import type { Store } from "./store";

const CHOICES = { buttons: [{ title: "Yes", payload: "/affirm" }] };
tidyShelves();

const fail = (store: Store) =>
  void store.dispatch({
    type: "send_failed",
    of: store.state().pending?.messageId ?? "",
    failure: { kind: "unreachable", cause: "test" },
  });

/** So many questions and answers, each on its own. */
function chat(store: Store, turns: number, name: string): void {
  for (let turn = 1; turn <= turns; turn += 1) {
    say(store, `${name} ${turn}`);
    answer(store, { text: `heard ${name} ${turn}` });
  }
}

/** A question, and an answer so long that there are so many lines. */
function talk(store: Store, count: number, name = "word"): void {
  say(store, `${name} 1`);
  answer(store, ...numbers(2, count).map((number) => ({ text: `${name} ${number}` })));
}

const lines = (store: Store) => store.state().timeline.map(lineOf);
const pages = (shelf: Shelf) => namesOn(shelf, `${KEY}:page:`);
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const told = (from: number, to: number, name = "word") =>
  numbers(from, to).map((number) => `${number === 1 ? "user" : "bank"}: ${name} ${number}`);

describe("a long conversation", () => {
  it("is there as a whole after a reload, and every write of it is small", () => {
    const shelf = memoryShelf();
    const store = openKept(shelf);
    talk(store, 1_800);
    chat(store, 150, "more");
    expect(lines(store).slice(0, 1_800)).toEqual(told(1, 1_800));
    expect(openKept(shelf).state()).toEqual(store.state());
    expect(pages(shelf)).toHaveLength(9);
    for (const name of namesOn(shelf, KEY)) expect(shelf.getItem(name)?.length).toBeLessThan(40_000);
    expect(console.warn).not.toHaveBeenCalled();
  });

  it("goes on after a reload as before", () => {
    const shelf = memoryShelf();
    talk(openKept(shelf), 600);
    const store = openKept(shelf);
    chat(store, 1, "later");
    expect(lines(store)).toEqual([...told(1, 600), "user: later 1", "bank: heard later 1"]);
    expect(openKept(shelf).state()).toEqual(store.state());
  });

  it("is the same in another tab, which reads every page once", () => {
    const shelf = memoryShelf();
    const getItem = vi.fn(shelf.getItem);
    const [one, two] = [openKept(shelf), openKept({ ...shelf, getItem })];
    for (let round = 0; round < 10; round += 1) {
      chat(one, 4, `round ${round}`);
      talk(one, 112, `much ${round}`);
      void two.refresh();
      expect(two.state()).toEqual(one.state());
    }
    const read = getItem.mock.calls.map(([name]) => name).filter((name) => name.includes(":page:"));
    expect([...read].sort()).toEqual([...pages(shelf)].sort());
  });

  it("has lines that are drawn again only where they have changed, also in another tab", () => {
    const shelf = memoryShelf();
    const [one, two] = [openKept(shelf), openKept(shelf)];
    talk(one, 200);
    void two.refresh();
    const before = two.state().timeline;
    chat(one, 2, "more");
    void two.refresh();
    expect(two.state().timeline.slice(0, 200).every((item, index) => item === before[index])).toBe(true);
  });

  it("writes each page before the record that names it, and never again", () => {
    const shelf = memoryShelf();
    const written: string[] = [];
    const setItem = (name: string, value: string) => {
      for (const page of JSON.parse(value).pages ?? []) expect(written.some((place) => place.endsWith(page))).toBe(true);
      written.push(name);
      shelf.setItem(name, value);
    };
    const store = openKept({ ...shelf, setItem });
    chat(store, 150, "one by one");
    talk(store, 1_000);
    chat(store, 100, "again one by one");
    const put = written.filter((name) => name !== KEY);
    expect(put).toHaveLength(6);
    expect(new Set(put).size).toBe(6);
    expect(written).toHaveLength(508);
  });

  it("names its latest 500 notices in the record", () => {
    const shelf = memoryShelf();
    const store = openKept(shelf);
    const { conversationId } = store.state();
    const paid = (number: number) => ({ text: `Paid ${number}`, notice: `n${number}` });
    const messages = numbers(1, 600).map(paid);
    void store.dispatch({ type: "notices_fetched", conversationId, hostId: "bank", messages });
    const again = openKept(shelf);
    expect(again.state().notices).toHaveLength(500);
    expect(again.state().notices[0]).toEqual({ hostId: "bank", id: "n101" });
    void again.dispatch({ type: "notices_fetched", conversationId, hostId: "bank", messages: [paid(600)] });
    expect(again.state().timeline).toHaveLength(600);
  });
});

describe("what is not done with", () => {
  it("can be sent again however much was said since, and then is where it was", () => {
    const shelf = memoryShelf();
    const store = openKept(shelf);
    say(store, "lost");
    fail(store);
    talk(store, 1_000);
    const again = openKept(shelf);
    expect(lines(again)).toEqual(["user (failed): lost", "bank error: unreachable (retry)", ...told(1, 1_000)]);
    void again.dispatch({ type: "retried" });
    answer(again, { text: "found" });
    const done = ["user: lost", ...told(1, 1_000), "bank: found"];
    expect(lines(again)).toEqual(done);
    talk(again, 600, "more");
    expect(lines(openKept(shelf))).toEqual(lines(again));
    expect(lines(again).slice(0, done.length)).toEqual(done);
    expect(JSON.parse(shelf.getItem(KEY) ?? "").timeline[0].text).not.toBe("lost");
  });

  it("shows what happens to a line of a page, too", () => {
    const shelf = memoryShelf();
    const store = openKept(shelf);
    say(store, "odd");
    answer(store);
    talk(store, 1_000);
    void store.dispatch({ type: "retried" });
    expect(lines(store)[0]).toBe("user (sending): odd");
    expect(openKept(shelf).state()).toEqual(store.state());
    answer(store, { text: "even" });
    expect(lines(openKept(shelf))).toEqual(["user: odd", ...told(1, 1_000), "bank: even"]);
  });

  it("can be pressed in another tab after many notices", () => {
    const shelf = memoryShelf();
    const store = openKept(shelf);
    say(store, "pay");
    answer(store, { text: "Sure?", ...CHOICES });
    const { conversationId } = store.state();
    const messages = numbers(1, 600).map((number) => ({ text: `Paid ${number}`, notice: `n${number}` }));
    void store.dispatch({ type: "notices_fetched", conversationId, hostId: "bank", messages });
    const again = openKept(shelf);
    const key = again.state().timeline.find((item) => item.kind === "buttons")?.key ?? -1;
    void again.dispatch({ type: "button_pressed", key, index: 0 });
    expect(again.state().pending).toMatchObject({ text: "/affirm" });
    expect(lines(openKept(shelf)).slice(0, 3)).toEqual(["user: pay", "bank: Sure?", "bank: [Yes] closed"]);
  });
});

describe("two tabs that write the same page at once", () => {
  it("lose no line, also where they had not the same to put on it", () => {
    const shelf = memoryShelf();
    const first = openKept(shelf);
    say(first, "pay");
    answer(first, { text: "Sure?", ...CHOICES });
    const { conversationId } = first.state();
    const paid = (number: number) => ({ text: `Paid ${number}`, notice: `n${number}` });
    const tell = (store: Store, from: number, to: number) =>
      void store.dispatch({ type: "notices_fetched", conversationId, hostId: "bank", messages: numbers(from, to).map(paid) });
    tell(first, 1, 396); // 399 lines
    const old = shelf.getItem(KEY) ?? "";
    let isLate = true;
    const late = openKept({ ...shelf, getItem: (name) => (isLate && name === KEY ? old : shelf.getItem(name)) });
    say(first, "no"); // closes the question: it is on the page
    tell(late, 397, 398); // here it is open: it is not
    isLate = false;
    void first.refresh();
    void late.refresh();
    answer(first, { text: "Fine" });
    void late.refresh();
    const told = lines(first);
    expect(told.slice(0, 3)).toEqual(["user: pay", "bank: Sure?", "bank: [Yes] closed"]);
    expect(told).toHaveLength(403);
    expect([lines(late), lines(openKept(shelf))]).toEqual([told, told]);
  });
});

describe("what only one tab knows", () => {
  it("is not written down: pieces of an answer", () => {
    const shelf = memoryShelf();
    const written: string[] = [];
    const store = openKept({ ...shelf, setItem: (name, value) => (written.push(name), shelf.setItem(name, value)) });
    say(store, "hello");
    const of = store.state().pending?.messageId ?? "";
    void store.dispatch({ type: "streamed", of, message: { text: "Hi" } });
    void store.dispatch({ type: "send_delayed", of, failure: { kind: "timeout", cause: "test" }, isSending: false });
    expect(store.state()).toMatchObject({ streamed: [{ text: "Hi" }], trouble: { kind: "timeout", tries: 1 } });
    expect(written).toEqual([KEY, KEY]); // that something is tried again is for all tabs
    void openKept(shelf).dispatch({ type: "user_said", text: "and more" });
    void store.refresh();
    expect(store.state()).toMatchObject({ streamed: [{ text: "Hi" }], trouble: { tries: 1 }, outbox: [{ text: "and more" }] });
  });
});
