import { describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually";
import { faultyRoom, tidyUp } from "../testing/faultyRoom";
import { lineOf } from "../testing/story";
import { settled } from "../testing/tab";
import type { CourierOptions } from "./courier";
import type { Store } from "./store";

const say = (store: Store, text: string) => store.dispatch({ type: "user_said", text });
const lines = (store: Store) => store.state().timeline.map(lineOf);
const ANSWERED = ["user: one", "bank: heard one", "bank: did one"];

tidyUp();

describe("waiting for a host", () => {
  const HOUR_MS = 3_600_000;
  const PATIENT = { backoffMs: [0, HOUR_MS, HOUR_MS] };
  const CUT = { reply: { cut: true }, isDone: true };

  /** A room that has found nobody once, and waits for an hour. */
  async function waiting(options: Partial<CourierOptions> = {}) {
    const { host, store } = await faultyRoom("unreachable", "down", CUT, { ...PATIENT, ...options });
    await say(store, "one");
    await eventually(() => expect(store.state().trouble?.tries).toBe(1));
    return { host, store };
  }

  /** Tells whoever listens that the network may be back, when the test wants it. */
  function alarm() {
    const listeners = new Set<() => void>();
    const wake = (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    };
    return { wake, listeners };
  }

  it("ends when the user wants it to", async () => {
    const { host, store } = await waiting();
    for (let tries = 1; store.state().pending !== null; tries += 1) {
      await eventually(() => expect(store.state().trouble?.tries ?? tries).toBe(tries));
      await store.dispatch({ type: "retried" });
      await eventually(() => expect(store.state().trouble?.tries).not.toBe(tries));
    }
    expect(lines(store)).toEqual(ANSWERED);
    expect(host.turns).toEqual(["one"]);
  });

  it("ends when the network may be back, and nobody listens for that afterwards", async () => {
    const { wake, listeners } = alarm();
    const { host, store } = await waiting({ wake });
    while (store.state().pending !== null) {
      await eventually(() => expect(listeners.size > 0 || store.state().pending === null).toBe(true));
      for (const listener of [...listeners]) listener();
    }
    expect(lines(store)).toEqual(ANSWERED);
    expect(host.turns).toEqual(["one"]);
    expect(listeners.size).toBe(0);
  });

  it("ends when the user starts over: nothing more is sent, and new words are sent at once", async () => {
    const { wake, listeners } = alarm();
    const { host, store } = await waiting({ wake });
    const before = host.received.length;
    await eventually(() => expect(listeners.size).toBe(1));
    await store.dispatch({ type: "started_over" });
    expect([lines(store), host.received.length, listeners.size]).toEqual([[], before, 0]);
    await say(store, "new");
    await eventually(() => expect(store.state().trouble).not.toBeNull());
    await store.dispatch({ type: "retried" });
    await settled(store);
    expect(lines(store)).toEqual(["user: new", "bank: heard new", "bank: did new"]);
    expect(host.turns).toEqual(["one", "new"]);
  });
});
