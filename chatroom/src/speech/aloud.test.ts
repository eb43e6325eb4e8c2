// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from "vitest";
import { type Shelf, memoryShelf } from "../storage/shelf";
import { DESK, Story, offerOf } from "../testing/story";
import { EN } from "../words";
import { type Aloud, readAloud } from "./aloud";

const KEY = "chatroom:bank:aloud";
const WORDS = { ...EN, youCanChoose: (titles: string) => `You can choose: ${titles}.` };
const QUESTION = { text: "**Shall** I do it?", buttons: [{ title: "Yes, send it" }, { title: "No" }, { title: "Later" }] };
let said: string[];
let shelf: Shelf;
let isLookedAt: boolean;

function open(): Aloud {
  const reader = { say: (text: string) => said.push(text), stop: () => said.push("(silence)") };
  return readAloud(reader as never, WORDS, "en-US", shelf, KEY, () => isLookedAt);
}

/** A room whose switch is on, with nothing said yet. */
function switchedOn(story: Story): Aloud {
  const aloud = open();
  aloud.toggle();
  aloud.follow(story.state);
  said = [];
  return aloud;
}

beforeEach(() => {
  said = [];
  shelf = memoryShelf();
  isLookedAt = true;
});

describe("reading a conversation aloud", () => {
  it("reads what a host says, and its choices after the question", () => {
    const story = new Story();
    const aloud = switchedOn(story);
    aloud.follow(story.say("send $50").answer(QUESTION).state);
    expect(said).toEqual(["(silence)", "Shall I do it?", "You can choose: Yes, send it, No, or Later."]);
  });

  it("reads each once, however often the state is drawn", () => {
    const story = new Story();
    const aloud = switchedOn(story);
    story.say("hello").answer({ text: "Good day" });
    aloud.follow(story.state);
    aloud.follow(story.state);
    aloud.follow(story.say("more").state);
    expect(said).toEqual(["(silence)", "Good day.", "(silence)"]);
  });

  it("reads nothing that was there before it was switched on, or came while it was off", () => {
    const story = new Story().say("hello").answer({ text: "Good day" });
    const aloud = open();
    aloud.follow(story.state);
    aloud.toggle();
    aloud.follow(story.state);
    aloud.toggle();
    aloud.follow(story.say("x").answer({ text: "unheard" }).state);
    aloud.toggle();
    aloud.follow(story.state);
    expect(said.filter((text) => text !== "(silence)")).toEqual([]);
  });

  it("reads who takes over, and what went wrong", () => {
    const story = new Story();
    const aloud = switchedOn(story);
    aloud.follow(story.say("help").answer(offerOf(DESK)).accept({ text: "Desk here" }).state);
    aloud.follow(story.say("hello?").fail("timeout").state);
    expect(said).toContain("You are now talking to Desk");
    expect(said).toContain("Desk here.");
    expect(said.at(-1)).toBe("Desk took too long to answer.");
  });

  it("is silent when the user speaks, and when it is switched off", () => {
    const story = new Story();
    const aloud = switchedOn(story);
    aloud.follow(story.say("hello").state);
    expect(said).toEqual(["(silence)"]);
    aloud.toggle();
    aloud.hush();
    expect(said).toHaveLength(3);
  });

  it("says the words of a picture, and that there is one where it has none", () => {
    const story = new Story();
    const aloud = switchedOn(story);
    const chart = `data:image/svg+xml;base64,${btoa('<svg xmlns="http://www.w3.org/2000/svg"><title>Spending</title></svg>')}`;
    aloud.follow(story.say("chart").answer({ image: chart }, { image: "https://example.com/cat.png" }).state);
    expect(said.slice(1)).toEqual(["Spending", EN.image]);
  });

  it("begins again with a new conversation", () => {
    const story = new Story();
    const aloud = switchedOn(story);
    aloud.follow(story.say("a").answer({ text: "b" }).startOver().state);
    aloud.follow(story.say("c").answer({ text: "d" }).state);
    expect(said.at(-1)).toBe("d.");
  });

  it("is left to the tab that is looked at", () => {
    const story = new Story();
    const aloud = switchedOn(story);
    isLookedAt = false;
    aloud.follow(story.say("hello").answer({ text: "Good day" }).state);
    isLookedAt = true;
    aloud.follow(story.state);
    expect(said).toEqual([]);
  });

  it("is remembered in this browser until it is switched off", () => {
    expect(open().isOn()).toBe(false);
    open().toggle();
    expect(open().isOn()).toBe(true);
    open().toggle();
    expect(open().isOn()).toBe(false);
    expect(shelf.getItem(KEY)).toBeNull();
  });
});
