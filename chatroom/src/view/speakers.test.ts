import { describe, expect, it } from "vitest";
import { DESK, Story, offerOf } from "../testing/story";
import { interrupts, opens } from "./speakers";

const text = (words: string) => ({ text: words });

/** For each line of a conversation: A with an avatar, N with a name. */
function marks({ state: { timeline } }: Story): string[] {
  return timeline.map((item, index) => {
    const before = timeline[index - 1];
    return (opens(item, before) ? "A" : "") + (interrupts(item, before) ? "N" : "");
  });
}

describe("who speaks", () => {
  it("is shown by an avatar at the first of several lines", () => {
    expect(marks(new Story().say("hello").answer(text("Hi"), text("there")))).toEqual(["", "A", ""]);
  });

  it("is clear after a handoff without being named", () => {
    const story = new Story().say("mail").answer(text("One moment"), offerOf(DESK)).accept(text("Helpdesk here"));
    expect(marks(story)).toEqual(["", "A", "", "A"]);
  });

  it("is named when a host speaks that does not hold, and when the holder goes on", () => {
    const story = new Story().say("hello").answer(text("Hi")).notices("desk", text("Solved"), text("Really"));
    expect(marks(story.notices("bank", text("Paid")))).toEqual(["", "A", "AN", "", "AN"]);
  });

  it("is named when the other host speaks right after the user", () => {
    expect(marks(new Story().say("hello").notices("desk", text("Solved")))).toEqual(["", "AN"]);
  });
});
