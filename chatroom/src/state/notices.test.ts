import { afterEach, describe, expect, it } from "vitest";
import { type Reply, type TestHost, deadUrl, startHost } from "../testing/host";
import { offerOf } from "../testing/story";
import { noticesByRest } from "../transport/rest";
import { initialState } from "./model";
import { askForNotices } from "./notices";
import { type Store, createStore } from "./store";

const FETCH = "GET /webhooks/rest/notices?sender=c1";
const SEEN = "POST /webhooks/rest/notices/seen";
const PAID = { id: "n1", text: "Paid", at: "2026-07-03T10:00:00+00:00" };
const LACKING = [{}, { id: "n1" }, { text: "Paid" }, { id: 1, text: "Paid" }, { id: "n1", text: 1 }];
const running: TestHost[] = [];

/** A host that lists these notices whenever it is asked, or answers as told. */
async function host(listed: Reply, seen: Reply = { body: { ids: [] } }): Promise<TestHost> {
  const started = await startHost((_outgoing, _count, path) => (path === SEEN ? seen : listed));
  running.push(started);
  return started;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((started) => started.close()));
});

/** A conversation that begins at the bank; the page has said its welcome. */
function open(bankUrl: string, deskUrl: string): Store {
  const hosts = [
    { id: "bank", title: "Bank", url: bankUrl },
    { id: "desk", title: "Desk", url: deskUrl },
  ];
  let count = 0;
  const newId = () => `e${++count}`;
  return createStore(initialState({ hosts, start: "bank", conversationId: "c1", welcome: "Welcome" }), newId);
}

const say = (store: Store) => store.dispatch({ type: "user_said", text: "hello" });
const pendingId = (store: Store) => store.state().pending?.messageId ?? "nothing";
const answer = (store: Store, ...messages: unknown[]) =>
  store.dispatch({ type: "answered", of: pendingId(store), messages });
const accept = (store: Store) =>
  store.dispatch({ type: "handoff_accepted", of: pendingId(store), messages: [{ text: "Desk here" }] });

function talk(store: Store): Store {
  say(store);
  answer(store, { text: "Hi" });
  return store;
}

/** The conversation at the desk, after a word with the bank. */
function handOver(store: Store): Store {
  say(store);
  answer(store, offerOf(store.state().hosts[1] ?? { id: "", title: "", url: "" }));
  accept(store);
  return store;
}

const ask = (store: Store) => askForNotices(store, noticesByRest, 500);
const said = (store: Store) =>
  store.state().timeline.flatMap((item) => (item.kind === "bot" ? [`${item.hostId}: ${item.text}`] : [])).slice(1);

describe("notices over HTTP", () => {
  it("are fetched, shown, and told to be seen", async () => {
    const bank = await host({ body: [PAID, { ...PAID, id: "n2", text: "Failed" }] });
    const store = talk(open(bank.url, await deadUrl()));
    await ask(store);
    expect(said(store)).toEqual(["bank: Hi", "bank: Paid", "bank: Failed"]);
    expect(bank.paths).toEqual([FETCH, SEEN]);
    expect(bank.received[1]).toEqual({ sender: "c1", ids: ["n1", "n2"] });
  });

  it("are not told to be seen when there are none", async () => {
    const bank = await host({ body: [] });
    await ask(talk(open(bank.url, await deadUrl())));
    expect(bank.paths).toEqual([FETCH]);
  });

  it("come from hosts that the conversation was with before, too", async () => {
    const bank = await host({ body: [PAID] });
    const desk = await host({ body: [{ ...PAID, text: "Solved" }] });
    const store = handOver(open(bank.url, desk.url));
    await ask(store);
    expect(said(store)).toHaveLength(3);
    expect(said(store)).toEqual(expect.arrayContaining(["desk: Desk here", "desk: Solved", "bank: Paid"]));
    expect(store.state().holderId).toBe("desk");
  });

  it("are not asked for where nobody has said anything yet", async () => {
    const [bank, desk] = [await host({ body: [PAID] }), await host({ body: [PAID] })];
    const store = open(bank.url, desk.url);
    await ask(store);
    expect(bank.paths).toEqual([]);
    await ask(talk(store));
    expect(bank.paths).toEqual([FETCH, SEEN]);
    expect(desk.paths).toEqual([]);
  });

  it("are shown once and told to be seen again when the host did not hear it", async () => {
    const bank = await host({ body: [PAID] }, { hang: true });
    const store = talk(open(bank.url, await deadUrl()));
    await ask(store);
    let drawn = 0;
    store.subscribe(() => (drawn += 1));
    await ask(store);
    expect(said(store)).toEqual(["bank: Hi", "bank: Paid"]);
    expect(bank.paths).toEqual([FETCH, SEEN, FETCH, SEEN]);
    expect(drawn).toBe(0);
  });
});

describe("a host that is about to answer", () => {
  it("is not asked, the others are", async () => {
    const [bank, desk] = [await host({ body: [] }), await host({ body: [] })];
    const store = handOver(open(bank.url, desk.url));
    say(store);
    await ask(store);
    expect([bank.paths, desk.paths]).toEqual([[FETCH], []]);
    answer(store, { text: "Hi" });
    await ask(store);
    expect([bank.paths, desk.paths]).toEqual([[FETCH, FETCH], [FETCH]]);
  });

  it("is not asked while it takes over again, nor is the one that it takes over from", async () => {
    const [bank, desk] = [await host({ body: [] }), await host({ body: [] })];
    const store = handOver(open(bank.url, desk.url));
    say(store);
    answer(store, offerOf({ id: "bank", title: "Bank", url: bank.url }));
    await ask(store);
    expect([bank.paths, desk.paths]).toEqual([[], []]);
  });
});

describe("a host without notices to show", () => {
  it.each<[string, Reply]>([
    ["does not know the route", { status: 404, body: { error: "no such route" } }],
    ["has a problem", { status: 503 }],
    ["is too slow", { hang: true }],
    ["answers with a page", { body: "<html>" }],
    ["answers with an object", { body: { id: "n1", text: "Paid" } }],
    ["lists what are no notices", { body: [null, 7, "n1", [], ...LACKING] }],
  ])("that %s is left alone, and the other one is heard", async (_name, reply) => {
    const bank = await host(reply);
    const desk = await host({ body: [PAID] });
    const store = handOver(open(bank.url, desk.url));
    await ask(store);
    expect(said(store)).toEqual(["desk: Desk here", "desk: Paid"]);
    expect(store.state().timeline.some((item) => item.kind === "error")).toBe(false);
    expect(bank.paths).toEqual([FETCH]);
  });

  it("because it is gone is left alone", async () => {
    const store = talk(open(await deadUrl(), await deadUrl()));
    await ask(store);
    expect(said(store)).toEqual(["bank: Hi"]);
  });
});
