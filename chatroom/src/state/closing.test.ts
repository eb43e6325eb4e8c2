import { afterEach, describe, expect, it, vi } from "vitest";
import { memoryShelf } from "../storage/shelf";
import { type HonestHost, honestHost } from "../testing/honest";
import { TestLock } from "../testing/locks";
import { eventually } from "../testing/eventually";
import { lineOf } from "../testing/story";
import { openTab, settled } from "../testing/tab";
import type { Send } from "../transport/result";
import { sendByRest } from "../transport/rest";

let bank: HonestHost | null = null;

afterEach(async () => {
  await bank?.close();
  bank = null;
});

/** Rooms that share a record, and take turns at sending. */
async function rooms() {
  bank = await honestHost(({ message }) => [{ text: `heard ${message}` }]);
  const urls = { bank: bank.url, desk: bank.url };
  const [shelf, turn] = [memoryShelf(), new TestLock()];
  return (name: string, send: Send = sendByRest) => {
    const closing = new AbortController();
    const store = openTab(urls, { shelf, send, inTurn: turn.of(name), options: { signal: closing.signal } });
    return { store, close: () => closing.abort() };
  };
}

const ANSWERED = ["user: hello", "bank: heard hello"];

describe("a room that is closed", () => {
  it("while it waits for an answer leaves its turn, and the message, to another one", async () => {
    const open = await rooms();
    const one = open("one", () => new Promise(() => {}));
    await one.store.dispatch({ type: "user_said", text: "hello" });
    const two = open("two");
    one.close();
    expect((await settled(two.store)).timeline.map(lineOf)).toEqual(ANSWERED);
    expect(bank?.turns).toEqual(["hello"]);
  });

  it("while it waits for its turn sends nothing when its turn comes", async () => {
    const open = await rooms();
    const one = open("one", () => new Promise(() => {}));
    await one.store.dispatch({ type: "user_said", text: "hello" });
    const send = vi.fn<Send>(() => new Promise(() => {}));
    const [two, three] = [open("two", send), open("three")];
    two.close();
    one.close();
    expect((await settled(three.store)).timeline.map(lineOf)).toEqual(ANSWERED);
    expect(send).not.toHaveBeenCalled();
  });

  it("begins nothing new", async () => {
    const open = await rooms();
    const one = open("one");
    one.close();
    await one.store.dispatch({ type: "user_said", text: "hello" });
    expect(one.store.state().pending).not.toBeNull();
    const two = open("two");
    await eventually(() => expect(two.store.state().pending).toBeNull());
    expect(bank?.received).toHaveLength(1);
  });
});
