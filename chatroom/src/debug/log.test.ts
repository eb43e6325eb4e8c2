import { describe, expect, it } from "vitest";
import { DESK, HOSTS, offerOf } from "../testing/story";
import type { Outgoing, SendResult } from "../transport/result";
import { type DebugLog, debugLog } from "./log";
import type { AskTracker, Tracker } from "./tracker";

const part = (content: unknown) => Buffer.from(JSON.stringify(content)).toString("base64url");
const CLAIMS = { iss: "bank", aud: "desk", jti: "t1" };
const SIGNATURE = "c2VjcmV0LXNpZ25hdHVyZQ";
const TICKET = `${part({ typ: "handoff+jwt" })}.${part(CLAIMS)}.${SIGNATURE}`;
const TRACKER: Tracker = { slots: { email: "a@example.com" }, intent: "greet", confidence: 0.9, entities: [] };
const NO_API: AskTracker = async () => null;

const outgoing = (metadata: Record<string, string> = {}): Outgoing => ({ sender: "c1", message: "hello", metadata });
const answering = (...messages: unknown[]): SendResult => ({ ok: true, messages });

async function sent(log: DebugLog, result: SendResult, request = outgoing(), url = "http://localhost:5006") {
  return log.watch(async () => result)(url, request, 1_000);
}

describe("the debug log", () => {
  it("notes request, answer, holder and how long it took, and changes nothing of the answer", async () => {
    let clock = 0;
    const log = debugLog(HOSTS, NO_API, () => (clock += 40));
    const result = answering({ text: "Good day" });
    expect(await sent(log, result, outgoing({ message_id: "m1" }))).toBe(result);
    expect(log.entries()).toMatchObject([
      {
        number: 1,
        holderId: "bank",
        holderTitle: "Bank",
        request: { sender: "c1", message: "hello", metadata: { message_id: "m1" } },
        answer: { messages: [{ text: "Good day" }] },
        milliseconds: 40,
      },
    ]);
    expect(Date.parse(log.entries()[0]?.at ?? "")).not.toBeNaN();
  });

  it("shows a request while it is under way, and tells who listens", async () => {
    const log = debugLog(HOSTS, NO_API);
    let told = 0;
    const stop = log.subscribe(() => (told += 1));
    let finish = (_: SendResult) => {};
    const sending = log.watch(() => new Promise((resolve) => (finish = resolve)))("http://x/", outgoing(), 1_000);
    expect(log.entries()).toMatchObject([{ holderTitle: "http://x/", answer: null, milliseconds: null }]);
    finish(answering());
    await sending;
    expect(told).toBeGreaterThanOrEqual(2);
    stop();
    const before = told;
    await sent(log, answering());
    expect(told).toBe(before);
  });

  it("passes everything on, also who hears the messages one by one", async () => {
    const log = debugLog(HOSTS, NO_API);
    const heard: unknown[] = [];
    const send = log.watch(async (_url, _outgoing, timeoutMs, onMessage) => {
      onMessage?.({ text: String(timeoutMs) });
      return answering();
    });
    await send("http://x/", outgoing(), 7, (message) => heard.push(message));
    expect(heard).toEqual([{ text: "7" }]);
  });

  it("notes what went wrong, with the cause", async () => {
    const log = debugLog(HOSTS, NO_API);
    await sent(log, { ok: false, failure: { kind: "http", status: 503, cause: new Error("no model") } });
    expect(log.entries()[0]?.answer).toEqual({ failure: { kind: "http", status: 503, cause: "Error: no model" } });
  });

  it("has the claims of tickets, and their signature and their bytes nowhere", async () => {
    const log = debugLog(HOSTS, NO_API);
    const offer = offerOf(DESK, { ticket: TICKET });
    await sent(log, answering(offer, { text: `look: ${TICKET}` }, { handoff: { ticket: "nonsense" } }), outgoing({ handoff_ticket: TICKET }));
    const all = JSON.stringify(log.entries());
    expect(all).not.toContain(SIGNATURE);
    for (const piece of TICKET.split(".")) expect(all).not.toContain(piece);
    expect(log.entries()[0]?.request).toMatchObject({ metadata: { handoff_ticket: { claims: CLAIMS } } });
    expect(log.entries()[0]?.answer).toMatchObject({
      messages: [{ custom: { handoff: { ticket: { header: { typ: "handoff+jwt" }, claims: CLAIMS } } } }, { text: "look: (ticket)" }, { handoff: { ticket: "(unreadable)" } }],
    });
  });

  it("cuts what is too long to look at", async () => {
    const log = debugLog(HOSTS, NO_API);
    await sent(log, answering({ image: `data:image/png;base64,${"A".repeat(50_000)}` }));
    expect(JSON.stringify(log.entries()).length).toBeLessThan(1_000);
  });

  it("keeps the latest 200, and goes on counting", async () => {
    const log = debugLog(HOSTS, NO_API);
    for (let count = 0; count < 205; count += 1) await sent(log, answering());
    expect(log.entries()).toHaveLength(200);
    expect(log.entries().at(-1)?.number).toBe(205);
  });

  it("asks the host that answered what it knows then, and nobody who did not answer", async () => {
    const asked: string[] = [];
    const log = debugLog(HOSTS, async (url, id) => {
      asked.push(`${url} ${id}`);
      return TRACKER;
    });
    await sent(log, answering({ text: "hi" }));
    await sent(log, { ok: false, failure: { kind: "timeout", cause: "test" } });
    expect(asked).toEqual(["http://localhost:5006 c1"]);
    expect(log.entries().map((entry) => entry.tracker)).toEqual([TRACKER, undefined]);
  });
});
