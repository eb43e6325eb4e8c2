import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { memoryShelf } from "../storage/shelf";
import { BANK, DESK, HOSTS, Story, lineOf, offerOf } from "../testing/story";
import { ticketOf } from "../testing/honest";
import { type ChatState, initialState } from "./model";
import { readRecord, writeRecord } from "./record";
import { createStore } from "./store";

const text = (words: string) => ({ text: words });
const blank = (hosts = HOSTS) => initialState({ hosts, start: "bank", conversationId: "new", welcome: "" });
const write = ({ state }: Story) => writeRecord({ state, history: NONE });
const reread = (story: Story, present = blank()) => readRecord(write(story), present)?.state;
const NONE = { count: 0, latest: [] };
const lines = (state: ChatState | undefined) => state?.timeline.map(lineOf);
const CHOICES = { buttons: [{ title: "Yes", payload: "/affirm" }] };

let warn = vi.spyOn(console, "warn");

beforeEach(() => {
  warn = vi.spyOn(console, "warn").mockImplementation(() => {});
});

afterEach(() => warn.mockRestore());

describe("a record", () => {
  it.each<[string, Story]>([
    ["before anything was said", new Story()],
    ["while a message is in flight", new Story().say("one").say("two")],
    ["after a message was not delivered", new Story().say("one").say("two").fail()],
    ["with a picture and an open question", new Story().say("pay").answer({ image: "https://e.com/a.png" }, CHOICES)],
    ["after a pressed button", new Story().say("pay").answer(CHOICES).press(0)],
    ["after a handoff", new Story().say("m").answer(offerOf(DESK, { message: "m", carried: { a: "b" } })).accept(text("x"))],
    ["after a handoff that failed", new Story().say("m").answer(offerOf(DESK)).reject("timeout").fail()],
    ["with a notice", new Story().notices("desk", { text: "Paid", notice: "n1" })],
  ])("says all of a conversation %s", (_when, story) => {
    expect(reread(story)).toEqual(story.state);
    expect(reread(story, { ...blank(), conversationId: "other" })).toEqual(story.state);
  });

  it("never holds a ticket: it keeps what brought it, as already shown", () => {
    const story = new Story().say("mail").answer(text("One moment"), offerOf(DESK, { ticket: ticketOf("j1") }));
    expect(write(story)).not.toContain("signature");
    expect(reread(story)?.pending).toMatchObject({ purpose: "say", text: "mail", messageId: "e1", followed: "e2" });
    expect(reread(story, story.state)?.pending).toEqual(story.state.pending);
  });

  it("of the version without pages is read as it is", () => {
    const story = new Story().say("one").answer(text("two"));
    const { pages: _pages, ...older } = JSON.parse(write(story)) as Record<string, unknown>;
    expect(readRecord(JSON.stringify(older), blank())).toEqual({ state: story.state, history: NONE, pages: [] });
  });

  it("leaves to this tab what only it knows of the request in flight, as long as that is the same", () => {
    const story = new Story().say("one").delay("timeout").stream(text("tw"));
    expect(reread(story)).toMatchObject({ trouble: { kind: "timeout" }, streamed: [] });
    expect(reread(story, story.state)).toEqual(story.state);
    const other = new Story().say("other").answer(text("x")).say("more");
    expect(reread(other, story.state)).toEqual(other.state);
    expect(reread(new Story(), story.state)).toMatchObject({ trouble: null, streamed: [] });
  });

  it("keeps what was not delivered, however much is said afterwards", () => {
    const story = new Story().say("lost").fail();
    for (let count = 1; count <= 200; count += 1) story.say(`${count}`).answer(text(`heard ${count}`));
    const state = reread(story) as ChatState;
    expect(lines(state)?.slice(0, 3)).toEqual(["user (failed): lost", "bank error: unreachable (retry)", "user: 1"]);
    story.state = state;
    expect(story.retry().delivery).toMatchObject({ text: "lost", messageId: "e1" });
    expect(story.answer(text("found")).lines[0]).toBe("user: lost");
  });

  const sound = JSON.parse(write(new Story().say("one").fail().say("two"))) as Record<string, unknown>;
  const [line] = sound["timeline"] as object[];

  it.each<[string, unknown]>([
    ["of an older version", { ...sound, version: 0 }],
    ["of a newer version", { ...sound, version: 2 }],
    ["without a conversation", { ...sound, conversationId: undefined }],
    ["of another program", { messages: ["hello"] }],
    ["that is a list", [sound]],
    ["that is null", null],
    ["whose timeline is none", { ...sound, timeline: {} }],
    ["with a line of an unknown kind", { ...sound, timeline: [{ ...line, kind: "advert" }] }],
    ["with a line called like what every object has", { ...sound, timeline: [{ ...line, kind: "constructor" }] }],
    ["with a picture that is no picture", { ...sound, timeline: [{ key: 1, hostId: "bank", kind: "image", url: "file:///x" }] }],
    ["with an unknown problem", { ...sound, timeline: [{ key: 1, hostId: "bank", kind: "error", problem: {}, retry: null }] }],
    ["with an outbox of strangers", { ...sound, outbox: [{ text: "x" }] }],
    ["with half a message in flight", { ...sound, pending: { messageId: "e1" } }],
    ["with notices that are none", { ...sound, notices: ["n1"] }],
    ["that counts wrongly", { ...sound, nextKey: -1 }],
    ["whose pages have no names", { ...sound, pages: [1] }],
    ["that counts its pages", { ...sound, pages: 3 }],
  ])("%s is not read", (_name, raw) => {
    expect(readRecord(JSON.stringify(sound), blank())).not.toBeNull();
    expect(readRecord(JSON.stringify(raw), blank())).toBeNull();
  });

  it.each(["", "{", "hello", "[object Object]"])("that is cut off or foreign (%j) starts fresh, with one warning", (raw) => {
    const shelf = memoryShelf();
    shelf.setItem("k", raw);
    let count = 0;
    const place = { shelf, key: "k", exclusively: async (work: () => void | Promise<void>) => work() };
    const store = createStore(blank(), () => `e${++count}`, place);
    void store.refresh();
    void store.dispatch({ type: "user_said", text: "hello" });
    expect(lines(store.state())).toEqual(["user (sending): hello"]);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(readRecord(shelf.getItem("k") ?? "", blank())?.state).toEqual(store.state());
  });
});

describe("a record whose holder is listed no more", () => {
  const story = () => new Story().say("mail").answer(offerOf(DESK, { message: "mail" })).accept(text("Desk here"));

  it("goes on with the first host, with a word to the user, and the open message goes there", () => {
    const state = reread(story().say("hurry"), blank([BANK]));
    expect(lines(state)).toEqual(["user: mail", "--- desk", "desk: Desk here", "user (waiting): hurry", "bank error: gone"]);
    expect(state).toMatchObject({ holderId: "bank", pending: { text: "mail", metadata: {} }, outbox: [{ text: "hurry" }] });
  });

  it("drops what only the lost host would have understood", () => {
    const asked = story().answer(CHOICES).press(0);
    expect(reread(asked, blank([BANK]))?.pending).toMatchObject({ text: "Yes" });
    const offered = story().answer(offerOf(BANK, { ticket: ticketOf("j2") }));
    expect(reread(offered, blank([BANK]))).toMatchObject({ holderId: "bank", pending: null });
  });

  it("says so once", () => {
    const told = reread(story().answer(text("Hi")), blank([BANK])) as ChatState;
    expect(readRecord(writeRecord({ state: told, history: NONE }), blank([BANK]))?.state).toEqual(told);
  });
});
