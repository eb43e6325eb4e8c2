import { describe, expect, it } from "vitest";
import { Story } from "../testing/story";
import { arrange } from "./arrange";

function drawn(story: Story): string[] {
  return arrange(story.state.timeline).map(({ item, problem }) =>
    [item.kind, "text" in item ? item.text : "", problem?.problem.kind ?? ""].join(" ").trim(),
  );
}

describe("the lines of a conversation", () => {
  it("say at the message itself what went wrong with it", () => {
    const story = new Story().say("one").say("two").fail("timeout");
    expect(drawn(story)).toEqual(["user one timeout", "user two"]);
  });

  it("say what went wrong with something that the user did not write where it happened", () => {
    const story = new Story().say("one").answer({ text: "hello" }, { custom: { handoff_host: "http://evil.example", title: "Evil" } });
    expect(drawn(story.fail())).toEqual(["user one", "bot hello", "error"]);
  });

  it("stay in their order when nothing went wrong", () => {
    const story = new Story().say("one").answer({ text: "1" }).say("two").answer({ text: "2" });
    expect(drawn(story)).toEqual(["user one", "bot 1", "user two", "bot 2"]);
  });
});
