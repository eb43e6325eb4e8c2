// @vitest-environment jsdom
import { locks } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { newId } from "./protocol/ids";
import { startCourier } from "./state/courier";
import { initialState } from "./state/model";
import { type Store, createStore } from "./state/store";
import { followOtherRooms, onWake, placeOf, whileOpen } from "./tabs";
import { eventually } from "./testing/eventually";
import { type TestHost, deadUrl, startHost } from "./testing/host";
import { HOSTS, lineOf } from "./testing/story";
import { type Transport, restTransport, sendByRest } from "./transport/rest";

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
function openRoom(start: string, url: string, signal?: AbortSignal): Store {
  const hosts = [{ id: start, title: start, url }];
  const { place, inTurn } = placeOf(start);
  const store = createStore(initialState({ hosts, start, conversationId: newId(), welcome: "" }), newId, place);
  startCourier(store, sendByRest, { inTurn, ...(signal && { signal }) });
  followOtherRooms(store, place.key, signal);
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

describe("a room that is closed", () => {
  it("follows no other room any more", async () => {
    const bank = await host(({ message }) => ({ body: [{ text: `heard ${message}` }] }));
    const closing = new AbortController();
    const [one, two] = [openRoom("bank", bank.url, closing.signal), openRoom("bank", bank.url)];
    await one.dispatch({ type: "user_said", text: "hi" });
    await shows(one, "user: hi", "bank: heard hi");
    closing.abort();
    await two.dispatch({ type: "user_said", text: "ho" });
    await shows(two, "user: hi", "bank: heard hi", "user: ho", "bank: heard ho");
    expect(one.state().timeline.map(lineOf)).toEqual(["user: hi", "bank: heard hi"]);
  });
});

describe("a page whose network may be back", () => {
  const look = (isHidden: boolean) => {
    Object.defineProperty(document, "hidden", { value: isHidden, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  };

  it("is heard of when the browser says so, or when somebody looks at it again, until nobody listens", () => {
    const listener = vi.fn();
    const stop = onWake(listener);
    dispatchEvent(new Event("online"));
    expect(listener).toHaveBeenCalledTimes(1);
    look(true);
    expect(listener).toHaveBeenCalledTimes(1);
    look(false);
    expect(listener).toHaveBeenCalledTimes(2);
    stop();
    look(false);
    dispatchEvent(new Event("online"));
    expect(listener).toHaveBeenCalledTimes(2);
  });
});

describe("sending from a page", () => {
  const idle = () => createStore(initialState({ hosts: HOSTS, start: "bank", conversationId: "c1", welcome: "" }), newId);

  type Ask = (road: Pick<Transport, "send" | "probe">, url: string) => Promise<unknown>;
  const say: Ask = ({ send }, url) => send(url, outgoing("hi"), SECONDS);
  const look: Ask = ({ probe }, url) => probe(url, SECONDS);

  /** What had come of a request that broke off, after the page was left or not, when others had ended that did not. */
  async function brokenOff(isLeft: boolean, ask: Ask): Promise<unknown> {
    const bank = await startHost(() => ({ hang: true }));
    const asked = ask(whileOpen(idle(), restTransport()), bank.url);
    const unguarded = ask(restTransport(), bank.url);
    await eventually(() => expect(bank.received).toHaveLength(2));
    if (isLeft) dispatchEvent(new Event("pagehide"));
    await bank.close();
    await unguarded;
    await ask(restTransport(), await deadUrl());
    return Promise.race([asked, "no answer"]);
  }

  it("says that a request broke off, but not when it did because the page was left", async () => {
    expect(await brokenOff(false, say)).toMatchObject({ ok: false, failure: { kind: "unreachable" } });
    expect(await brokenOff(true, say)).toBe("no answer");
  });

  it("finds nobody where a look broke off, but not when it did because the page was left", async () => {
    expect(await brokenOff(false, look)).toBe("down");
    expect(await brokenOff(true, look)).toBe("no answer");
  });

  it("goes on when the page comes back from the browser's memory", async () => {
    const bank = await host(() => ({ body: [{ text: "hello" }] }));
    const { send } = whileOpen(idle(), restTransport());
    dispatchEvent(new Event("pagehide"));
    dispatchEvent(new Event("pageshow"));
    expect(await send(bank.url, outgoing("hi"), SECONDS)).toEqual({ ok: true, messages: [{ text: "hello" }] });
  });
});
