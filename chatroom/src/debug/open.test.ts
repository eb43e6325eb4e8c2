// @vitest-environment jsdom
import { describe, expect, it, vi } from "vitest";
import { HOSTS } from "../testing/story";
import { restTransport } from "../transport/rest";
import type { DebugWords } from "./DebugPanel";
import { openDebug } from "./open";

const WORDS = { debug: "Debug view", nothingSent: "Nothing was sent yet." } as DebugWords;
const OUTGOING = { sender: "c1", message: "hello", metadata: {} };
const answering = { ...restTransport(), send: async () => ({ ok: true, messages: [{ text: "hi" }] }) as const };

function rootOf(): ShadowRoot {
  const host = document.createElement("div");
  document.body.replaceChildren(host);
  return host.attachShadow({ mode: "open" });
}

describe("the debug view of a room", () => {
  it("stands beside the room and fills as it sends, and leaves the other routes alone", async () => {
    const root = rootOf();
    const debug = openDebug(HOSTS, WORDS, null);
    const watched = debug.watch(answering);
    debug.show(root);
    expect(root.textContent).toContain("Nothing was sent yet.");
    expect(root.host.hasAttribute("data-debug")).toBe(true);
    await watched.send("http://localhost:5006", OUTGOING, 1_000);
    await vi.waitFor(() => expect(root.textContent).toContain("1. Bank: hello"));
    expect(watched.probe).toBe(answering.probe);
    expect(watched.notices).toBe(answering.notices);
  });

  it("asks no host for slots where it may not", async () => {
    const fetching = vi.spyOn(globalThis, "fetch");
    await openDebug(HOSTS, WORDS, null).watch(answering).send("http://localhost:5006", OUTGOING, 1_000);
    expect(fetching).not.toHaveBeenCalled();
    fetching.mockRestore();
  });
});
