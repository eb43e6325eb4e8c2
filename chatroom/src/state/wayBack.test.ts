import { describe, expect, it } from "vitest";
import { BANK, DESK, HOSTS, Story, offerOf } from "../testing/story";
import { initialState } from "./model";
import { wayBack } from "./wayBack";

const FLASK = { id: "flask", title: "Flask", url: "http://localhost:5007" };
const HELLO = { text: "Hello" };

/** A conversation that begins at the bank and goes from there to one host after the other. */
function through(...hosts: (typeof BANK)[]): Story {
  const story = new Story();
  story.state = initialState({ hosts: [...HOSTS, FLASK], start: "bank", conversationId: "c1", welcome: "" });
  for (const host of hosts) story.say("on").answer(offerOf(host)).accept(HELLO);
  return story;
}

describe("the way back", () => {
  it("leads to whom the user talked to before", () => {
    expect(wayBack(through(DESK).state)).toEqual(BANK);
    expect(wayBack(through(DESK, FLASK).state)).toEqual(DESK);
    expect(wayBack(through(DESK, BANK).state)).toEqual(DESK);
  });

  it("is none where there was nobody else", () => {
    expect(wayBack(through().state)).toBeNull();
    expect(wayBack(through(DESK).startOver().state)).toBeNull();
  });

  it("does not lead to a host that is listed no more", () => {
    const { state } = through(DESK, FLASK);
    expect(wayBack({ ...state, hosts: [BANK, FLASK] })).toEqual(BANK);
    expect(wayBack({ ...state, hosts: [FLASK] })).toBeNull();
  });

  it("is not changed by a handoff that failed", () => {
    expect(wayBack(through(DESK).say("on").answer(offerOf(FLASK)).reject("refused").state)).toEqual(BANK);
  });
});
