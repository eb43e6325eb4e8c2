import { describe, expect, it } from "vitest";
import { ticketOf } from "../testing/honest";
import { BANK, DESK, Story, offerOf } from "../testing/story";
import { readRecord, writeRecord } from "./record";

const text = (words: string) => ({ text: words });
const offered = (handoff: object = {}) => new Story().say("my mail is broken").answer(offerOf(DESK, handoff));

describe("an offer", () => {
  it("starts a take-over, while the source still holds", () => {
    const story = offered();
    expect(story.state.pending).toMatchObject({ purpose: "take_over", targetId: "desk", messageId: "e2" });
    expect(story.state.holderId).toBe("bank");
    expect(story.lines).toEqual(["user: my mail is broken"]);
  });

  it("is followed after everything else in the batch has been shown", () => {
    const story = new Story().say("x").answer(text("One moment"), offerOf(DESK), text("please"));
    expect(story.lines).toEqual(["user: x", "bank: One moment", "bank: please"]);
    expect(story.state.pending?.purpose).toBe("take_over");
  });

  it("of a host that is not listed contacts nobody, and the source is told", () => {
    const evil = { id: "evil_bot", title: "Evil", url: "http://evil.example" };
    const story = new Story().say("x").answer(offerOf(evil));
    expect(story.delivery).toMatchObject({
      purpose: "report",
      text: '/handoff_failed{"to":"evil_bot","reason":"unlisted"}',
    });
    expect(story.answer(text("I am still here")).lines).toEqual(["user: x", "bank: I am still here"]);
    expect(story.state.holderId).toBe("bank");
  });

  it("without an id is named by its title when it is not listed", () => {
    const story = new Story().say("x").answer({ custom: { handoff_host: "http://evil.example", title: "Evil" } });
    expect(story.delivery?.text).toBe('/handoff_failed{"to":"Evil","reason":"unlisted"}');
  });

  it("of the holder itself goes nowhere", () => {
    const story = new Story().say("x").answer(offerOf(BANK));
    expect(story.delivery?.text).toBe('/handoff_failed{"to":"bank","reason":"error"}');
  });
});

describe("an offer whose id and address do not belong together", () => {
  it("contacts nobody when the id is another listed host's", () => {
    const story = new Story().say("x").answer(offerOf(DESK, { to: "bank" }));
    expect(story.delivery?.text).toBe('/handoff_failed{"to":"bank","reason":"unlisted"}');
  });

  it("contacts nobody when the id is nobody's", () => {
    const story = new Story().say("x").answer(offerOf(DESK, { to: "mallory" }));
    expect(story.delivery?.text).toBe('/handoff_failed{"to":"mallory","reason":"unlisted"}');
  });
});

describe("an offer whose ticket has expired", () => {
  const expired = () => offered({ message: "m", ticket: "a.b.c" }).reject("expired");

  it("is asked for once more, which is not shown", () => {
    const story = expired();
    expect(story.delivery).toMatchObject({ purpose: "ask", text: '/trigger_handoff{"to":"desk"}', messageId: "e3" });
    story.answer(text("One moment"), { text: "Paid", notice: "n1" }, offerOf(DESK, { message: "m" }));
    expect(story.state.pending).toMatchObject({ purpose: "take_over", targetId: "desk" });
    expect(story.accept(text("Hello")).delivery).toMatchObject({ purpose: "replay", text: "m" });
    expect(story.lines).toEqual(["user: my mail is broken", "bank: Paid", "--- desk", "desk: Hello"]);
  });

  it("fails when the fresh one has expired, too", () => {
    const story = expired().answer(offerOf(DESK)).reject("expired");
    expect(story.delivery).toMatchObject({ text: '/handoff_failed{"to":"desk","reason":"refused"}' });
  });

  it("is no further hop", () => {
    expect(expired().answer(offerOf(DESK)).state.offersFollowed).toBe(1);
  });

  it("ends with the source's words when it offers nothing any more", () => {
    const story = expired().answer(text("What can I do for you?"));
    expect(story.lines.at(-1)).toBe("bank: What can I do for you?");
    expect(story.state.pending).toBeNull();
  });

  it("ends in the client's words when the source is silent or gone", () => {
    expect(expired().answer().lines.at(-1)).toBe("bank error: not_taken");
    const story = expired().fail();
    expect(story.lines.at(-1)).toBe("bank error: both_down (retry)");
    expect(story.retry().delivery).toMatchObject({ purpose: "ask", messageId: "e3" });
  });

  it("is not renewed any more once the user has said something else, and the retry for it goes", () => {
    const story = expired().fail().say("forget it, my balance please");
    expect(story.lines.at(-2)).toBe("bank error: both_down");
    expect(story.answer(text("5 euros")).retry().state.pending).toBeNull();
    expect(story.lines.at(-1)).toBe("bank: 5 euros");
  });

  it("is not renewed any more when the user has said something else in the meantime, and that is answered", () => {
    const story = expired().say("forget it").fail();
    expect(story.lines.slice(-2)).toEqual(["user (sending): forget it", "bank error: both_down"]);
    expect(story.answer(text("All right")).retry().state.pending).toBeNull();
    expect(story.state.holderId).toBe("bank");
  });

  it("is renewed before the user's next words when a target may have accepted the fresh offer", () => {
    const story = expired().answer(offerOf(DESK));
    const record = writeRecord({ state: story.state, history: { count: 0, latest: [] } });
    story.state = readRecord(record, new Story().state)?.state ?? story.state; // the page was loaded again
    expect(story.fail().say("hello?").delivery).toMatchObject({ purpose: "ask", messageId: "e3" });
    expect(story.waiting).toEqual(["hello?"]);
  });
});

describe("a handoff that got stuck", () => {
  it("is retried before anything new that the user says or presses", () => {
    const story = offered({ message: "m" }).accept({ buttons: [{ title: "Yes", payload: "/y" }] }).fail().say("hello?");
    expect(story.delivery).toMatchObject({ purpose: "replay", text: "m", messageId: "e3" });
    expect(story.waiting).toEqual(["hello?"]);
    expect(story.answer(text("1")).delivery?.text).toBe("hello?");
  });

  it("is not retried for ever when the new holder answers with nothing", () => {
    const story = offered({ message: "m" }).accept(text("Hello")).answer().say("hello?");
    expect(story.delivery).toMatchObject({ purpose: "say", text: "hello?" });
    expect(story.lines.at(-2)).toBe("desk error: silent (retry)");
  });
});

describe("an accepted handoff", () => {
  it("changes the holder and says so in the chat, with what was carried", () => {
    const story = offered({ carried: { email: "a@example.com" } }).accept(text("Helpdesk here"));
    expect(story.state.holderId).toBe("desk");
    expect(story.lines).toEqual(["user: my mail is broken", "--- desk", "desk: Helpdesk here"]);
    expect(story.items("handoff")[0]?.carried).toEqual({ email: "a@example.com" });
    expect(story.state.pending).toBeNull();
  });

  it("sends the carried message to the new holder without showing it again", () => {
    const story = offered({ message: "my mail is broken", ticket: ticketOf("j1") }).accept(text("Hello"));
    expect(story.delivery).toMatchObject({
      purpose: "replay",
      text: "my mail is broken",
      messageId: "e3",
      metadata: { handoff_replay: "j1" },
    });
    story.answer(text("Which mail?"));
    expect(story.lines).toEqual(["user: my mail is broken", "--- desk", "desk: Hello", "desk: Which mail?"]);
  });

  it("lets what the user says meanwhile wait until the replay is answered", () => {
    const story = offered({ message: "m" }).say("hurry").accept(text("Hello")).say("please");
    expect(story.delivery?.text).toBe("m");
    expect(story.waiting).toEqual(["hurry", "please"]);
    expect(story.answer(text("1")).delivery?.text).toBe("hurry");
  });

  it("can retry the replay that failed, under the same id", () => {
    const story = offered({ message: "m", ticket: ticketOf("j1") }).accept(text("Hello")).fail();
    expect(story.lines.at(-1)).toBe("desk error: unreachable (retry)");
    expect(story.retry().delivery).toMatchObject({ text: "m", messageId: "e3", metadata: { handoff_replay: "j1" } });
  });

  it("closes the buttons of the host that was left", () => {
    const buttons = { buttons: [{ title: "Yes", payload: "/affirm" }] };
    const story = new Story().say("x").answer(buttons, offerOf(DESK)).accept(text("Hello"));
    expect(story.items("buttons")[0]?.open).toBe(false);
  });

  it("gives the words on a button, not its payload, to a host that did not show it", () => {
    const buttons = { buttons: [{ title: "Pay my card", payload: "/pay_cc" }] };
    const story = new Story().say("x").say("y").answer(buttons).press(0).answer(offerOf(DESK)).accept(text("Hello"));
    expect(story.delivery).toMatchObject({ text: "Pay my card", messageId: "e4" });
  });

  it("can be followed by another one", () => {
    const story = offered().accept(text("Not mine"), offerOf(BANK)).accept(text("Welcome back"));
    expect(story.lines).toEqual(["user: my mail is broken", "--- desk", "desk: Not mine", "--- bank", "bank: Welcome back"]);
  });

  it("asks the new holder to answer the carried message before it passes the user on", () => {
    const story = offered({ message: "m" }).accept(offerOf(BANK));
    expect(story.delivery?.text).toBe("m");
  });
});

describe("a chain of handoffs", () => {
  it("ends after three hops in which the user did nothing, and says so", () => {
    const story = offered().accept(offerOf(BANK)).accept(offerOf(DESK)).accept(text("over to you"), offerOf(BANK));
    expect(story.state.pending).toBeNull();
    expect(story.lines.at(-1)).toBe("desk error: endless");
  });

  it("ends as well when every handoff fails and is offered again", () => {
    const story = offered();
    for (let round = 0; round < 3; round += 1) story.reject("refused").answer(offerOf(DESK));
    expect(story.state.pending).toBeNull();
    expect(story.lines.at(-1)).toBe("bank error: endless");
  });

  it("may go on when the user speaks in between", () => {
    const story = offered().accept(text("Hello"));
    for (const host of [BANK, DESK, BANK, DESK]) story.say("pass me on").answer(offerOf(host)).accept(text("Hello"));
    expect(story.state.holderId).toBe("desk");
    expect(story.items("error")).toEqual([]);
  });
});

describe("a handoff that fails", () => {
  it.each(["unreachable", "refused", "timeout", "error"] as const)("(%s) stays with the source, which answers", (reason) => {
    const story = offered({ message: "m" }).reject(reason);
    expect(story.delivery).toMatchObject({ text: `/handoff_failed{"to":"desk","reason":"${reason}"}`, messageId: "e3" });
    story.answer(text("The helpdesk is closed"));
    expect(story.lines).toEqual(["user: my mail is broken", "bank: The helpdesk is closed"]);
    expect(story.state).toMatchObject({ holderId: "bank", pending: null });
  });

  it("is put into words by the client when the source has nothing to say", () => {
    expect(offered().reject("timeout").answer().lines.at(-1)).toBe("bank error: not_taken");
  });

  it("is put into words by the client when the source is dead as well, with a retry", () => {
    const story = offered().reject("unreachable").fail();
    expect(story.lines.at(-1)).toBe("bank error: both_down (retry)");
    expect(story.items("error")[0]?.problem).toEqual({ kind: "both_down", target: "Desk" });
    expect(story.retry().delivery).toMatchObject({ purpose: "report", messageId: "e3" });
    expect(story.answer(text("Here again")).lines).toEqual(["user: my mail is broken", "bank: Here again"]);
  });

  it("lets what the user said meanwhile go to the source afterwards", () => {
    const story = offered().say("hurry").reject("timeout");
    expect(story.delivery?.purpose).toBe("report");
    expect(story.answer(text("Sorry")).delivery).toMatchObject({ purpose: "say", text: "hurry" });
  });

  it("is not reported to a host that never made the offer", () => {
    const story = offered().reject("timeout").fail().say("again").answer(offerOf(DESK)).accept(text("Hello")).retry();
    expect(story.state.pending).toBeNull();
    expect(story.lines.at(-1)).toBe("desk: Hello");
  });
});
