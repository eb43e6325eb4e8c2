// @vitest-environment jsdom
import { afterEach, describe, expect, it } from "vitest";
import { type Reply, type TestHost, startHost } from "../testing/host";
import { fetchScript } from "./fetch";
import { openDemo } from "./open";

let host: TestHost | null = null;

async function fetched(reply: Reply) {
  host = await startHost(() => ({ headers: { "Access-Control-Allow-Origin": "*" }, ...reply }));
  return fetchScript(`${host.url}/demo.json`);
}

afterEach(async () => {
  await host?.close();
  host = null;
});

describe("the script beside the page", () => {
  it("is fetched and checked", async () => {
    expect(await fetched({ body: { turns: [] } })).toMatchObject({ turns: [] });
    expect(host?.paths).toEqual(["GET /demo.json"]);
  });

  it.each<[string, Reply]>([
    ["missing", { status: 404, body: "no" }],
    ["broken", { body: "<html>" }],
    ["broken", { body: {} }],
  ])("is %s: %j", async (problem, reply) => expect(await fetched(reply)).toBe(problem));

  it("is missing where nobody answers", async () => {
    expect(await fetchScript("http://127.0.0.1:9/demo.json")).toBe("missing");
  });

  it("cannot be fetched by a page from the file system", async () => {
    expect(await fetchScript("file:///page/demo.json")).toBe("file");
  });
});

describe("a demo that cannot be played", () => {
  it("says why, in a sentence", async () => {
    const noDemo = { file: "Not from a file.", missing: "There is none.", broken: "It is wrong." };
    expect(await openDemo("file:///page/demo.json", { noDemo })).toBe("Not from a file.");
    expect(await openDemo("http://127.0.0.1:9/demo.json", { noDemo })).toBe("There is none.");
  });
});
