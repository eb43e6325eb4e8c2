import { describe, expect, it } from "vitest";
import { DESK, HOSTS, Story, offerOf } from "../testing/story";
import { initialState } from "./model";

const text = (words: string) => ({ text: words });
const CHOICES = { buttons: [{ title: "Yes", payload: "/affirm" }] };
const PAID = { text: "Paid", notice: "n1" };

describe("starting over", () => {
  it.each<[string, Story]>([
    ["before anything was said", new Story()],
    ["while a message is in flight", new Story().say("one").say("two")],
    ["after a message was not delivered", new Story().say("one").say("two").fail()],
    ["while a question is open", new Story().say("pay").answer(text("Sure?"), CHOICES)],
    ["while a host takes over", new Story().say("mail").answer(offerOf(DESK))],
    ["after a host took over", new Story().say("mail").answer(offerOf(DESK)).accept(text("Desk here"))],
    ["after a notice", new Story().notices("desk", PAID)],
  ])("%s leaves nothing of the conversation", (_when, story) => {
    const { conversationId } = story.startOver().state;
    expect(story.state).toEqual({ ...new Story().state, conversationId });
    expect(conversationId).not.toBe("c1");
  });

  it("gives the conversation another id each time", () => {
    const first = new Story().startOver();
    const { conversationId } = first.state;
    expect(first.startOver().state.conversationId).not.toBe(conversationId);
  });

  it("has the first host hold and greet as at the start", () => {
    const story = new Story();
    story.state = initialState({ hosts: HOSTS, start: "desk", conversationId: "c1", welcome: "Good day" });
    const { timeline } = story.state;
    story.say("pay").answer(offerOf(HOSTS[0] ?? DESK)).accept(text("Bank here")).startOver();
    expect(story.state.holderId).toBe("desk");
    expect(story.state.timeline).toEqual(timeline);
  });

  it("lets nothing that was under way for the old conversation change the new one", () => {
    const story = new Story().say("old").startOver().say("new");
    const before = story.state;
    expect(story.answerTo("e1", text("late")).state).toBe(before);
    expect(story.noticesFor("c1", "bank", PAID).state).toBe(before);
    expect(story.answer(text("Hi")).lines).toEqual(["user: new", "bank: Hi"]);
  });

  it("shows a notice of the new conversation whose id the old one had seen", () => {
    expect(new Story().notices("bank", PAID).startOver().notices("bank", PAID).lines).toEqual(["bank: Paid"]);
  });
});
