import { afterEach, describe, expect, it } from "vitest";
import { type Reply, type TestHost, startHost } from "../testing/host";
import { sendByRest } from "./rest";

const OUTGOING = { sender: "c1", message: "hi", metadata: { message_id: "m1" } };
const ONE = { text: "one" };
const TWO = { text: "zwö" };
const [FIRST, SECOND] = [`${JSON.stringify(ONE)}\n`, `${JSON.stringify(TWO)}\n`];
const BIG = JSON.stringify({ text: "x".repeat(1_000_000) });
let host: TestHost | null = null;

/** What was heard of a streamed answer, and what came of it. */
async function stream(reply: Reply, timeoutMs = 5_000) {
  host = await startHost(() => reply);
  const heard: unknown[] = [];
  const result = await sendByRest(host.url, OUTGOING, timeoutMs, (message) => heard.push(message));
  return { heard, result };
}

afterEach(async () => {
  await host?.close();
  host = null;
});

describe("a streamed answer", () => {
  it("is asked for, heard message by message, and complete in the end", async () => {
    expect(await stream({ pieces: [FIRST, SECOND] })).toEqual({ heard: [ONE, TWO], result: { ok: true, messages: [ONE, TWO] } });
    expect(host?.paths).toEqual(["POST /webhooks/rest/webhook?stream=true"]);
    expect(host?.received).toEqual([OUTGOING]);
  });

  it("may come byte by byte", async () => {
    const pieces = [...Buffer.from(FIRST + SECOND)].map((byte) => Uint8Array.of(byte));
    expect(await stream({ pieces })).toMatchObject({ heard: [ONE, TWO], result: { messages: [ONE, TWO] } });
  });

  it("may be none: some hosts do not stream", async () => {
    expect(await stream({ body: [ONE, TWO] })).toMatchObject({ result: { ok: true, messages: [ONE, TWO] } });
  });

  it("may have nothing in it", async () => {
    expect(await stream({ pieces: [""] })).toEqual({ heard: [], result: { ok: true, messages: [] } });
  });

  it("may take as long as it likes, as long as its messages keep coming", async () => {
    const pieces = Array.from({ length: 6 }, () => FIRST);
    expect(await stream({ pieces, everyMs: 200 }, 1_000)).toMatchObject({ result: { ok: true } });
  });

  it.each<[string, Reply]>([
    ["unreachable", { pieces: [FIRST], cut: true }],
    ["timeout", { pieces: [FIRST], hang: true }],
    ["invalid", { pieces: [FIRST, "<html>\n"], hang: true }],
    ["invalid", { pieces: [FIRST, '{"text": "hal'] }],
  ])("that breaks off is %s, after what was heard", async (kind, reply) => {
    expect(await stream(reply, 500)).toMatchObject({ heard: [ONE], result: { ok: false, failure: { kind } } });
  });

  it("of a host with a problem is a problem", async () => {
    expect(await stream({ status: 503, body: "no" })).toMatchObject({ heard: [], result: { failure: { kind: "http", status: 503 } } });
  });
});

describe("an answer without end", () => {
  it.each<[string, Reply]>([
    ["that is streamed", { pieces: Array.from({ length: 8 }, () => `${BIG}\n`), hang: true }],
    ["in one line", { pieces: Array.from({ length: 8 }, () => BIG), hang: true }],
  ])("%s is given up", async (_how, reply) => {
    expect((await stream(reply, 20_000)).result).toMatchObject({ ok: false, failure: { kind: "invalid" } });
  });

  it("that is a list is given up, also when it is not streamed", async () => {
    host = await startHost(() => ({ pieces: ["[", ...Array.from({ length: 8 }, () => `${BIG},`)], hang: true }));
    expect(await sendByRest(host.url, OUTGOING, 20_000)).toMatchObject({ ok: false, failure: { kind: "invalid" } });
  });
});
