import { describe, expect, it } from "vitest";
import { type Shelf, memoryShelf, namesOn } from "../storage/shelf";
import { KEY, answer, openKept, say, tidyShelves } from "../testing/kept";
import { lineOf } from "../testing/story";
import type { Store } from "./store";

tidyShelves();

/** A question, and an answer so long that there are so many lines. */
function talk(store: Store, count: number, name = "word"): void {
  say(store, `${name} 1`);
  answer(store, ...numbers(2, count).map((number) => ({ text: `${name} ${number}` })));
}

const lines = (store: Store) => store.state().timeline.map(lineOf);
const pages = (shelf: Shelf) => namesOn(shelf, `${KEY}:page:`);
const everything = (shelf: Shelf) => namesOn(shelf, "").map((name) => shelf.getItem(name)).join("\n");
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const told = (from: number, to: number, name = "word") =>
  numbers(from, to).map((number) => `${number === 1 ? "user" : "bank"}: ${name} ${number}`);

describe("pages that are missing or broken", () => {
  it.each<[string, (shelf: Shelf, name: string) => void]>([
    ["missing", (shelf, name) => shelf.removeItem(name)],
    ["cut off", (shelf, name) => shelf.setItem(name, (shelf.getItem(name) ?? "").slice(0, 500))],
    ["no list", (shelf, name) => shelf.setItem(name, "{}")],
    ["of strangers", (shelf, name) => shelf.setItem(name, '[{"key":1,"hostId":"bank","kind":"image","url":"javascript:1"}]')],
  ])("that are %s leave a gap, and one warning", (_how, spoil) => {
    const shelf = memoryShelf();
    talk(openKept(shelf), 1_000);
    for (const name of pages(shelf).slice(1, 3)) spoil(shelf, name);
    const store = openKept(shelf);
    expect(lines(store)).toEqual([...told(1, 200), ...told(601, 1_000)]);
    talk(store, 400, "more");
    expect(lines(openKept(shelf))).toEqual(lines(store));
    expect(console.warn).toHaveBeenCalledTimes(2);
  });
});

describe("a page that is seen late", () => {
  it("is shown as soon as it is there", () => {
    const shelf = memoryShelf();
    const store = openKept(shelf);
    talk(store, 600);
    let isLate = true;
    const other = openKept({ ...shelf, getItem: (name) => (isLate && name.includes(":page:") ? null : shelf.getItem(name)) });
    expect(lines(other)).toEqual(told(401, 600));
    isLate = false;
    say(store, "more");
    void other.refresh();
    expect(lines(other)).toEqual([...told(1, 600), "user (sending): more"]);
    expect(console.warn).toHaveBeenCalledTimes(1);
  });
});

describe("starting over", () => {
  it("leaves no old word in the storage", () => {
    const shelf = memoryShelf();
    const store = openKept(shelf);
    talk(store, 1_000);
    expect(everything(shelf)).toContain("word 1");
    void store.dispatch({ type: "started_over" });
    expect(namesOn(shelf, "")).toEqual([]);
    talk(store, 500, "fresh");
    expect(everything(shelf)).not.toContain("word");
    expect(lines(openKept(shelf))).toEqual(lines(store));
  });

  it.each(numbers(0, 5))("leaves none either when the tab dies after removing %d things: the next one goes on", (most) => {
    const shelf = memoryShelf();
    talk(openKept(shelf), 1_000);
    let removed = 0;
    const dying = { ...shelf, removeItem: (name: string) => void ((removed += 1) <= most && shelf.removeItem(name)) };
    void openKept(dying).dispatch({ type: "started_over" });
    const next = openKept(shelf);
    if (most === 0) expect(lines(next)).toEqual(told(1, 1_000)); // it died before
    else expect([lines(next), namesOn(shelf, "")]).toEqual([[], []]);
  });

  it("in another tab removes what this tab has written since", () => {
    const shelf = memoryShelf();
    const late = new Map<string, string>();
    const [one, two] = [openKept(shelf), openKept({ ...shelf, getItem: (name) => late.get(name) ?? shelf.getItem(name) })];
    talk(one, 398, "old");
    void two.refresh();
    late.set(KEY, shelf.getItem(KEY) ?? "");
    void one.dispatch({ type: "started_over" });
    say(two, "old words");
    late.clear();
    answer(two, { text: "old answer" });
    expect(pages(shelf)).toHaveLength(1);
    void one.refresh();
    void two.refresh();
    expect([lines(one), lines(two), namesOn(shelf, "")]).toEqual([[], [], []]);
  });

  it("in one room leaves the other rooms of the page alone", () => {
    const shelf = memoryShelf();
    shelf.setItem("chatroom:desk", "another record");
    shelf.setItem("chatroom:desk:page:c9:0-abc", "another page");
    const store = openKept(shelf);
    talk(store, 600);
    void store.dispatch({ type: "started_over" });
    expect(namesOn(shelf, "")).toEqual(["chatroom:desk", "chatroom:desk:page:c9:0-abc"]);
  });

  it("is noticed when the record was thrown away or spoiled by somebody else", () => {
    for (const spoil of [(shelf: Shelf) => shelf.removeItem(KEY), (shelf: Shelf) => shelf.setItem(KEY, "{")]) {
      const shelf = memoryShelf();
      talk(openKept(shelf), 600);
      spoil(shelf);
      openKept(shelf);
      expect(pages(shelf)).toEqual([]);
    }
  });
});
