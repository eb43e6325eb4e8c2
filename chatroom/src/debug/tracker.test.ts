import { afterEach, describe, expect, it } from "vitest";
import { type Reply, type TestHost, deadUrl, startHost } from "../testing/host";
import { trackerByHttp } from "./tracker";

let host: TestHost | null = null;

async function ask(reply: Reply) {
  host = await startHost(() => reply);
  return trackerByHttp()(`${host.url}/`, "c 1");
}

afterEach(async () => {
  await host?.close();
  host = null;
});

describe("what a host's API tells about a conversation", () => {
  it("are the slots that have a value, the latest intent and its entities", async () => {
    const body = {
      slots: { email: "a@example.com", amount: null, confirmed: false, count: 0 },
      latest_message: {
        intent: { name: "transfer_money", confidence: 0.93 },
        entities: [{ entity: "amount", value: 50 }, { entity: "payee", value: "Alice" }],
      },
    };
    expect(await ask({ body })).toEqual({
      slots: { email: "a@example.com", confirmed: false, count: 0 },
      intent: "transfer_money",
      confidence: 0.93,
      entities: [["amount", 50], ["payee", "Alice"]],
    });
    expect(host?.paths).toEqual(["GET /conversations/c%201/tracker?include_events=NONE"]);
  });

  it("are nothing in a conversation that has just begun", async () => {
    const nothing = { slots: {}, intent: null, confidence: null, entities: [] };
    expect(await ask({ body: { slots: {}, latest_message: { intent: {} } } })).toEqual(nothing);
  });

  it.each<Reply>([{ status: 401 }, { status: 403 }, { status: 404, body: "<html>" }, { status: 302 }, { body: "<html>" }])(
    "is not to be had where the API is off: %j",
    async (reply) => expect(await ask(reply)).toBeNull(),
  );

  it("is not to be had where nobody is, or where the answer takes too long", async () => {
    expect(await trackerByHttp()(await deadUrl(), "c1")).toBeNull();
    expect(await ask({ hang: true })).toBeNull();
  });
});
