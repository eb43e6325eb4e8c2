import { describe, expect, it } from "vitest";
import { DESK, Story, offerOf } from "../testing/story";

const text = (words: string) => ({ text: words });
const CHOICES = { buttons: [{ title: "Yes", payload: "/affirm" }, { title: "No", payload: "/deny" }] };

describe("a message of the user's", () => {
  it("is shown at once, sent, and answered", () => {
    const story = new Story().say("  hello  ");
    expect(story.lines).toEqual(["user (sending): hello"]);
    expect(story.delivery).toMatchObject({ text: "hello", messageId: "e1" });
    story.answer(text("Hi"), { image: "https://example.com/a.png" }, CHOICES);
    expect(story.lines).toEqual(["user: hello", "bank: Hi", "bank: image https://example.com/a.png", "bank: [Yes|No]"]);
    expect(story.state.pending).toBeNull();
  });

  it.each(["", "   ", "\n"])("is not sent when it says nothing (%j)", (words) => {
    expect(new Story().say(words).state).toEqual(new Story().state);
  });

  it("waits its turn while another one is in flight", () => {
    const story = new Story().say("one").say("two").say("three");
    expect(story.lines).toEqual(["user (sending): one", "user (waiting): two", "user (waiting): three"]);
    expect(story.waiting).toEqual(["two", "three"]);
    story.answer(text("1"));
    expect(story.delivery).toMatchObject({ text: "two", messageId: "e2" });
    expect(story.answer(text("2")).delivery?.text).toBe("three");
    expect(story.answer(text("3")).state.pending).toBeNull();
  });

  it("is answered once: a late or foreign answer changes nothing", () => {
    const story = new Story().say("one").answer(text("1"));
    const before = story.state;
    expect(story.answerTo("e1", text("again")).state).toBe(before);
    story.say("two");
    const during = story.state;
    expect(story.answerTo("e1", text("again")).state).toBe(during);
    expect(story.reject("timeout").state).toBe(during);
    expect(story.accept(text("x")).state).toBe(during);
  });

  it("leaves earlier states as they were", () => {
    const story = new Story().say("one");
    const before = structuredClone(story.state);
    const kept = story.state;
    story.answer(text("1"), CHOICES).press(0).fail().retry();
    expect(kept).toEqual(before);
  });
});

describe("a message that gets no answer", () => {
  it("is marked, with an error that offers a retry of the same message", () => {
    const story = new Story().say("hello").fail("timeout");
    expect(story.lines).toEqual(["user (failed): hello", "bank error: timeout (retry)"]);
    expect(story.state.pending).toBeNull();
    story.retry();
    expect(story.lines).toEqual(["user (sending): hello"]);
    expect(story.delivery).toMatchObject({ text: "hello", messageId: "e1" });
    expect(story.answer(text("Hi")).lines).toEqual(["user: hello", "bank: Hi"]);
  });

  it("holds back what waits behind it, and the retry sends all of it in order", () => {
    const story = new Story().say("one").say("two").fail();
    expect(story.state.pending).toBeNull();
    expect(story.waiting).toEqual(["two"]);
    expect(story.retry().delivery?.text).toBe("one");
    expect(story.answer(text("1")).delivery?.text).toBe("two");
  });

  it("does not stop the user from saying something else", () => {
    const story = new Story().say("one").fail().say("two").answer(text("2"));
    expect(story.lines).toEqual(["user (failed): one", "bank error: unreachable (retry)", "user: two", "bank: 2"]);
  });

  it("is retried together with all others that failed, oldest first", () => {
    const story = new Story().say("one").fail().say("two").fail().retry();
    expect(story.lines).toEqual(["user (sending): one", "user (waiting): two"]);
    expect(story.answer(text("1")).delivery).toMatchObject({ text: "two", messageId: "e3" });
  });

  it("can be retried while another one is in flight", () => {
    const story = new Story().say("one").fail().say("two").say("three").retry();
    expect(story.delivery?.text).toBe("two");
    expect(story.waiting).toEqual(["one", "three"]);
  });

  it("is not forgotten when the host answers with nothing at all", () => {
    const story = new Story().say("hello").answer();
    expect(story.lines).toEqual(["user: hello", "bank error: silent (retry)"]);
    expect(story.retry().delivery).toMatchObject({ text: "hello", messageId: "e1" });
  });

  it("goes on to the next one after an empty answer", () => {
    expect(new Story().say("one").say("two").answer().delivery?.text).toBe("two");
  });
});

describe("a retry with nothing to retry", () => {
  it("changes nothing that can be seen", () => {
    expect(new Story().retry().state).toEqual(new Story().state);
  });
});

describe("an answer that this client does not understand", () => {
  it("is no error: what it understands is shown", () => {
    const story = new Story().say("hello").answer(null, { custom: { avatar: 1 } }, text("Hi"), 7, []);
    expect(story.lines).toEqual(["user: hello", "bank: Hi"]);
    expect(story.say("more").answer({ custom: {} }).lines.at(-1)).toBe("user: more");
  });
});

describe("buttons", () => {
  const asked = () => new Story().say("pay").answer(text("Sure?"), CHOICES);

  it("show the title as the user's words and send the payload", () => {
    const story = asked().press(0);
    expect(story.lines).toEqual(["user: pay", "bank: Sure?", "bank: [Yes|No] closed", "user (sending): Yes"]);
    expect(story.delivery?.text).toBe("/affirm");
    expect(story.items("buttons")[0]?.pressed).toBe(0);
  });

  it("can be pressed once only", () => {
    const story = asked().press(0);
    const before = story.state;
    expect(story.press(0).state).toBe(before);
    expect(story.press(1).state).toBe(before);
  });

  it("are closed by the user's own words, so that an old yes answers no new question", () => {
    expect(asked().say("wait").items("buttons")[0]).toMatchObject({ open: false, pressed: null });
  });

  it("ignore a press on something that is not there", () => {
    const story = asked();
    const before = story.state;
    expect(story.press(7).state).toBe(before);
    expect(story.press(0, 999).state).toBe(before);
    expect(story.press(0, story.items("bot")[0]?.key).state).toBe(before);
  });

  it("are retried with the payload, not with the title", () => {
    expect(asked().press(1).fail().retry().delivery).toMatchObject({ text: "/deny", messageId: "e3" });
  });
});

describe("a notice", () => {
  const PAID = { text: "Paid", notice: "n1" };

  it("is a message of the host that it comes from, whoever holds", () => {
    const story = new Story().notices("desk", PAID, { text: "Solved", notice: "n2" });
    expect(story.lines).toEqual(["desk: Paid", "desk: Solved"]);
    expect(story.state.holderId).toBe("bank");
  });

  it("is shown once when it was fetched before it came in an answer", () => {
    const story = new Story().notices("bank", PAID).notices("bank", PAID).say("hello").answer(PAID, text("Hi"));
    expect(story.lines).toEqual(["bank: Paid", "user: hello", "bank: Hi"]);
  });

  it("is shown once when it came in an answer before it was fetched", () => {
    expect(new Story().say("hello").answer(PAID, text("Hi")).notices("bank", PAID).lines.slice(1)).toEqual([
      "bank: Paid",
      "bank: Hi",
    ]);
  });

  it("is shown once when it comes again in the greeting of a host that takes over", () => {
    const story = new Story().notices("desk", PAID).say("mail").answer(offerOf(DESK)).accept(PAID, text("Helpdesk"));
    expect(story.lines).toEqual(["desk: Paid", "user: mail", "--- desk", "desk: Helpdesk"]);
  });

  it("of another host is another one, and so is one with another id or the same words", () => {
    const story = new Story().notices("bank", PAID).notices("desk", PAID).notices("bank", { ...PAID, notice: "n2" });
    expect(story.lines).toEqual(["bank: Paid", "desk: Paid", "bank: Paid"]);
  });

  it("that was shown before is no silence when an answer contains nothing else", () => {
    expect(new Story().notices("bank", PAID).say("hello").answer(PAID).lines).toEqual(["bank: Paid", "user: hello"]);
  });

  it("disturbs neither the message in flight nor a question that is open", () => {
    const story = new Story().say("pay").answer(text("Sure?"), CHOICES).notices("desk", PAID);
    expect(story.items("buttons")[0]?.open).toBe(true);
    expect(story.press(0).notices("desk", { ...PAID, notice: "n2" }).delivery?.text).toBe("/affirm");
    expect(story.answer(text("Done")).lines.at(-1)).toBe("bank: Done");
  });

  it("that was shown before changes nothing at all", () => {
    const story = new Story().notices("bank", PAID);
    const before = story.state;
    expect(story.notices("bank", PAID).state).toBe(before);
  });

  it.each([7, "", " ", null, {}, ["n1"]])("has an id: with %j it is a message like any other", (notice) => {
    const strange = { text: "Hi", notice };
    expect(new Story().say("hello").answer(strange, strange).lines.slice(1)).toEqual(["bank: Hi", "bank: Hi"]);
  });
});
