import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { memoryShelf } from "../storage/shelf";
import { eventually } from "../testing/eventually";
import { type HonestHost, honestHost } from "../testing/honest";
import { deadUrl } from "../testing/host";
import { lineOf } from "../testing/story";
import { type Urls, dyingTab, openTab, settled } from "../testing/tab";
import { sendByRest } from "../transport/rest";
import type { Send } from "../transport/result";
import type { Store } from "./store";

const HOUR_MS = 3_600_000;
const PATIENT = { backoffMs: [0, HOUR_MS] };
const running: HonestHost[] = [];
let warn = vi.spyOn(console, "warn");

beforeEach(() => {
  warn = vi.spyOn(console, "warn").mockImplementation(() => {});
});

afterEach(async () => {
  warn.mockRestore();
  await Promise.all(running.splice(0).map((host) => host.close()));
});

/** A bank that is gone, and a desk that is there. */
async function hosts(): Promise<{ desk: HonestHost; urls: Urls }> {
  const desk = await honestHost(({ message }) => [{ text: message.startsWith("/") ? "Desk here" : `desk heard ${message}` }]);
  running.push(desk);
  return { desk, urls: { bank: await deadUrl(), desk: desk.url } };
}

const say = (store: Store, text: string) => store.dispatch({ type: "user_said", text });
const leave = (store: Store) => store.dispatch({ type: "holder_left", hostId: "desk" });
const lines = (store: Store) => store.state().timeline.map(lineOf);
const inTrouble = (store: Store) => eventually(() => expect(store.state().trouble).not.toBeNull());
const quiet: Send = () => new Promise(() => {});

describe("a user whose host is gone", () => {
  it("talks to another one, who is told whom he left, and can ask again there", async () => {
    const { desk, urls } = await hosts();
    const store = openTab(urls, { options: PATIENT });
    await say(store, "hello");
    await inTrouble(store);
    await leave(store);
    await settled(store);
    await store.dispatch({ type: "retried" });
    await settled(store);
    expect(lines(store)).toEqual(["user: hello", "--- desk", "desk: Desk here", "desk: desk heard hello"]);
    expect(desk.turns).toEqual([`/handoff{"from_host":"${urls.bank}"}`, "hello"]);
    expect(Object.keys(desk.received[0]?.metadata ?? {})).toEqual(["message_id"]);
  });

  it("does not hear an answer of the old host as one of the new host's", async () => {
    const { desk, urls } = await hosts();
    let letGo = (): void => {};
    const late = new Promise<void>((resolve) => (letGo = resolve));
    let tries = 0;
    const send: Send = async (url, ...rest) => {
      if (url === urls.desk) return tries > 2 ? quiet(url, ...rest) : sendByRest(url, ...rest);
      tries += 1;
      if (tries === 2) await late;
      return tries === 1 ? sendByRest(url, ...rest) : { ok: true, messages: [{ text: "too late" }] };
    };
    const store = openTab(urls, { send, options: { backoffMs: [0], probe: async () => "repeatable" } });
    await say(store, "hello");
    await eventually(() => expect(tries).toBe(2));
    await leave(store);
    await eventually(() => expect(store.state().holderId).toBe("desk"));
    tries = 3;
    await store.dispatch({ type: "retried" });
    letGo();
    await late;
    await new Promise((resolve) => setImmediate(resolve));
    expect(lines(store)).toEqual(["user (sending): hello", "--- desk", "desk: Desk here"]);
    expect(desk.turns).toHaveLength(1);
  });

  it("is told when nobody is there at all", async () => {
    const urls = { bank: await deadUrl(), desk: await deadUrl() };
    const store = openTab(urls);
    await say(store, "hello");
    await settled(store);
    await leave(store);
    await settled(store);
    expect(lines(store)).toEqual(["user (failed): hello", "bank error: unreachable (retry)", "bank error: both_down"]);
  });

  it("is not held up by another tab that says something while he leaves", async () => {
    const { urls } = await hosts();
    const shelf = memoryShelf();
    const one = openTab(urls, { shelf, send: quiet });
    await leave(one);
    await say(openTab(urls, { shelf, send: quiet }), "hurry");
    await one.refresh();
    expect(one.state().pending).toMatchObject({ purpose: "take_over", targetId: "desk" });
    expect(one.state().outbox).toHaveLength(1);
  });

  it.each([true, false])("is greeted once, also when the page is closed in the middle (request sent: %s)", async (isSent) => {
    const { desk, urls } = await hosts();
    const shelf = memoryShelf();
    const dying = dyingTab(shelf, 1, isSent);
    void leave(openTab(urls, dying));
    await eventually(() => expect(dying.isDead() && dying.delivered() >= (isSent ? 1 : 0)).toBe(true));
    const store = openTab(urls, { shelf });
    await settled(store);
    expect(lines(store)).toEqual(["--- desk", "desk: Desk here"]);
    expect(desk.turns).toHaveLength(1);
    expect(new Set(desk.received.map(({ metadata }) => metadata["message_id"])).size).toBe(1);
  });
});
