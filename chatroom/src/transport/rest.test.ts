import { afterEach, describe, expect, it } from "vitest";
import { type Reply, type TestHost, deadUrl, startHost } from "../testing/host";
import { noticesByRest, sendByRest } from "./rest";

const OUTGOING = { sender: "c1", message: "hi", metadata: { message_id: "m1" } };
let host: TestHost | null = null;

async function send(reply: Reply, timeoutMs = 5_000) {
  host = await startHost(() => reply);
  return sendByRest(host.url, OUTGOING, timeoutMs);
}

afterEach(async () => {
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
