import { describe, expect, it } from "vitest";
import { Dice } from "../testing/random";
import { BANK, DESK, Story, offerOf } from "../testing/story";
import type { ChatState, Delivery, TimelineItem } from "./model";
import { readRecord, writeRecord } from "./record";

const STORIES = 200;
const EVENTS = 60;
const FLASK = { id: "flask", title: "Flask", url: "http://localhost:5007" };
const EVIL = { id: "evil", title: "Evil", url: "http://evil.example" };
const KINDS = ["offline", "unreachable", "timeout", "invalid"] as const;
const REASONS = ["unreachable", "refused", "timeout", "error", "expired"] as const;

/** Some messages of a host: none, words, a question, a notice, an offer that carries words or not. */
function messages(dice: Dice): unknown[] {
  const offer = offerOf(dice.oneOf([BANK, DESK, FLASK, EVIL]), dice.oneOf([{}, { message: "m", ticket: "a.b.c" }]));
  const question = { text: "Sure?", buttons: [{ title: "Yes", payload: "/affirm" }, { title: "No", payload: "/deny" }] };
  return dice.oneOf<unknown[]>([[], [{ text: "Hi" }], [question], [{ text: "Paid", notice: "n1" }], [offer], [question, offer]]);
}

function reload(story: Story): Story {
  const record = writeRecord({ state: story.state, history: { count: 0, latest: [] } });
  story.state = readRecord(record, { ...story.state, trouble: null, streamed: [], pending: null })?.state ?? story.state;
  return story;
}

type Act = (story: Story, dice: Dice) => Story;

const ACTS: readonly Act[] = [
  (story, dice) => story.say(`words ${dice.below(1_000)}`),
  (story, dice) => story.press(dice.below(3)),
  (story, dice) => story.press(0, dice.below(20)),
  (story) => story.retry(),
  (story, dice) => story.answer(...messages(dice)),
  (story, dice) => story.answer(...messages(dice)),
  (story, dice) => story.accept({ text: "Welcome" }, ...messages(dice)),
  (story, dice) => story.accept({ text: "Welcome" }, ...messages(dice)),
  (story, dice) => story.reject(dice.oneOf(REASONS)),
  (story, dice) => story.fail(dice.oneOf(KINDS)),
  (story, dice) => story.delay(dice.oneOf(KINDS)),
  (story) => story.stream({ text: "Hi" }),
  (story, dice) => story.askFor(dice.oneOf(["bank", "desk", "flask", "evil"])),
  (story, dice) => story.leaveFor(dice.oneOf(["bank", "desk", "flask", "evil"])),
  (story, dice) => story.open(dice.oneOf(["/greet", "Good day"])),
  (story, dice) => story.notices(dice.oneOf(["bank", "desk"]), { text: "Paid", notice: `n${dice.below(3)}` }),
  (story) => story.answerTo("e1", { text: "late" }),
  reload,
];

const retryOf = (item: TimelineItem) => (item.kind === "error" && item.problem.kind !== "silent" ? item.retry : null);
const of = (key: number) => (delivery: Delivery | null) => delivery?.itemKey === key;

/** Where a line of the user's is: its status says so, and it is there once. */
function places({ pending, outbox, timeline }: ChatState, key: number): string[] {
  const inFlight = pending !== null && pending.purpose !== "take_over" ? [pending] : [];
  return [
    ...inFlight.filter(of(key)).map(() => "sending"),
    ...outbox.filter(of(key)).map(() => "waiting"),
    ...timeline.map(retryOf).filter(of(key)).map(() => "failed"),
  ];
}

/** Open questions that have a later line of the user's behind them. */
function staleQuestions({ timeline }: ChatState): TimelineItem[] {
  const last = timeline.findIndex((item, index) => item.kind === "user" && !timeline.slice(index + 1).some((next) => next.kind === "user"));
  return timeline.slice(0, Math.max(last, 0)).filter((item) => item.kind === "buttons" && item.open);
}

function check(state: ChatState): void {
  const keys = state.timeline.map(({ key }) => key);
  expect(keys).toEqual([...new Set(keys)].sort((one, other) => one - other));
  expect(Math.max(0, ...keys)).toBeLessThan(state.nextKey);
  for (const item of state.timeline) {
    if (item.kind !== "user") continue;
    expect(places(state, item.key)).toEqual(item.status === "sent" ? [] : [item.status]);
  }
  expect(staleQuestions(state)).toEqual([]);
  expect(state.hosts.map(({ id }) => id)).toContain(state.holderId);
  const isSending = state.pending !== null && state.pending.purpose !== "take_over";
  expect(isSending || (state.trouble === null && state.streamed.length === 0)).toBe(true);
  const waiting = [state.pending, ...state.outbox].filter((job) => job !== null).map(({ messageId }) => messageId);
  expect(waiting).toEqual([...new Set(waiting)]);
}

/** Goes on until nothing is in flight, as hosts that are there again let it. */
function comeToRest(story: Story): Story {
  for (let step = 0; story.state.pending !== null && step < EVENTS; step += 1) {
    if (story.state.pending.purpose === "take_over") story.accept({ text: "Welcome" });
    else story.answer({ text: "Hi" });
  }
  return story;
}

describe("whatever happens, in whatever order", () => {
  it("every line of the user's is in one place, keys only grow, and no old question is open", () => {
    for (let seed = 1; seed <= STORIES; seed += 1) {
      const dice = new Dice(seed);
      const story = new Story();
      story.state = { ...story.state, hosts: [BANK, DESK, FLASK] };
      for (let step = 0; step < EVENTS; step += 1) {
        dice.oneOf(ACTS)(story, dice);
        try {
          check(story.state);
        } catch (cause) {
          throw new Error(`story ${seed} breaks at step ${step}:\n${story.lines.join("\n")}`, { cause });
        }
      }
    }
  });

  it("everything that the user said is sent in the end, when the hosts are there again and he tries again", () => {
    for (let seed = 1; seed <= STORIES; seed += 1) {
      const dice = new Dice(seed);
      const story = new Story();
      for (let step = 0; step < EVENTS; step += 1) dice.oneOf(ACTS)(story, dice);
      comeToRest(comeToRest(story).retry());
      expect(story.state).toMatchObject({ pending: null, outbox: [] });
      expect(story.items("user").filter(({ status }) => status !== "sent")).toEqual([]);
    }
  });
});
