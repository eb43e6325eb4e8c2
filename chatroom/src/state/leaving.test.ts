import { describe, expect, it } from "vitest";
import { BANK, DESK, Story, offerOf } from "../testing/story";
import { readRecord, writeRecord } from "./record";

const text = (words: string) => ({ text: words });
const CHOICES = { buttons: [{ title: "Pay my card", payload: "/pay_cc" }] };
const NO_HISTORY = { count: 0, latest: [] };

/** The same conversation in a page that was loaded again. */
function reloaded(story: Story): Story {
  const again = new Story();
  again.state = readRecord(writeRecord({ state: story.state, history: NO_HISTORY }), again.state)?.state ?? again.state;
  return again;
}

describe("leaving a holder that is not there", () => {
  it("asks the other host to take over, without a ticket and without words", () => {
    const story = new Story().leaveFor("desk");
    expect(story.state.pending).toMatchObject({ purpose: "take_over", targetId: "desk", messageId: "e1" });
    expect(story.state.pending).toMatchObject({ offer: { to: "desk", reason: "user_request", message: null, ticket: null } });
    expect(story.accept(text("Desk here")).lines).toEqual(["--- desk", "desk: Desk here"]);
    expect(story.state).toMatchObject({ holderId: "desk", pending: null });
  });

  it("gives up what was being tried again: it is marked, and can be sent to the new holder", () => {
    const story = new Story().say("hello").delay("timeout").leaveFor("desk");
    expect(story.lines).toEqual(["user (failed): hello", "bank error: timeout (retry)"]);
    expect(story.state.trouble).toBeNull();
    story.accept(text("Desk here"));
    expect(story.state.pending).toBeNull();
    expect(story.retry().delivery).toMatchObject({ text: "hello", messageId: "e1" });
    expect(story.answer(text("Hi")).lines).toEqual(["user: hello", "--- desk", "desk: Desk here", "desk: Hi"]);
  });

  it("takes along what waits, buttons as words", () => {
    const story = new Story().say("x").answer(CHOICES).press(0).delay().say("two").leaveFor("desk").accept(text("Desk here"));
    expect(story.delivery).toMatchObject({ text: "two" });
    expect(story.answer(text("2")).retry().delivery).toMatchObject({ text: "Pay my card", boundTo: null });
  });

  it("drops what had been streamed, and a late answer of the old holder changes nothing", () => {
    const story = new Story().say("hello").stream(text("half")).delay().leaveFor("desk");
    expect(story.state.streamed).toEqual([]);
    const before = story.state;
    expect(story.answerTo("e1", text("late")).state).toBe(before);
  });

  it.each<[string, Story, string]>([
    ["to the holder itself", new Story(), "bank"],
    ["to nobody that is listed", new Story(), "evil"],
    ["while an answer is on its way", new Story().say("hello"), "desk"],
    ["while another host takes over", new Story().say("mail").answer(offerOf(DESK)), "desk"],
  ])("%s changes nothing", (_when, story, hostId) => {
    const before = story.state;
    expect(story.leaveFor(hostId).state).toBe(before);
  });

  it("is possible after a message was not delivered", () => {
    const story = new Story().say("hello").fail().leaveFor("desk").accept(text("Desk here")).say("hi");
    expect(story.delivery).toMatchObject({ text: "hi" });
    expect(story.state.holderId).toBe("desk");
  });

  it("ends a handoff that got stuck at the holder: its words wait for the user, and block nothing", () => {
    const stuck = new Story().say("mail").answer(offerOf(DESK, { message: "mail" })).accept(text("Desk here"));
    const story = stuck.fail().leaveFor("bank").accept(text("Bank here")).say("hi");
    expect(story.delivery).toMatchObject({ purpose: "say", text: "hi" });
    expect(story.answer(text("Hi")).retry().delivery).toMatchObject({ text: "mail", metadata: {} });
  });

  it("keeps the words of a handoff that were being tried again, and nothing that only hosts understand", () => {
    const replayed = new Story().say("mail").answer(offerOf(DESK, { message: "mail" })).accept(text("Desk here"));
    expect(replayed.delay().leaveFor("bank").lines.at(-1)).toBe("desk error: unreachable (retry)");
    const reported = new Story().say("mail").answer(offerOf(DESK)).reject("timeout").delay().leaveFor("desk");
    expect(reported.lines).toEqual(["user: mail"]);
  });

  it("may be followed by an offer of the new holder", () => {
    const story = new Story().leaveFor("desk").accept(text("Not mine"), offerOf(BANK)).accept(text("Bank here"));
    expect(story.lines).toEqual(["--- desk", "desk: Not mine", "--- bank", "bank: Bank here"]);
  });
});

describe("leaving for a host that is not there either", () => {
  it.each(["unreachable", "refused", "timeout", "error", "expired"] as const)("(%s) tells the user, and no host", (reason) => {
    const story = new Story().say("hello").delay().leaveFor("desk").reject(reason);
    expect(story.lines).toEqual(["user (failed): hello", "bank error: unreachable (retry)", "bank error: both_down"]);
    expect(story.state).toMatchObject({ holderId: "bank", pending: null, outbox: [] });
    expect(story.retry().delivery).toMatchObject({ text: "hello", messageId: "e1" });
  });

  it("keeps the order: what waits is sent after what was not delivered", () => {
    const story = new Story().say("one").delay().say("two").leaveFor("desk").say("three").reject("unreachable");
    expect(story.state.pending).toBeNull();
    expect(story.waiting).toEqual(["two", "three"]);
    expect(story.retry().answer(text("1")).delivery?.text).toBe("two");
  });

  it("sends what was said meanwhile to the holder, if nothing else has to come first", () => {
    expect(new Story().leaveFor("desk").say("hello").reject("refused").delivery?.text).toBe("hello");
    expect(new Story().say("x").answer().leaveFor("desk").say("hello").reject("refused").delivery?.text).toBe("hello");
  });

  it("can be tried again", () => {
    const story = new Story().leaveFor("desk").reject("timeout").leaveFor("desk");
    expect(story.state.pending).toMatchObject({ purpose: "take_over", messageId: "e3" });
  });
});

describe("a page that is closed while its user leaves", () => {
  it("goes on under the same id when it is opened again", () => {
    const story = reloaded(new Story().say("hello").delay().leaveFor("desk"));
    expect(story.state.pending).toMatchObject({ purpose: "ask", boundTo: "bank" });
    story.leaveFor("desk");
    expect(story.state.pending).toMatchObject({ purpose: "take_over", targetId: "desk", messageId: "e3" });
    expect(story.accept(text("Desk here")).lines).toEqual([
      "user (failed): hello",
      "bank error: unreachable (retry)",
      "--- desk",
      "desk: Desk here",
    ]);
  });

  it("says so when the other host is not listed any more", () => {
    const story = reloaded(new Story().leaveFor("desk"));
    story.state = { ...story.state, hosts: [BANK] };
    expect(story.leaveFor("desk").lines).toEqual(["bank error: both_down"]);
    expect(story.state.pending).toBeNull();
  });
});
