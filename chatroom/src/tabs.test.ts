// @vitest-environment jsdom
import { locks } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newId } from "./protocol/ids";
import { startCourier } from "./state/courier";
import { initialState } from "./state/model";
import { type Store, createStore } from "./state/store";
import { followOtherRooms, placeOf, sendWhileOpen } from "./tabs";
import { eventually } from "./testing/eventually";
import { type TestHost, deadUrl, startHost } from "./testing/host";
import { HOSTS, lineOf } from "./testing/story";
import { sendByRest } from "./transport/rest";

const SECONDS = 5_000;
const outgoing = (message: string) => ({ sender: "c1", message, metadata: { message_id: newId() } });
const running: TestHost[] = [];

async function host(...parameters: Parameters<typeof startHost>): Promise<TestHost> {
  const started = await startHost(...parameters);
  running.push(started);
  return started;
}

// jsdom has no locks; node's are the same Web Locks.
Object.defineProperty(navigator, "locks", { value: locks });

beforeEach(() => localStorage.clear());
afterEach(async () => {
  await Promise.all(running.splice(0).map((started) => started.close()));
});

/** A room of this page without its view. */
function openRoom(start: string, url: string): Store {
  const hosts = [{ id: start, title: start, url }];
  const { place, inTurn } = placeOf(start);
  const store = createStore(initialState({ hosts, start, conversationId: newId(), welcome: "" }), newId, place);
  startCourier(store, sendByRest, undefined, inTurn);
  followOtherRooms(store, place.key);
  return store;
}

const shows = (room: Store, ...lines: string[]) =>
  eventually(() => expect(room.state().timeline.map(lineOf)).toEqual(lines));

describe("two rooms on one page", () => {
  it("that begin with the same host show the same conversation, and send each message once", async () => {
    const bank = await host(({ message }) => ({ body: [{ text: `heard ${message}` }] }));
    const [one, two] = [openRoom("bank", bank.url), openRoom("bank", bank.url)];
    await one.dispatch({ type: "user_said", text: "hi" });
    await shows(two, "user: hi", "bank: heard hi");
    await two.dispatch({ type: "user_said", text: "ho" });
    await shows(one, "user: hi", "bank: heard hi", "user: ho", "bank: heard ho");
    expect(bank.received.map(({ message }) => message)).toEqual(["hi", "ho"]);
    await two.dispatch({ type: "started_over" });
    await shows(one);
    await one.dispatch({ type: "user_said", text: "new" });
    await shows(two, "user: new", "bank: heard new");
  });

  it("that begin with different hosts have nothing to do with each other", async () => {
    const shop = await host(() => ({ body: [{ text: "hello" }] }));
    const [one, two] = [openRoom("shop", shop.url), openRoom("desk", shop.url)];
    await one.dispatch({ type: "user_said", text: "hi" });
    await shows(one, "user: hi", "shop: hello");
    await shows(two);
  });
});

describe("sending from a page", () => {
  const idle = () => createStore(initialState({ hosts: HOSTS, start: "bank", conversationId: "c1", welcome: "" }), newId);

  /** What had come of a request that broke off, after the page was left or not, when others had ended that did not. */
  async function brokenOff(isLeft: boolean): Promise<unknown> {
    const bank = await startHost(() => ({ hang: true }));
    const sent = sendWhileOpen(idle())(bank.url, outgoing("hi"), SECONDS);
    const unguarded = sendByRest(bank.url, outgoing("hello"), SECONDS);
    await eventually(() => expect(bank.received).toHaveLength(2));
    if (isLeft) dispatchEvent(new Event("pagehide"));
    await bank.close();
    await unguarded;
    await sendByRest(await deadUrl(), outgoing("later"), SECONDS);
    return Promise.race([sent, "no answer"]);
  }

  it("says that a request broke off, but not when it did because the page was left", async () => {
    expect(await brokenOff(false)).toMatchObject({ ok: false, failure: { kind: "unreachable" } });
    expect(await brokenOff(true)).toBe("no answer");
  });

  it("goes on when the page comes back from the browser's memory", async () => {
    const bank = await host(() => ({ body: [{ text: "hello" }] }));
    const send = sendWhileOpen(idle());
    dispatchEvent(new Event("pagehide"));
    dispatchEvent(new Event("pageshow"));
    expect(await send(bank.url, outgoing("hi"), SECONDS)).toEqual({ ok: true, messages: [{ text: "hello" }] });
  });
});
