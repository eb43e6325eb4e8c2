import { afterEach, describe, expect, it } from "vitest";
import { type Shelf, memoryShelf } from "../storage/shelf";
import { type HonestHost, honestHost, ticketOf } from "../testing/honest";
import { deadUrl } from "../testing/host";
import { eventually } from "../testing/eventually";
import { TestLock } from "../testing/locks";
import { lineOf, offerOf } from "../testing/story";
import { KEY, type Urls, openTab, settled } from "../testing/tab";
import type { Outgoing, Send } from "../transport/result";
import { sendByRest } from "../transport/rest";
import type { Store } from "./store";

const running: HonestHost[] = [];
const text = (words: string) => ({ text: words });

async function host(turn: (outgoing: Outgoing) => readonly unknown[]): Promise<HonestHost> {
  const started = await honestHost(turn);
  running.push(started);
  return started;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((started) => started.close()));
});

const echo = () => host(({ message }) => [text(`heard ${message}`)]);

/** Tabs of one browser: they share a record and locks, and hear of each other's writes. */
class Browser {
  private readonly record = new TestLock();
  private readonly turn = new TestLock();
  private readonly tabs = new Map<string, Store>();
  private readonly kept = memoryShelf();

  constructor(private readonly urls: Urls) {}

  open(name: string, send: Send = sendByRest): Store {
    const shelf: Shelf = {
      ...this.kept,
      setItem: (key, value) => {
        this.kept.setItem(key, value);
        this.tell(name);
      },
      removeItem: (key) => {
        this.kept.removeItem(key);
        this.tell(name);
      },
    };
    const store = openTab(this.urls, {
      shelf,
      send: (...parameters) => (this.tabs.has(name) ? send(...parameters) : new Promise(() => {})),
      exclusively: this.record.of(name),
      inTurn: this.turn.of(name),
    });
    this.tabs.set(name, store);
    return store;
  }

  close(name: string): void {
    this.tabs.delete(name);
    this.record.close(name);
    this.turn.close(name);
  }

  /** The browser's storage event: for every tab but the one that wrote. */
  private tell(writer: string): void {
    for (const [name, store] of this.tabs) if (name !== writer) void store.refresh();
  }
}

const say = (store: Store, words: string) => store.dispatch({ type: "user_said", text: words });
const lines = (store: Store) => store.state().timeline.map(lineOf);
const shows = (store: Store, ...expected: string[]) => eventually(() => expect(lines(store)).toEqual(expected));

/** A way to send whose answers to some messages never arrive. */
const losing = (isLost: (message: string) => boolean): Send => async (url, outgoing, timeoutMs) => {
  const result = await sendByRest(url, outgoing, timeoutMs);
  return isLost(outgoing.message) ? new Promise(() => {}) : result;
};

describe("two tabs", () => {
  it("show the same conversation, and send each message once", async () => {
    const bank = await echo();
    const browser = new Browser({ bank: bank.url, desk: await deadUrl() });
    const [one, two] = [browser.open("one"), browser.open("two")];
    await say(one, "hello");
    await shows(two, "user: hello", "bank: heard hello");
    await say(two, "again");
    await shows(one, "user: hello", "bank: heard hello", "user: again", "bank: heard again");
    expect(bank.received.map(({ message }) => message)).toEqual(["hello", "again"]);
    expect(new Set(bank.received.map(({ sender }) => sender)).size).toBe(1);
  });

  it("send one message at a time: what one tab says waits for what the other one has said", async () => {
    const bank = await echo();
    const browser = new Browser({ bank: bank.url, desk: await deadUrl() });
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const one = browser.open("one", async (...parameters) => {
      await held;
      return sendByRest(...parameters);
    });
    const two = browser.open("two");
    await say(one, "first");
    await say(two, "second");
    await shows(two, "user (sending): first", "user (waiting): second");
    expect(bank.received).toEqual([]);
    letGo();
    await shows(two, "user: first", "user: second", "bank: heard first", "bank: heard second");
    expect(bank.turns).toEqual(["first", "second"]);
  });

  it("lose nothing that is said in the same moment", async () => {
    const bank = await echo();
    const browser = new Browser({ bank: bank.url, desk: await deadUrl() });
    const tabs = ["one", "two", "three"].map((name) => browser.open(name));
    const words = Array.from({ length: 12 }, (_, index) => `word ${index}`);
    await Promise.all(words.map((word, index) => say(tabs[index % 3] as Store, word)));
    await eventually(() => expect(bank.turns).toHaveLength(12));
    expect([...bank.turns].sort()).toEqual([...words].sort());
    for (const tab of tabs) await eventually(() => expect(lines(tab)).toHaveLength(24));
    expect(bank.received).toHaveLength(12);
  });

  it("are both cleared when one starts over, and go on together under the new id", async () => {
    const bank = await echo();
    const browser = new Browser({ bank: bank.url, desk: await deadUrl() });
    const [one, two] = [browser.open("one"), browser.open("two")];
    await say(one, "old");
    await shows(two, "user: old", "bank: heard old");
    await two.dispatch({ type: "started_over" });
    await shows(one);
    await say(one, "new");
    await shows(two, "user: new", "bank: heard new");
    expect(new Set(bank.received.map(({ sender }) => sender)).size).toBe(2);
  });
});

describe("a tab that is closed while it sends", () => {
  it("leaves its message to another tab, which sends it under the same id", async () => {
    const bank = await echo();
    const browser = new Browser({ bank: bank.url, desk: await deadUrl() });
    const one = browser.open("one", losing(() => true));
    const two = browser.open("two");
    await say(one, "hello");
    await eventually(() => expect(bank.received).toHaveLength(1));
    await say(two, "more");
    browser.close("one");
    await shows(two, "user: hello", "user: more", "bank: heard hello", "bank: heard more");
    expect(bank.turns).toEqual(["hello", "more"]);
    expect(bank.received[1]).toEqual(bank.received[0]);
  });

  it("leaves a take-over to another tab, which gets the same ticket and greets once", async () => {
    const desk = await host(({ message }) => [text(message.startsWith("/") ? "Desk here" : `desk heard ${message}`)]);
    const offer = offerOf({ id: "desk", title: "Desk", url: desk.url }, { message: "mail", ticket: ticketOf("j1") });
    const bank = await host(() => [text("One moment"), offer]);
    const browser = new Browser({ bank: bank.url, desk: desk.url });
    const one = browser.open("one", losing((message) => message.startsWith("/handoff")));
    const two = browser.open("two");
    await say(one, "mail");
    await eventually(() => expect(desk.received).toHaveLength(1));
    await say(two, "hurry");
    browser.close("one");
    const greeted = ["bank: One moment", "user: hurry", "--- desk", "desk: Desk here", "desk: desk heard mail"];
    await shows(two, "user: mail", ...greeted, "desk: desk heard hurry");
    expect(bank.turns).toEqual(["mail"]);
    expect(desk.turns).toEqual([expect.stringMatching(/^\/handoff\{/), "mail", "hurry"]);
    expect(new Set(desk.received.slice(0, 2).map(({ metadata }) => metadata["handoff_ticket"])).size).toBe(1);
  });
});

describe("a take-over under way", () => {
  it("goes on with its ticket when another tab says something in the middle of it", async () => {
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const desk = await host(({ message }) => [text(message.startsWith("/") ? "Desk here" : `desk heard ${message}`)]);
    const offer = offerOf({ id: "desk", title: "Desk", url: desk.url }, { message: "mail", ticket: ticketOf("j1") });
    const bank = await host(() => [offer]);
    const browser = new Browser({ bank: bank.url, desk: desk.url });
    const one = browser.open("one", async (url, outgoing, timeoutMs) => {
      if (outgoing.message.startsWith("/handoff")) await held;
      return sendByRest(url, outgoing, timeoutMs);
    });
    const two = browser.open("two");
    await say(one, "mail");
    await eventually(() => expect(one.state().pending?.purpose).toBe("take_over"));
    await say(two, "hurry");
    await eventually(() => expect(one.state().outbox).toHaveLength(1));
    letGo();
    await shows(two, "user: mail", "user: hurry", "--- desk", "desk: Desk here", "desk: desk heard mail", "desk: desk heard hurry");
    expect([bank.received.length, desk.received.length]).toEqual([1, 3]);
  });
});

/** What a tab sees of a shelf that shows it other tabs' writes only when it is told of them. */
function lateShelf(shelf: Shelf): Shelf & { readonly catchUp: () => void } {
  let seen = new Map<string, string | null>();
  return {
    getItem: (key) => {
      if (!seen.has(key)) seen.set(key, shelf.getItem(key));
      return seen.get(key) ?? null;
    },
    setItem: (key, value) => {
      seen.set(key, value);
      shelf.setItem(key, value);
    },
    removeItem: (key) => {
      seen.set(key, null);
      shelf.removeItem(key);
    },
    catchUp: () => (seen = new Map()),
  };
}

describe("many tabs", () => {
  it("say nothing twice, however much they say at once", async () => {
    const bank = await echo();
    const browser = new Browser({ bank: bank.url, desk: await deadUrl() });
    const tabs = ["one", "two", "three"].map((name) => browser.open(name));
    for (let index = 0; index < 90; index += 1) void say(tabs[index % 3] as Store, `word ${index}`);
    await eventually(() => expect(bank.turns).toHaveLength(90));
    for (const tab of tabs) await eventually(() => expect(lines(tab)).toHaveLength(180));
    expect(bank.received).toHaveLength(90);
  });
});

describe("tabs that see each other's writes late", () => {
  it("lose no message when one writes over what the other one has written", async () => {
    const bank = await echo();
    const urls = { bank: bank.url, desk: await deadUrl() };
    const shelf = memoryShelf();
    const first = openTab(urls, { shelf });
    await say(first, "hello");
    await settled(first);
    const [left, right] = [lateShelf(shelf), lateShelf(shelf)];
    const quiet: Send = () => new Promise(() => {});
    const one = openTab(urls, { shelf: left, send: quiet });
    const two = openTab(urls, { shelf: right, send: quiet });
    await say(one, "left");
    await say(two, "right"); // does not see what was said to the left, and writes over it
    left.catchUp();
    await one.refresh();
    right.catchUp();
    await two.refresh();
    const both = ["user: hello", "bank: heard hello", "user (sending): right", "user (waiting): left"];
    expect([lines(one), lines(two)]).toEqual([both, both]);
    await settled(openTab(urls, { shelf }));
    expect(bank.turns).toEqual(["hello", "right", "left"]);
  });

  it("bring nothing of the old conversation into one that another tab has begun", async () => {
    const bank = await echo();
    const urls = { bank: bank.url, desk: await deadUrl() };
    const shelf = memoryShelf();
    const late = lateShelf(shelf);
    const [one, two] = [openTab(urls, { shelf: late }), openTab(urls, { shelf })];
    await say(one, "old");
    await settled(one);
    await two.refresh();
    await two.dispatch({ type: "started_over" });
    await say(two, "new");
    await settled(two);
    late.catchUp();
    await one.refresh();
    expect(lines(one)).toEqual(["user: new", "bank: heard new"]);
  });

  it("do not bring back a conversation that another tab has cleared", async () => {
    const bank = await echo();
    const urls = { bank: bank.url, desk: await deadUrl() };
    const shelf = memoryShelf();
    const late = lateShelf(shelf);
    const [one, two] = [openTab(urls, { shelf: late }), openTab(urls, { shelf })];
    await say(one, "old");
    await settled(one);
    await two.refresh();
    await two.dispatch({ type: "started_over" });
    await say(one, "older");
    await settled(one);
    await two.refresh();
    late.catchUp();
    await one.refresh();
    expect([lines(one), lines(two), shelf.getItem(KEY)]).toEqual([[], [], null]);
  });
});
