import { describe, expect, it } from "vitest";
import { ticketOf } from "../testing/honest";
import type { Failure, Outgoing, Send, SendResult } from "../transport/result";
import { handoffFailedMessage, replayMetadata, takeOver } from "./handoff";
import { normalise } from "./normalise";
import { offerIn } from "./parts";

const SOURCE = { id: "a", title: "A", url: "http://localhost:5006" };
const TARGET = { id: "b", title: "B", url: "http://localhost:5005" };
const ok = (...messages: unknown[]): SendResult => ({ ok: true, messages });
const failed = (failure: Failure): SendResult => ({ ok: false, failure });
const UNREACHABLE = failed({ kind: "unreachable", cause: "gone" });

function offer(handoff: unknown = {}) {
  const found = offerIn(normalise([{ custom: { handoff_host: TARGET.url, title: "B", handoff } }]));
  if (found === null) throw new Error("no offer");
  return found;
}

/** A send that gives these results in turn and remembers what was sent where. */
function script(...results: SendResult[]) {
  const sent: { url: string; outgoing: Outgoing; timeoutMs: number }[] = [];
  const send: Send = async (url, outgoing, timeoutMs) => {
    sent.push({ url, outgoing, timeoutMs });
    return results[sent.length - 1] ?? UNREACHABLE;
  };
  return { send, sent };
}

function ask(send: Send, handoff: unknown = {}) {
  return takeOver(send, { conversationId: "c1", messageId: "m1", source: SOURCE, target: TARGET, offer: offer(handoff) });
}

describe("a take-over", () => {
  it("asks the target once, names the host being left, and returns what the target says", async () => {
    const { send, sent } = script(ok({ text: "Hello" }));
    expect(await ask(send)).toEqual({ accepted: true, messages: [{ text: "Hello" }] });
    expect(sent).toEqual([
      {
        url: TARGET.url,
        outgoing: { sender: "c1", message: '/handoff{"from_host":"http://localhost:5006"}', metadata: { message_id: "m1" } },
        timeoutMs: 5_000,
      },
    ]);
  });

  it("hands the ticket over as it came", async () => {
    const { send, sent } = script(ok({ text: "Hello" }));
    await ask(send, { ticket: "a.b.c" });
    expect(sent[0]?.outgoing.metadata).toEqual({ message_id: "m1", handoff_ticket: "a.b.c" });
  });

  it("goes by another intent and waits for another time where the page says so", async () => {
    const { send, sent } = script(ok({ text: "Hello" }));
    const request = { conversationId: "c1", messageId: "m1", source: SOURCE, target: TARGET, offer: offer() };
    await takeOver(send, request, { intent: "take_over", timeoutMs: 7 });
    expect(sent).toMatchObject([{ outgoing: { message: '/take_over{"from_host":"http://localhost:5006"}' }, timeoutMs: 7 }]);
  });

  it("is tried a second time with the very same message", async () => {
    const { send, sent } = script(UNREACHABLE, ok({ text: "Hello" }));
    expect(await ask(send)).toMatchObject({ accepted: true });
    expect(sent).toHaveLength(2);
    expect(sent[1]).toEqual(sent[0]);
  });

  it.each([
    ["unreachable", UNREACHABLE],
    ["timeout", failed({ kind: "timeout", cause: "slow" })],
    ["error", failed({ kind: "http", status: 500, cause: "" })],
    ["error", failed({ kind: "invalid", cause: "" })],
    ["error", ok()],
  ])("that fails twice is given up as %s", async (reason, result) => {
    const { send, sent } = script(result, result, ok({ text: "too late" }));
    expect(await ask(send)).toMatchObject({ accepted: false, reason });
    expect(sent).toHaveLength(2);
  });

  it("that is refused is not asked for again", async () => {
    const { send, sent } = script(ok({ text: "Sorry" }, { custom: { handoff_refused: "loop" } }), ok({ text: "Hello" }));
    expect(await ask(send)).toEqual({ accepted: false, reason: "refused", cause: "loop" });
    expect(sent).toHaveLength(1);
  });

  it("whose ticket has expired is not tried again, and says so", async () => {
    const { send, sent } = script(ok({ custom: { handoff_refused: "expired" } }), ok({ text: "Hello" }));
    expect(await ask(send)).toEqual({ accepted: false, reason: "expired", cause: "expired" });
    expect(sent).toHaveLength(1);
  });

  it("is accepted with messages that this client does not know", async () => {
    const { send } = script(ok({ custom: { avatar: "b" } }));
    expect(await ask(send)).toMatchObject({ accepted: true });
  });
});

describe("the messages of a handoff", () => {
  it("tell the source what failed and why, as an intent with entities", () => {
    expect(handoffFailedMessage("helpdesk_bot", "timeout")).toBe('/handoff_failed{"to":"helpdesk_bot","reason":"timeout"}');
    expect(handoffFailedMessage('a "b"', "unlisted")).toBe('/handoff_failed{"to":"a \\"b\\"","reason":"unlisted"}');
  });

  it("mark a replay by the ticket's id, if there is a ticket", () => {
    expect(replayMetadata(offer({ ticket: ticketOf("j1") }))).toEqual({ handoff_replay: "j1" });
    expect(replayMetadata(offer({ ticket: "a.b.c" }))).toEqual({});
    expect(replayMetadata(offer({ ticket: "a.b.c", jti: "j1" }))).toEqual({});
  });
});
