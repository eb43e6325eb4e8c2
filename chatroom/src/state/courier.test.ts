import { afterEach, describe, expect, it } from "vitest";
import { newId } from "../protocol/ids";
import { ticketOf } from "../testing/honest";
import { type Reply, type TestHost, deadUrl, startHost } from "../testing/host";
import { offerOf } from "../testing/story";
import type { Outgoing } from "../transport/result";
import { sendByRest } from "../transport/rest";
import { startCourier } from "./courier";
import { type ChatState, initialState } from "./model";
import { type Store, createStore } from "./store";

const TIMEOUTS = { messageMs: 5_000, takeOverMs: 100, probeMs: 5_000 };
const running: TestHost[] = [];

async function host(reply: (outgoing: Outgoing, count: number) => Reply): Promise<TestHost> {
  const started = await startHost(reply);
  running.push(started);
  return started;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((started) => started.close()));
});

function open(bankUrl: string, deskUrl: string): Store {
  const hosts = [
    { id: "bank", title: "Bank", url: bankUrl },
    { id: "desk", title: "Desk", url: deskUrl },
  ];
  const store = createStore(initialState({ hosts, start: "bank", conversationId: "c1", welcome: "" }), newId);
  startCourier(store, sendByRest, { timeouts: TIMEOUTS });
  return store;
}

/** Says the words and waits until nothing is in flight any more. */
function converse(store: Store, happen: () => void): Promise<ChatState> {
  return new Promise((resolve) => {
    store.subscribe(() => {
      if (store.state().pending === null) resolve(store.state());
    });
    happen();
  });
}

const say = (store: Store, text: string) => converse(store, () => store.dispatch({ type: "user_said", text }));
const shown = (state: ChatState) =>
  state.timeline.map((item) => {
    if (item.kind === "error") return item.problem.kind;
    return item.kind === "user" || item.kind === "bot" ? item.text : item.kind;
  });
const deskAt = (url: string) => ({ id: "desk", title: "Desk", url });

describe("a conversation over HTTP", () => {
  it("goes to the holder, under one conversation id and a message id of its own for each message", async () => {
    const bank = await host((outgoing) => ({ body: [{ text: `heard ${outgoing.message}` }] }));
    const store = open(bank.url, await deadUrl());
    await say(store, "one");
    expect(shown(await say(store, "two"))).toEqual(["one", "heard one", "two", "heard two"]);
    expect(bank.received.map((outgoing) => outgoing.sender)).toEqual(["c1", "c1"]);
    expect(new Set(bank.received.map((outgoing) => outgoing.metadata["message_id"])).size).toBe(2);
  });

  it("is retried under the same message id", async () => {
    const bank = await host((_outgoing, count) => (count === 1 ? { status: 500 } : { body: [{ text: "Hi" }] }));
    const store = open(bank.url, await deadUrl());
    expect(shown(await say(store, "hello"))).toEqual(["hello", "http"]);
    expect(shown(await converse(store, () => store.dispatch({ type: "retried" })))).toEqual(["hello", "Hi"]);
    expect(bank.received[1]).toEqual(bank.received[0]);
  });
});

describe("a handoff over HTTP", () => {
  it("moves the conversation, and the target answers the question that was asked", async () => {
    const desk = await host((_outgoing, count) => ({ body: [{ text: count === 1 ? "Helpdesk here" : "Which mail?" }] }));
    const bank = await host(() => ({ body: [offerOf(deskAt(desk.url), { message: "mail", ticket: ticketOf("j1") })] }));
    const state = await say(open(bank.url, desk.url), "mail");
    expect(shown(state)).toEqual(["mail", "handoff", "Helpdesk here", "Which mail?"]);
    expect(state.holderId).toBe("desk");
    expect(desk.received).toMatchObject([
      { sender: "c1", message: `/handoff{"from_host":"${bank.url}"}`, metadata: { handoff_ticket: ticketOf("j1") } },
      { sender: "c1", message: "mail", metadata: { handoff_replay: "j1" } },
    ]);
    expect(bank.received).toHaveLength(1);
  });

  it.each<[string, Reply]>([
    ["refused", { body: [{ custom: { handoff_refused: "loop" } }] }],
    ["timeout", { hang: true }],
    ["error", { status: 503 }],
    ["error", { body: [] }],
    ["error", { body: "<html>" }],
  ])("that ends in %s stays with the source, which is told", async (reason, reply) => {
    const desk = await host(() => reply);
    const offer = offerOf(deskAt(desk.url));
    const bank = await host((_outgoing, count) => ({ body: [count === 1 ? offer : { text: "I am still here" }] }));
    const state = await say(open(bank.url, desk.url), "mail");
    expect(shown(state)).toEqual(["mail", "I am still here"]);
    expect(state.holderId).toBe("bank");
    expect(bank.received[1]?.message).toBe(`/handoff_failed{"to":"desk","reason":"${reason}"}`);
    expect(desk.received).toHaveLength(reason === "refused" ? 1 : 2);
  });

  it("to a host that is not listed never contacts it", async () => {
    const evil = await host(() => ({ body: [{ text: "Your password, please" }] }));
    const offer = offerOf({ id: "evil", title: "Evil", url: evil.url });
    const bank = await host((_outgoing, count) => ({ body: [count === 1 ? offer : { text: "I am still here" }] }));
    expect(shown(await say(open(bank.url, await deadUrl()), "x"))).toEqual(["x", "I am still here"]);
    expect(evil.received).toEqual([]);
    expect(bank.received[1]?.message).toBe('/handoff_failed{"to":"evil","reason":"unlisted"}');
  });

  it("that finds both hosts down ends in the client's own words", async () => {
    const gone = await deadUrl();
    const bank = await host((_outgoing, count) => (count === 1 ? { body: [offerOf(deskAt(gone))] } : { status: 502 }));
    expect(shown(await say(open(bank.url, gone), "mail"))).toEqual(["mail", "both_down"]);
  });
});
