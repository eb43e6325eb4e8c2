import { afterEach, describe, expect, it, vi } from "vitest";
import { type Reply, type TestHost, deadUrl, startHost } from "../testing/host";
import { type FetchOptions, noticesByRest, probeByRest, restTransport, sendByRest } from "./rest";

const OUTGOING = { sender: "c1", message: "hi", metadata: { message_id: "m1" } };
let host: TestHost | null = null;

async function send(reply: Reply, timeoutMs = 5_000) {
  host = await startHost(() => reply);
  return sendByRest(host.url, OUTGOING, timeoutMs);
}

afterEach(async () => {
  vi.unstubAllGlobals();
  await host?.close();
  host = null;
});

describe("sending by REST", () => {
  it("posts sender, message and metadata to the REST webhook and returns the messages", async () => {
    expect(await send({ body: [{ text: "hello" }] })).toEqual({ ok: true, messages: [{ text: "hello" }] });
    expect(host?.received).toEqual([OUTGOING]);
    expect(host?.paths).toEqual(["POST /webhooks/rest/webhook"]);
  });

  it("does not mind a slash at the end of the url", async () => {
    host = await startHost(() => ({ body: [] }));
    expect((await sendByRest(`${host.url}/`, OUTGOING, 5_000)).ok).toBe(true);
    expect(host.paths).toEqual(["POST /webhooks/rest/webhook"]);
  });

  it.each([400, 401, 404, 500, 503])("reports HTTP %i with its status", async (status) => {
    expect(await send({ status, body: "no" })).toMatchObject({ ok: false, failure: { kind: "http", status, cause: "no" } });
  });

  it.each(["", "<html>", "{", '{"text": "hi"}', "null", "5", '"hi"'])("reports the answer %j as invalid", async (body) => {
    const result = await send({ body });
    expect(result).toMatchObject({ ok: false, failure: { kind: "invalid" } });
    expect(!result.ok && result.failure.cause).toBeInstanceOf(Error);
  });

  it("reports a host that is not there as unreachable, with the cause", async () => {
    const result = await sendByRest(await deadUrl(), OUTGOING, 5_000);
    expect(result).toMatchObject({ ok: false, failure: { kind: "unreachable" } });
    expect(!result.ok && result.failure.cause).toBeInstanceOf(TypeError);
  });

  it("reports a url that is none as unreachable", async () => {
    expect(await sendByRest("nonsense", OUTGOING, 5_000)).toMatchObject({ failure: { kind: "unreachable" } });
  });

  it("gives up on a host that does not answer in time", async () => {
    expect(await send({ hang: true }, 50)).toMatchObject({ ok: false, failure: { kind: "timeout" } });
  });

  it("does not follow a host that redirects elsewhere", async () => {
    const elsewhere = await startHost(() => ({ body: [{ text: "caught you" }] }));
    const location = `${elsewhere.url}/webhooks/rest/webhook`;
    expect(await send({ status: 307, headers: { Location: location } })).toMatchObject({ failure: { kind: "http" } });
    expect(elsewhere.received).toEqual([]);
    await elsewhere.close();
  });
});

describe("a browser that is offline", () => {
  it("is said to be, and not the host to be gone", async () => {
    vi.stubGlobal("navigator", { onLine: false });
    expect(await sendByRest(await deadUrl(), OUTGOING, 5_000)).toMatchObject({ failure: { kind: "offline" } });
    expect(await probeByRest(await deadUrl(), 5_000)).toBe("offline");
  });

  it("is none if it gets an answer all the same", async () => {
    vi.stubGlobal("navigator", { onLine: false });
    expect(await send({ body: [{ text: "hello" }] })).toMatchObject({ ok: true });
  });

  it("is none if the browser says nothing of the kind", async () => {
    vi.stubGlobal("navigator", { onLine: true });
    expect(await sendByRest(await deadUrl(), OUTGOING, 5_000)).toMatchObject({ failure: { kind: "unreachable" } });
    vi.stubGlobal("navigator", undefined);
    expect(await sendByRest(await deadUrl(), OUTGOING, 5_000)).toMatchObject({ failure: { kind: "unreachable" } });
  });
});

describe("options of the page's for all requests", () => {
  /** What the host saw of a message that was sent with these options. */
  async function seen(options: FetchOptions) {
    const requests: Request[] = [];
    const { fetch } = globalThis;
    vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
      requests.push(new Request(url, init));
      return fetch(url, init);
    });
    host = await startHost(() => ({ body: [] }));
    const { send, notices, probe } = restTransport(options);
    await send(host.url, OUTGOING, 5_000);
    await notices.fetch(host.url, "c1", 5_000);
    await probe(host.url, 5_000);
    return requests;
  }

  it("reach the host with every request, beside what the protocol needs", async () => {
    const requests = await seen({ headers: { Authorization: "Bearer x", "content-type": "text/plain" }, credentials: "include" });
    expect(requests.map(({ headers }) => headers.get("Authorization"))).toEqual(["Bearer x", "Bearer x", "Bearer x"]);
    expect(requests.map(({ credentials }) => credentials)).toEqual(["include", "include", "include"]);
    expect(requests[0]?.headers.get("Content-Type")).toBe("application/json");
    expect(host?.received[0]).toEqual(OUTGOING);
  });

  it("change neither what is sent nor where to", async () => {
    const own = { method: "DELETE", body: "other", redirect: "follow", signal: AbortSignal.abort() } as FetchOptions;
    const [message, notices] = await seen(own);
    expect(message).toMatchObject({ method: "POST", redirect: "manual" });
    expect(notices?.method).toBe("GET");
    expect(host?.received[0]).toEqual(OUTGOING);
  });

  it("that no browser takes are a failure like any other", async () => {
    const { send, probe } = restTransport({ headers: { "not a header": "\n" } });
    expect(await send(await deadUrl(), OUTGOING, 5_000)).toMatchObject({ ok: false, failure: { kind: "unreachable" } });
    expect(await probe(await deadUrl(), 5_000)).toBe("down");
  });
});

describe("looking for a host", () => {
  it.each<[string, Reply]>([
    ["repeatable", { body: { status: "ok", handoff: 1 } }],
    ["plain", { body: { status: "ok" } }],
    ["plain", { body: { status: "ok", handoff: "1" } }],
    ["plain", { body: ["handoff"] }],
    ["plain", { body: "null" }],
    ["plain", { body: "hello" }],
    ["down", { status: 503, body: { status: "ok", handoff: 1 } }],
    ["plain", { status: 404 }],
    ["down", { status: 302, headers: { Location: "http://localhost:1/" } }],
    ["down", { cut: true }],
    ["down", { pieces: ['{"status": "ok",'], cut: true }],
  ])("finds it %s when it answers %j", async (presence, reply) => {
    host = await startHost(() => reply);
    expect(await probeByRest(`${host.url}/`, 5_000)).toBe(presence);
    expect(host.paths).toEqual(["GET /webhooks/rest/"]);
  });

  it("finds nobody where nobody answers in time, or at all", async () => {
    host = await startHost(() => ({ hang: true }));
    expect(await probeByRest(host.url, 50)).toBe("down");
    expect(await probeByRest(await deadUrl(), 5_000)).toBe("down");
    expect(await probeByRest("nonsense", 5_000)).toBe("down");
  });
});

describe("notices by REST", () => {
  it("are fetched for a sender, whose id may be anything", async () => {
    host = await startHost(() => ({ body: [{ id: "n1", text: "Paid" }] }));
    expect(await noticesByRest.fetch(`${host.url}/`, "c 1&x=ü", 5_000)).toEqual({
      ok: true,
      messages: [{ id: "n1", text: "Paid" }],
    });
    expect(host.paths).toEqual(["GET /webhooks/rest/notices?sender=c%201%26x%3D%C3%BC"]);
  });

  it("are told to be seen", async () => {
    host = await startHost(() => ({ body: { ids: ["n1"] } }));
    await noticesByRest.tellSeen(host.url, "c1", ["n1"], 5_000);
    expect(host.paths).toEqual(["POST /webhooks/rest/notices/seen"]);
    expect(host.received).toEqual([{ sender: "c1", ids: ["n1"] }]);
  });

  it("are given up on when the host does not answer in time", async () => {
    host = await startHost(() => ({ hang: true }));
    expect(await noticesByRest.fetch(host.url, "c1", 50)).toMatchObject({ ok: false, failure: { kind: "timeout" } });
    expect(await noticesByRest.tellSeen(host.url, "c1", ["n1"], 50)).toMatchObject({ ok: false });
  });
});
