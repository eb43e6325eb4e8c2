// @vitest-environment jsdom
import axe from "axe-core";
import { h, render } from "preact";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HOSTS, offerOf, DESK } from "../testing/story";
import type { SendResult } from "../transport/result";
import { DebugPanel } from "./DebugPanel";
import { type DebugLog, debugLog } from "./log";
import type { Tracker } from "./tracker";

const WORDS = {
  debug: "Debug view",
  nothingSent: "Nothing was sent yet.",
  request: "Request",
  answer: "Answer",
  failure: "Failure",
  underWay: "under way",
  claims: "Ticket",
  slots: "Slots",
  intent: "Understood as",
  noApi: "Slots and intent are not available: this host's API is off.",
  copy: "Copy as JSON",
  copied: "Copied",
};
const TRACKER: Tracker = { slots: { email: "a@example.com" }, intent: "greet", confidence: 0.934, entities: [["name", "Ann"]] };
const part = (content: unknown) => Buffer.from(JSON.stringify(content)).toString("base64url");
const TICKET = `${part({ alg: "HS256" })}.${part({ iss: "bank", aud: "desk" })}.c2lnbmF0dXJl`;
const HELLO: SendResult = { ok: true, messages: [{ text: "Good day" }] };

let log: DebugLog;
let tracker: Tracker | null;

const panel = () => document.querySelector("aside");
const text = () => panel()?.textContent ?? "";
const turns = () => Array.from(document.querySelectorAll("summary"), (summary) => summary.textContent);
const shows = (words: string) => vi.waitFor(() => expect(text()).toContain(words));
const copyButton = () => Array.from(document.querySelectorAll("button")).find((button) => button.textContent === WORDS.copy);

function send(result: SendResult, metadata: Record<string, string> = {}) {
  return log.watch(async () => result)("http://localhost:5006", { sender: "c1", message: "hello", metadata }, 1_000);
}

beforeEach(() => {
  tracker = null;
  let clock = 0;
  log = debugLog(HOSTS, async () => tracker, () => (clock += 25));
  render(null, document.body);
  render(h(DebugPanel, { log, words: WORDS }), document.body);
});

afterEach(() => void vi.unstubAllGlobals());

describe("the debug view", () => {
  it("says that nothing was sent, and then shows every turn, newest last", async () => {
    expect(text()).toContain(WORDS.nothingSent);
    await send(HELLO);
    await send(HELLO);
    await vi.waitFor(() => expect(turns()).toEqual(["1. Bank: hello25 ms", "2. Bank: hello25 ms"]));
    expect(text()).not.toContain(WORDS.nothingSent);
  });

  it("has what was sent, what came and the ticket's claims, but no ticket", async () => {
    await send({ ok: true, messages: [offerOf(DESK, { ticket: TICKET })] }, { handoff_ticket: TICKET });
    await shows("handoff_host");
    const tables = Array.from(document.querySelectorAll("table"), (table) => table.textContent);
    expect(tables).toEqual(["Ticketissbankauddesk", "Ticketissbankauddesk"]);
    expect(document.body.innerHTML).not.toContain("c2lnbmF0dXJl");
  });

  it("shows slots and intent where the host tells them, and says where it does not", async () => {
    await send(HELLO);
    await shows(WORDS.noApi);
    tracker = TRACKER;
    await send(HELLO);
    await shows("Understood asgreet93 %nameAnn");
    expect(text()).toContain("Slotsemaila@example.com");
  });

  it("shows what went wrong", async () => {
    await send({ ok: false, failure: { kind: "timeout", cause: "too slow" } });
    await shows("too slow");
    expect(document.querySelector("li.failed")).not.toBeNull();
  });

  it("shows a bot's markup as text", async () => {
    await send({ ok: true, messages: [{ text: "<img src=x onerror=alert(1)>" }] });
    await shows("<img src=x");
    expect(panel()?.querySelector("img")).toBeNull();
  });

  it("is copied as JSON, and says so", async () => {
    const written: string[] = [];
    vi.stubGlobal("navigator", { clipboard: { writeText: async (json: string) => void written.push(json) } });
    await send(HELLO);
    await vi.waitFor(() => expect(copyButton()).toBeDefined());
    copyButton()?.click();
    await vi.waitFor(() => expect(document.querySelector("[role=status]")?.textContent).toBe(WORDS.copied));
    expect(JSON.parse(written[0] ?? "")).toMatchObject([{ number: 1, holderId: "bank" }]);
  });

  it("has no button for that where the browser has no clipboard", () => {
    expect(copyButton()).toBeUndefined();
  });

  it("has nothing that axe finds", async () => {
    await send(HELLO);
    await shows("Good day");
    for (const details of document.querySelectorAll("details")) details.open = true;
    const { violations } = await axe.run(panel() ?? document.body, { rules: { "color-contrast": { enabled: false } } });
    expect(violations.map(({ id }) => id)).toEqual([]);
  });
});
