import { afterEach, describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually";
import { ticketOf } from "../testing/honest";
import { type Reply, type TestHost, startHost } from "../testing/host";
import { lineOf, offerOf } from "../testing/story";
import { openTab, settled } from "../testing/tab";
import type { Outgoing } from "../transport/result";
import { sendByRest } from "../transport/rest";
import type { Store } from "./store";

const STREAMED = "POST /webhooks/rest/webhook?stream=true";
const WHOLE = "POST /webhooks/rest/webhook";
const running: TestHost[] = [];

async function host(reply: (outgoing: Outgoing) => Reply): Promise<TestHost> {
  const started = await startHost(reply);
  running.push(started);
  return started;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((started) => started.close()));
});

const say = (store: Store, text: string) => store.dispatch({ type: "user_said", text });
const line = (text: string) => `${JSON.stringify({ text })}\n`;

describe("an answer that is streamed", () => {
  it("is there message by message, before it is complete", async () => {
    const bank = await host(() => ({ pieces: [line("one"), line("two")] }));
    let letGo = (): void => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const store = openTab(
      { bank: bank.url, desk: bank.url },
      {
        send: async (...parameters) => {
          const result = await sendByRest(...parameters);
          await held;
          return result;
        },
        options: { isStreaming: true },
      },
    );
    await say(store, "hello");
    await eventually(() => expect(store.state().streamed).toEqual([{ text: "one" }, { text: "two" }]));
    expect(store.state().timeline.map(lineOf)).toEqual(["user (sending): hello"]);
    letGo();
    await settled(store);
    expect(store.state().timeline.map(lineOf)).toEqual(["user: hello", "bank: one", "bank: two"]);
    expect(store.state().streamed).toEqual([]);
  });

  it("is asked for where the page wants it only", async () => {
    const bank = await host(() => ({ body: [{ text: "hi" }] }));
    const store = openTab({ bank: bank.url, desk: bank.url });
    await say(store, "hello");
    await settled(store);
    expect(bank.paths).toEqual([WHOLE]);
  });

  it("is none of a take-over, nor of what the new holder answers in the old one's place", async () => {
    const desk = await host(() => ({ body: [{ text: "Desk here" }] }));
    const offer = offerOf({ id: "desk", title: "Desk", url: desk.url }, { message: "mail", ticket: ticketOf("j1") });
    const bank = await host(() => ({ pieces: [`${JSON.stringify(offer)}\n`] }));
    const store = openTab({ bank: bank.url, desk: desk.url }, { options: { isStreaming: true } });
    await say(store, "mail");
    await settled(store);
    expect([bank.paths, desk.paths]).toEqual([[STREAMED], [WHOLE, WHOLE]]);
    await say(store, "more");
    await settled(store);
    expect(desk.paths.at(-1)).toBe(STREAMED);
  });
});

describe("a take-over under an intent of the page's own", () => {
  it("asks by this intent", async () => {
    const desk = await host(() => ({ body: [{ text: "Desk here" }] }));
    const bank = await host(() => ({ body: [offerOf({ id: "desk", title: "Desk", url: desk.url })] }));
    const store = openTab({ bank: bank.url, desk: desk.url }, { options: { handoffIntent: "take_over" } });
    await say(store, "mail");
    await settled(store);
    expect(desk.received[0]?.message).toBe(`/take_over{"from_host":"${bank.url}"}`);
  });
});
