// @vitest-environment jsdom
import { h, render } from "preact";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { newId } from "../protocol/ids";
import { HOSTS, offerOf } from "../testing/story";
import { type ChatState, initialState } from "../state/model";
import { type Store, createStore } from "../state/store";
import { EN } from "../words";
import { ChatRoom } from "./ChatRoom";

let store: Store;

/** A chat room on the page, drawn from a store as the widget does it. */
function open(): void {
  const beginning = { hosts: HOSTS, start: "bank", conversationId: "c1", welcome: "Good day" };
  store = createStore(initialState(beginning), newId);
  const actions = {
    say: (text: string) => store.dispatch({ type: "user_said", text }),
    press: () => {},
    retry: () => {},
    startOver: () => {
      draft = "";
      void store.dispatch({ type: "started_over" });
    },
    askFor: () => {},
    leaveFor: () => {},
    draft: (text: string) => {
      draft = text;
      draw();
    },
  };
  const surroundings = { words: EN, looks: {}, slots: {} };
  const draw = () => {
    render(h(ChatRoom, { state: store.state(), draft, back: null, actions, surroundings, onClose: null }), document.body);
  };
  let draft = "";
  Element.prototype.scrollTo = () => {}; // jsdom lays nothing out
  store.subscribe(draw);
  draw();
}

function find<Kind extends HTMLElement = HTMLElement>(selector: string): Kind {
  const found = document.querySelector<Kind>(selector);
  if (found === null) throw new Error(`nothing is ${selector}`);
  return found;
}

const button = () => find(".header button[aria-label='Start over']");
const question = () => document.querySelector<HTMLElement>("[role=alertdialog]");
const choose = (words: string) =>
  Array.from(question()?.querySelectorAll("button") ?? []).find((choice) => choice.textContent === words)?.click();
const type = (key: string, target: HTMLElement | null) =>
  target?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
const status = () => find("[role=status]").textContent;
const composer = () => find<HTMLTextAreaElement>("textarea");
const isAsking = () => vi.waitFor(() => expect(document.activeElement).toBe(question()));
const isSettled = () => vi.waitFor(() => expect(question()).toBeNull());

async function ask(): Promise<void> {
  button().click();
  await isAsking();
}

/** At the desk, with words in the composer that were not sent. */
function converse(): ChatState {
  store.dispatch({ type: "user_said", text: "hello" });
  const pending = () => store.state().pending?.messageId ?? "";
  store.dispatch({ type: "answered", of: pending(), messages: [offerOf(HOSTS[1] ?? { id: "", title: "", url: "" })] });
  store.dispatch({ type: "handoff_accepted", of: pending(), messages: [{ text: "Desk here" }] });
  composer().value = "my secret";
  composer().dispatchEvent(new Event("input", { bubbles: true }));
  return store.state();
}

beforeEach(() => {
  render(null, document.body);
  open();
});

describe("the question before starting over", () => {
  it("gets the focus, is named by its words, and clears nothing yet", async () => {
    const before = converse();
    await ask();
    expect(question()?.getAttribute("aria-label")).toBe("Start over? The conversation is cleared here.");
    expect(store.state()).toBe(before);
    expect(composer().value).toBe("my secret");
  });

  it("is asked once, however often the button is pressed", async () => {
    await ask();
    await ask();
    expect(document.querySelectorAll("[role=alertdialog]")).toHaveLength(1);
  });

  it.each<[string, () => void]>([
    ["Keep it", () => choose("Keep it")],
    ["Escape", () => type("Escape", question())],
    ["Escape on the button", () => type("Escape", button())],
  ])("is gone after %s, and everything is as it was", async (_name, keep) => {
    const before = converse();
    await ask();
    keep();
    await isSettled();
    expect(document.activeElement).toBe(button());
    expect(store.state()).toBe(before);
    expect(composer().value).toBe("my secret");
    expect(status()).toBe("");
  });

  it("stays for any other key, and Escape means nothing before it is asked", async () => {
    type("Escape", button());
    expect(document.activeElement).not.toBe(button());
    await ask();
    type("x", question());
    expect(document.activeElement).toBe(question());
  });
});

describe("a room that was started over", () => {
  it("shows the first host's greeting alone, and an empty composer that has the focus", async () => {
    const { conversationId } = converse();
    await ask();
    choose("Start over");
    expect(document.activeElement).toBe(composer());
    expect(composer().value).toBe("");
    expect(find("h1").textContent).toBe("Bank");
    expect(find(".timeline").textContent).toBe("BBank said: Good day");
    expect(store.state().conversationId).not.toBe(conversationId);
    await isSettled();
    expect(document.activeElement).toBe(composer());
  });

  it("says so politely each time, and reads the greeting out again", async () => {
    for (let time = 0; time < 2; time += 1) {
      const greeting = find(".timeline .row");
      await ask();
      expect(status()).toBe("");
      choose("Start over");
      await isSettled();
      expect(status()).toBe("Started over. The conversation was cleared here.");
      expect(find(".timeline .row")).not.toBe(greeting);
    }
  });

  it("keeps nothing in the browser", async () => {
    converse();
    await ask();
    choose("Start over");
    await isSettled();
    expect([localStorage.length, sessionStorage.length, document.cookie]).toEqual([0, 0, ""]);
    expect(document.documentElement.outerHTML).not.toMatch(/c1|secret/);
  });
});
