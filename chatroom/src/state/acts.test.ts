import { describe, expect, it } from "vitest";
import { DESK, Story, offerOf } from "../testing/story";

const text = (words: string) => ({ text: words });
const CHOICES = { buttons: [{ title: "Yes", payload: "/affirm" }] };
const ASK = '/trigger_handoff{"to":"desk"}';

describe("asking for another host", () => {
  it("shows the user's wish, and tells the holder as a pressed button would", () => {
    const story = new Story().askFor("desk", "Back to the desk");
    expect(story.lines).toEqual(["user (sending): Back to the desk"]);
    expect(story.delivery).toMatchObject({ purpose: "say", text: ASK, messageId: "e1", plainText: "Back to the desk" });
    story.answer(offerOf(DESK)).accept(text("Hello"));
    expect(story.lines).toEqual(["user: Back to the desk", "--- desk", "desk: Hello"]);
  });

  it.each(["bank", "nobody", ""])("changes nothing when it is for %j, the holder or nobody", (hostId) => {
    const story = new Story().say("hi");
    const before = story.state;
    expect(story.askFor(hostId).state).toBe(before);
  });

  it("names the host where there are no words for it", () => {
    expect(new Story().askFor("desk", " ").lines).toEqual(["user (sending): Desk"]);
  });

  it("closes a question that is open, and waits its turn", () => {
    const story = new Story().say("pay").answer(CHOICES).say("one").askFor("desk");
    expect(story.items("buttons")[0]?.open).toBe(false);
    expect(story.waiting).toEqual([ASK]);
  });

  it("is plain words for a host that has taken over in between", () => {
    const story = new Story().say("mail").answer(offerOf(DESK)).askFor("desk", "To the desk").accept(text("Hello"));
    expect(story.delivery).toMatchObject({ text: "To the desk" });
  });

  it("is retried like anything else", () => {
    expect(new Story().askFor("desk").fail().retry().delivery).toMatchObject({ text: ASK, messageId: "e1" });
  });
});

describe("what the page wants to be said first", () => {
  it("is the user's line if it is words", () => {
    const story = new Story().open(" Good morning ");
    expect(story.lines).toEqual(["user (sending): Good morning"]);
    expect(story.delivery).toMatchObject({ text: "Good morning", messageId: "e1" });
  });

  it("is not shown if it is a command", () => {
    const story = new Story().open("/greet");
    expect(story.lines).toEqual([]);
    expect(story.delivery).toMatchObject({ purpose: "say", text: "/greet" });
    expect(story.answer(text("Hello")).lines).toEqual(["bank: Hello"]);
  });

  it("is said once, also where nothing of it can be seen", () => {
    const said = new Story().open("/greet").answer({ custom: { avatar: 1 } });
    const before = said.state;
    expect(said.open("/greet").state).toBe(before);
    const failed = new Story().open("/greet").fail().open("/greet");
    expect(failed.lines).toEqual(["bank error: unreachable (retry)"]);
    expect(failed.retry().delivery).toMatchObject({ text: "/greet", messageId: "e1" });
  });

  it.each<[string, Story]>([
    ["the user has said something", new Story().say("hi").answer(text("Hi"))],
    ["something is in flight", new Story().say("hi")],
    ["something was not delivered", new Story().say("hi").fail()],
    ["a host has said something unasked", new Story().notices("bank", text("Paid"))],
  ])("is not said when %s", (_when, story) => {
    const before = story.state;
    expect(story.open("/greet").state).toBe(before);
  });

  it.each(["", "  "])("may be nothing (%j)", (nothing) => {
    expect(new Story().open(nothing).state).toEqual(new Story().state);
  });

  it("is said again when the user starts over", () => {
    expect(new Story().open("/greet").answer(text("Hello")).startOver().open("/greet").delivery?.text).toBe("/greet");
  });
});
