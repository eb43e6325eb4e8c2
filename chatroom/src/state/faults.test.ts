import { describe, expect, it } from "vitest";
import { type Fault, type FaultyHost, type Kind, answerTo, linesOf } from "../testing/faulty";
import { faultyRoom, tidyUp } from "../testing/faultyRoom";
import type { Reply } from "../testing/host";
import { lineOf } from "../testing/story";
import { settled } from "../testing/tab";
import type { FailureKind } from "../transport/result";
import type { Store } from "./store";

const [FIRST = ""] = linesOf(answerTo("one"));

const AT_ONCE: readonly [FailureKind, Reply][] = [
  ["offline", { cut: true }],
  ["unreachable", { cut: true }],
  ["timeout", { hang: true }],
  ["http", { status: 503, body: "no" }],
  ["invalid", { body: "<html>" }],
];
const IN_MID_STREAM: readonly [FailureKind, Reply][] = [
  ["offline", { pieces: [FIRST], cut: true }],
  ["unreachable", { pieces: [FIRST], cut: true }],
  ["timeout", { pieces: [FIRST], hang: true }],
  ["invalid", { pieces: [FIRST, "<html>\n"] }],
];

type Case = [kind: FailureKind, when: string, fault: Fault];

const MID_STREAM = IN_MID_STREAM.map<Case>(([kind, reply]) => [
  kind,
  "in the middle of the answer",
  { reply, isDone: true },
]);
const CASES: readonly Case[] = [
  ...AT_ONCE.map<Case>(([kind, reply]) => [kind, "before the host did anything", { reply, isDone: false }]),
  ...AT_ONCE.map<Case>(([kind, reply]) => [kind, "after the host had done it", { reply, isDone: true }]),
  ...MID_STREAM,
];

tidyUp();

const say = (store: Store, text: string) => store.dispatch({ type: "user_said", text });
const lines = (store: Store) => store.state().timeline.map(lineOf);
const sent = (host: FaultyHost) => host.received.map(({ message }) => message);
const WORDS = ["one", "two", "three", "four"];
const ANSWERED = ["user: one", "bank: heard one", "bank: did one"];

describe.each<Kind>(["repeatable", "down"])("a host that answers a repeated message once (%s)", (there) => {
  it.each(CASES)("%s, %s: it is tried again by itself, and done once", async (kind, _when, fault) => {
    const { host, store, troubles } = await faultyRoom(kind, there, fault);
    await say(store, "one");
    await settled(store);
    expect(lines(store)).toEqual(ANSWERED);
    expect(host.turns).toEqual(["one"]);
    expect([...troubles]).toContain(kind);
    expect(store.state()).toMatchObject({ trouble: null, streamed: [] });
    expect(new Set(host.received.map(({ metadata }) => metadata["message_id"])).size).toBe(1);
    const cause = expect.objectContaining({ kind });
    expect(console.warn).toHaveBeenCalledWith(expect.stringContaining("did not answer"), cause);
  });

  it.each(MID_STREAM)("%s, %s: what has come stays there, once, until the whole answer is", async (kind, _when, fault) => {
    const { store } = await faultyRoom(kind, there, fault);
    const seen: number[] = [];
    store.subscribe(() => seen.push(store.state().pending === null ? 0 : store.state().streamed.length));
    await say(store, "one");
    await settled(store);
    const [first, ...later] = seen.slice(seen.indexOf(1));
    expect(first).toBe(1);
    expect(later.at(-1)).toBe(0);
    expect(new Set(later.slice(0, -1))).toEqual(new Set([1]));
    expect(lines(store)).toEqual(ANSWERED);
  });

  it.each(CASES)("%s, %s: what is said meanwhile keeps its order", async (kind, _when, fault) => {
    const { host, store } = await faultyRoom(kind, there, fault);
    for (const word of WORDS) await say(store, word);
    await settled(store);
    expect(host.turns).toEqual(WORDS);
    expect(sent(host)).toEqual(["one", ...WORDS]);
    const answers = WORDS.flatMap((word) => [`bank: heard ${word}`, `bank: did ${word}`]);
    expect(lines(store)).toEqual([...WORDS.map((word) => `user: ${word}`), ...answers]);
  });
});

describe("a host of which that is not known", () => {
  const ONLINE = CASES.filter(([kind]) => kind !== "offline");

  it.each(ONLINE)("%s, %s: nothing is sent again but by the user, and the rest waits", async (kind, _when, fault) => {
    const { host, store, troubles } = await faultyRoom(kind, "plain", fault);
    for (const word of WORDS) await say(store, word);
    await settled(store);
    expect(lines(store)).toEqual([
      "user (failed): one",
      ...WORDS.slice(1).map((word) => `user (waiting): ${word}`),
      `bank error: ${kind} (retry)`,
    ]);
    expect(sent(host)).toEqual(["one"]);
    expect(host.turns).toEqual(fault.isDone ? ["one"] : []);
    expect([...troubles]).toEqual([]);
    expect(store.state().streamed).toEqual([]);
    await store.dispatch({ type: "retried" });
    await settled(store);
    expect(sent(host)).toEqual(["one", ...WORDS]);
    expect(lines(store)).toContain("bank: did four");
  });

  it("offline: what it may have done before the network went is left to the user", async () => {
    const { host, store, troubles } = await faultyRoom("offline", "plain", { reply: { cut: true }, isDone: true });
    await say(store, "one");
    await settled(store);
    expect(lines(store)).toEqual(["user (failed): one", "bank error: unreachable (retry)"]);
    expect(host.turns).toEqual(["one"]);
    expect([...troubles]).toEqual([]);
  });
});

describe("a host that does not come back", () => {
  const NEVER = { reply: { cut: true }, isDone: false };

  it("is given up with a button when the tries are used up, and the button sends the same message", async () => {
    const { host, store, troubles } = await faultyRoom("unreachable", "down", NEVER, { backoffMs: [0, 5] });
    await say(store, "one");
    await settled(store);
    expect(lines(store)).toEqual(["user (failed): one", "bank error: unreachable (retry)"]);
    expect([...troubles]).toEqual(["unreachable"]);
    await store.dispatch({ type: "retried" });
    await settled(store);
    expect(lines(store)).toEqual(ANSWERED);
    expect(host.turns).toEqual(["one"]);
  });
});
