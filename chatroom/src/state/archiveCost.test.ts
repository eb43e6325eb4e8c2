import { describe, expect, it } from "vitest";
import { unguarded } from "../storage/exclusive";
import { memoryShelf } from "../storage/shelf";
import { HOSTS } from "../testing/story";
import { initialState } from "./model";
import { type Store, createStore } from "./store";

/** A conversation of so many lines, and what it writes from then on. */
function talk(count: number) {
  let ids = 0;
  const newId = () => `id${(ids += 1)}`;
  const kept = memoryShelf();
  const written: number[] = [];
  const shelf = { ...kept, setItem: (key: string, value: string) => (written.push(value.length), kept.setItem(key, value)) };
  const beginning = initialState({ hosts: HOSTS, start: "bank", conversationId: "c1", welcome: "" });
  const store = createStore(beginning, newId, { shelf, key: "chatroom:bank", exclusively: unguarded });
  void store.dispatch({ type: "user_said", text: "Tell me all" });
  answer(store, Array.from({ length: count - 1 }, () => LONG_ANSWER));
  written.length = 0;
  return { store, written };
}

const LONG_ANSWER = { text: "The card ending in 1234 was charged with 20 euros by the bookshop on Monday morning. ".repeat(2) };

const answer = (store: Store, messages: readonly unknown[]) =>
  void store.dispatch({ type: "answered", of: store.state().pending?.messageId ?? "", messages });

function turn(store: Store): void {
  void store.dispatch({ type: "user_said", text: "What about the other card?" });
  answer(store, [LONG_ANSWER]);
}

/** The milliseconds that a dispatch takes: the median of many, because the machine does other things, too. */
function costOf(store: Store): number {
  const times = Array.from({ length: 41 }, () => {
    const begin = performance.now();
    turn(store);
    return (performance.now() - begin) / 2;
  });
  return times.sort((one, other) => one - other)[20] ?? Number.NaN;
}

describe("what is said in a conversation of 5,000 lines", () => {
  it("costs hardly more than in one of 100, and writes no more", () => {
    const [short, long] = [talk(100), talk(5_000)];
    costOf(talk(100).store); // warm
    const [before, after] = [costOf(short.store), costOf(long.store)];
    console.log(`a dispatch takes ${before.toFixed(3)} ms at 100 lines and ${after.toFixed(3)} ms at 5,000`);
    expect(after).toBeLessThan(before * 10 + 2);
    expect(Math.max(...long.written)).toBeLessThan(100_000);
  });
});
