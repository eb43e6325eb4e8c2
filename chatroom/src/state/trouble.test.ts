import { describe, expect, it } from "vitest";
import { DESK, Story, offerOf } from "../testing/story";
import { readRecord, writeRecord } from "./record";

const text = (words: string) => ({ text: words });
const CHOICES = { buttons: [{ title: "Yes", payload: "/affirm" }] };

describe("a message that is tried again by itself", () => {
  it("says why and how often, and is still being sent", () => {
    const story = new Story().say("hello").delay("timeout").delay("offline");
    expect(story.state.trouble).toEqual({ kind: "offline", tries: 2, isSending: false, asked: 0 });
    expect(story.lines).toEqual(["user (sending): hello"]);
    expect(story.delivery?.messageId).toBe("e1");
  });

  it("has no trouble any more when it is answered, or given up", () => {
    expect(new Story().say("hello").delay().answer(text("Hi")).state.trouble).toBeNull();
    expect(new Story().say("hello").delay().answer().state.trouble).toBeNull();
    const failed = new Story().say("hello").delay().fail("timeout");
    expect(failed.state.trouble).toBeNull();
    expect(failed.lines).toEqual(["user (failed): hello", "bank error: timeout (retry)"]);
  });

  it("counts anew with the next message", () => {
    const story = new Story().say("one").say("two").delay().answer(text("1"));
    expect(story.state.trouble).toBeNull();
    expect(story.delay().state.trouble?.tries).toBe(1);
  });

  it("says whether it is being sent just now or waits for its host", () => {
    const story = new Story().say("hello").delay("timeout", true);
    expect(story.state.trouble).toMatchObject({ tries: 0, isSending: true });
    expect(story.delay("timeout").state.trouble).toMatchObject({ tries: 1, isSending: false });
  });

  it("takes note when the user wants the next try at once", () => {
    const story = new Story().say("hello").delay().retry().delay().retry();
    expect(story.state.trouble).toEqual({ kind: "unreachable", tries: 2, isSending: false, asked: 2 });
    expect(story.delivery?.messageId).toBe("e1");
  });

  it("hears nothing of what is not in flight", () => {
    const story = new Story();
    const before = story.state;
    expect(story.delay().stream(text("x")).state).toBe(before);
    const taken = new Story().say("mail").answer(offerOf(DESK));
    const during = taken.state;
    expect(taken.delay().stream(text("x")).state).toBe(during);
  });
});

describe("a streamed answer", () => {
  it("is there message by message, and replaced by the whole of it", () => {
    const story = new Story().say("hello").stream(text("one")).stream(CHOICES);
    expect(story.state.streamed).toEqual([text("one"), CHOICES]);
    expect(story.lines).toEqual(["user (sending): hello"]);
    story.answer(text("one"), CHOICES);
    expect(story.lines).toEqual(["user: hello", "bank: one", "bank: [Yes]"]);
    expect(story.state.streamed).toEqual([]);
  });

  it("stays while it is asked for again, and goes when that comes to nothing", () => {
    const story = new Story().say("hello").stream(text("one")).delay().delay();
    expect(story.state.streamed).toEqual([text("one")]);
    expect(story.fail().state.streamed).toEqual([]);
  });

  it("goes when the user starts over, and a late message of it with it", () => {
    const story = new Story().say("hello").stream(text("one")).startOver().stream(text("two"));
    expect(story.state.streamed).toEqual([]);
  });

  it("of which the words were shown before shows none of them again", () => {
    const offered = new Story().say("mail").answer(text("One moment"), offerOf(DESK));
    const record = writeRecord({ state: offered.state, history: { count: 0, latest: [] } });
    const story = new Story();
    story.state = readRecord(record, story.state)?.state ?? story.state; // the page was loaded again
    expect(story.stream(text("One moment")).state.streamed).toEqual([]);
  });
});
