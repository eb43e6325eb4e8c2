import { afterEach, describe, expect, it } from "vitest";
import { newId } from "../protocol/ids";
import { eventually } from "../testing/eventually";
import { type TestHost, startHost } from "../testing/host";
import { offerOf } from "../testing/story";
import { noticesByRest, sendByRest } from "../transport/rest";
import type { Send } from "../transport/result";
import { startCourier } from "./courier";
import { initialState } from "./model";
import { askForNotices } from "./notices";
import { type Store, createStore } from "./store";

const running: TestHost[] = [];

async function host(...parameters: Parameters<typeof startHost>): Promise<TestHost> {
  const started = await startHost(...parameters);
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
  return createStore(initialState({ hosts, start: "bank", conversationId: "c1", welcome: "" }), newId);
}

const say = (store: Store, text: string) => store.dispatch({ type: "user_said", text });
const answer = (store: Store, text: string) =>
  store.dispatch({ type: "answered", of: store.state().pending?.messageId ?? "", messages: [{ text }] });
/** Sends as the page does, but holds back the answers to some messages until they are let go. */
function holdBack(isHeld: (message: string) => boolean): { send: Send; letGo: () => void } {
  let letGo = (): void => {};
  const released = new Promise<void>((resolve) => (letGo = resolve));
  const send: Send = async (url, outgoing, timeoutMs) => {
    const result = await sendByRest(url, outgoing, timeoutMs);
    if (isHeld(outgoing.message)) await released;
    return result;
  };
  return { send, letGo };
}

const said = (store: Store) => store.state().timeline.flatMap((item) => (item.kind === "bot" ? [item.text] : []));
const startOver = (store: Store) => store.dispatch({ type: "started_over" });

const shows = (store: Store, ...texts: string[]) => eventually(() => expect(said(store)).toEqual(texts));

describe("starting over while a host is about to answer", () => {
  it("sends the next words at once, under the new id, and never shows the late answer", async () => {
    const bank = await host(({ message }) => ({ body: [{ text: `heard ${message}` }] }));
    const store = open(bank.url, bank.url);
    const { send, letGo } = holdBack((message) => message === "old");
    startCourier(store, send);
    say(store, "old");
    await eventually(() => expect(bank.received).toHaveLength(1));
    startOver(store);
    say(store, "new");
    await shows(store, "heard new");
    letGo();
    say(store, "newer");
    await shows(store, "heard new", "heard newer");
    expect(new Set(bank.received.map(({ sender }) => sender))).toEqual(new Set(["c1", store.state().conversationId]));
  });

  it("asks a host that was to take the old conversation over no second time", async () => {
    const desk = await host(() => ({ status: 503 }));
    const offer = offerOf({ id: "desk", title: "Desk", url: desk.url });
    const bank = await host(({ message }) => ({ body: [message === "mail" ? offer : { text: "Hi" }] }));
    const store = open(bank.url, desk.url);
    const { send, letGo } = holdBack((message) => message.startsWith("/handoff"));
    startCourier(store, send);
    say(store, "mail");
    await eventually(() => expect(desk.received).toHaveLength(1));
    startOver(store);
    letGo();
    say(store, "hello");
    await shows(store, "Hi");
    expect(desk.received).toHaveLength(1);
    expect(bank.received.map(({ message }) => message)).toEqual(["mail", "hello"]);
    expect(store.state().holderId).toBe("bank");
  });
});

describe("notices after starting over", () => {
  const PAID = { id: "n1", text: "Paid" };
  const ask = (store: Store) => askForNotices(store, noticesByRest, 1_000);

  it("are not shown, nor told to be seen, when they were asked for before", async () => {
    const bank = await host(() => ({ body: [PAID] }));
    const store = open(bank.url, bank.url);
    say(store, "hello");
    answer(store, "Hi");
    const asked = ask(store);
    startOver(store);
    await asked;
    expect(said(store)).toEqual([]);
    expect(bank.paths).toEqual(["GET /webhooks/rest/notices?sender=c1"]);
  });

  it("are asked for under the new id alone, once the user has spoken again", async () => {
    const bank = await host((_outgoing, _count, path) => ({ body: path.startsWith("GET") ? [PAID] : [] }));
    const store = open(bank.url, bank.url);
    say(store, "hello");
    startOver(store);
    await ask(store);
    expect(bank.paths).toEqual([]);
    say(store, "hello again");
    answer(store, "Hi");
    await ask(store);
    expect(said(store)).toEqual(["Hi", "Paid"]);
    const sender = store.state().conversationId;
    expect(bank.paths).toEqual([`GET /webhooks/rest/notices?sender=${sender}`, "POST /webhooks/rest/notices/seen"]);
    expect(bank.received[1]).toEqual({ sender, ids: ["n1"] });
  });
});
