import { afterEach, describe, expect, it } from "vitest";
import { eventually } from "../testing/eventually";
import { type HonestHost, honestHost, ticketOf } from "../testing/honest";
import { lineOf, offerOf } from "../testing/story";
import { KEY, type Urls, dyingTab, openTab, settled } from "../testing/tab";
import { newId } from "../protocol/ids";
import { unguarded } from "../storage/exclusive";
import { type Shelf, memoryShelf, namesOn } from "../storage/shelf";
import type { Outgoing } from "../transport/result";
import { initialState } from "./model";
import { createStore } from "./store";

const running: HonestHost[] = [];
const text = (words: string) => ({ text: words });
const REFUSED = (reason: string) => [{ custom: { handoff_refused: reason } }];
const FIRST = ticketOf("j1");

type TakeOverAnswer = (ticket: string | undefined) => readonly unknown[];

/** How the desk answers a take-over, what is shown in the end, and what each host has answered then. */
interface Course {
  readonly takeOver: TakeOverAnswer;
  readonly lines: readonly string[];
  readonly bank: readonly string[];
  readonly desk: readonly string[];
}

async function host(turn: (outgoing: Outgoing) => readonly unknown[]): Promise<HonestHost> {
  const started = await honestHost(turn);
  running.push(started);
  return started;
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((started) => started.close()));
});

/** A bank that passes "mail" on, and a desk that takes it over in its own way. */
async function hosts(takeOver: TakeOverAnswer) {
  const desk = await host(({ message, metadata }) =>
    message.startsWith("/handoff{") ? takeOver(metadata["handoff_ticket"]) : [text(`desk heard ${message}`)],
  );
  const offer = (ticket: string) =>
    offerOf({ id: "desk", title: "Desk", url: desk.url }, { message: "mail", ticket, carried: { email: "a@example.com" } });
  const bank = await host(({ message }) => {
    if (message === "mail") return [text("One moment"), offer(FIRST)];
    if (message.startsWith("/trigger_handoff")) return [offer(ticketOf("j2"))];
    return [text(message.startsWith("/handoff_failed") ? "Still here" : `bank heard ${message}`)];
  });
  return { bank, desk, urls: { bank: bank.url, desk: desk.url } };
}

const TAKEN: Course = {
  takeOver: () => [text("Desk here")],
  lines: ["user: mail", "bank: One moment", "--- desk", "desk: Desk here", "desk: desk heard mail"],
  bank: ["mail"],
  desk: ["/handoff{…}", "mail"],
};
const FRESH: Course = {
  takeOver: (ticket) => (ticket === FIRST ? REFUSED("expired") : [text("Desk here")]),
  lines: TAKEN.lines,
  bank: ["mail", '/trigger_handoff{"to":"desk"}'],
  desk: ["/handoff{…}", "mail"],
};
const FAILED: Course = {
  takeOver: () => REFUSED("unavailable"),
  lines: ["user: mail", "bank: One moment", "bank: Still here"],
  bank: ["mail", '/handoff_failed{"to":"desk","reason":"refused"}'],
  desk: [],
};
const STALE: Course = {
  takeOver: () => REFUSED("expired"),
  lines: FAILED.lines,
  bank: ["mail", '/trigger_handoff{"to":"desk"}', '/handoff_failed{"to":"desk","reason":"refused"}'],
  desk: [],
};

/** For each course of events its writes, in order: the tab is closed after each of them. */
const STEPS: readonly [string, Course, readonly string[]][] = [
  ["a handoff", TAKEN, ["said", "begun to be sent", "offer in", "taken over", "replay begun", "replay answered"]],
  [
    "a handoff whose ticket expired",
    FRESH,
    [
      ...["said", "begun to be sent", "offer in", "fresh offer asked for", "asking begun", "fresh offer in", "taken over"],
      ...["replay begun", "replay answered"],
    ],
  ],
  ["a handoff that is refused", FAILED, ["said", "begun to be sent", "offer in", "failure reported", "report begun", "report answered"]],
  [
    "a handoff that expires for good",
    STALE,
    [
      ...["said", "begun to be sent", "offer in", "fresh offer asked for", "asking begun", "fresh offer in"],
      ...["failure reported", "report begun", "report answered"],
    ],
  ],
];

const CRASHES = STEPS.flatMap(([name, course, steps]) =>
  steps.flatMap((step, index) => {
    const isLast = index === steps.length - 1;
    const sent: [string, string, Course, number, boolean, boolean][] = [];
    if (!isLast) sent.push([name, `${step}, request under way`, course, index + 1, true, isLast]);
    sent.push([name, `${step}, nothing under way`, course, index + 1, false, isLast]);
    return sent;
  }),
);

/** A page is due at the 400th line, so at each step of the handoff. It is one more write, before that of the step. */
const PAGED: readonly [number, number][] = [
  ...[2, 3, 4, 5].map((writes): [number, number] => [400, writes]), // before that, nothing was said
  ...[399, 397, 396].flatMap((first) => [1, 2, 3, 4, 5].map((writes): [number, number] => [first, writes])),
];

const turnsOf = ({ turns }: HonestHost) => turns.map((message) => message.replace(/^\/handoff\{.*/, "/handoff{…}"));

/** A long conversation of so many lines, all of them done with. */
function longConversation(count: number): { readonly shelf: Shelf; readonly lines: readonly string[] } {
  const shelf = memoryShelf();
  const hosts = [{ id: "bank", title: "Bank", url: "http://localhost" }];
  const beginning = initialState({ hosts, start: "bank", conversationId: "c1", welcome: "" });
  const store = createStore(beginning, newId, { shelf, key: KEY, exclusively: unguarded });
  void store.dispatch({ type: "user_said", text: "before" });
  const messages = Array.from({ length: count - 1 }, (_, index) => text(`before ${index}`));
  void store.dispatch({ type: "answered", of: store.state().pending?.messageId ?? "", messages });
  return { shelf, lines: store.state().timeline.map(lineOf) };
}

/** Says "mail" in a tab that is closed after so many writes, and returns the record that it leaves. */
async function crash(urls: Urls, writes: number, isSent: boolean, shelf = memoryShelf()) {
  const dying = dyingTab(shelf, writes, isSent);
  const store = openTab(urls, dying);
  void store.dispatch({ type: "user_said", text: "mail" });
  await eventually(() => expect(dying.isDead() && dying.delivered() >= (isSent ? 1 : 0)).toBe(true));
  return shelf;
}

describe("a tab that is closed in the middle of", () => {
  it.each(CRASHES)("%s (%s) goes on as if nothing had happened", async (_name, _step, course, writes, isSent) => {
    const { bank, desk, urls } = await hosts(course.takeOver);
    const shelf = await crash(urls, writes, isSent);
    expect(shelf.getItem(KEY)).not.toContain("signature");
    const state = await settled(openTab(urls, { shelf }));
    expect(state.timeline.map(lineOf)).toEqual(course.lines);
    expect(state.holderId).toBe(course.desk.length > 0 ? "desk" : "bank");
    expect([turnsOf(bank), turnsOf(desk)]).toEqual([course.bank, course.desk]);
  });

  it.each(PAGED)("a handoff that begins as line %d of a conversation, after write %d, loses none of it", async (first, writes) => {
    const { bank, desk, urls } = await hosts(TAKEN.takeOver);
    const { shelf, lines } = longConversation(first - 1);
    await crash(urls, writes, false, shelf);
    const state = await settled(openTab(urls, { shelf }));
    expect(state.timeline.map(lineOf)).toEqual([...lines, ...TAKEN.lines]);
    expect([turnsOf(bank), turnsOf(desk)]).toEqual([TAKEN.bank, TAKEN.desk]);
    expect(namesOn(shelf, `${KEY}:page:`)).toHaveLength(1);
    expect(openTab(urls, { shelf }).state().timeline).toEqual(state.timeline);
  });

  it.each(STEPS)("%s writes once for each step, and then is idle", async (_name, course, steps) => {
    const { urls } = await hosts(course.takeOver);
    const written: string[] = [];
    const kept = memoryShelf();
    const shelf = { ...kept, setItem: (key: string, value: string) => (written.push(value), kept.setItem(key, value)) };
    const store = openTab(urls, { shelf });
    await store.dispatch({ type: "user_said", text: "mail" });
    const state = await settled(store);
    expect(state.timeline.map(lineOf)).toEqual(course.lines);
    expect(written).toHaveLength(steps.length);
    expect(written.join()).not.toContain("signature");
  });
});
