import { describe, expect, it } from "vitest";
import { unguarded } from "../storage/exclusive";
import { type Shelf, memoryShelf, namesOn } from "../storage/shelf";
import { DESK, HOSTS, offerOf } from "../testing/story";
import { type ChatState, type Happening, type Job, initialState } from "./model";
import { type Store, createStore } from "./store";

const KEY = "chatroom:bank";
const EVENTS = 1_500;

/** Numbers from 0 to below 1 that look random and are the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function copyOf(shelf: Shelf): Shelf {
  const copy = memoryShelf();
  for (const name of namesOn(shelf, "")) copy.setItem(name, shelf.getItem(name) ?? "");
  return copy;
}

/** A shelf that takes so many changes more: its tab is gone then. */
function mortal(shelf: Shelf, changes: number): Shelf {
  let left = changes;
  const change = (make: () => void) => void ((left -= 1) >= 0 && make());
  return {
    ...shelf,
    setItem: (key, value) => change(() => shelf.setItem(key, value)),
    removeItem: (key) => change(() => shelf.removeItem(key)),
  };
}

/** What must be the same after a reload. */
function lasting({ conversationId, holderId, timeline, outbox, pending, notices, nextKey, offersFollowed }: ChatState) {
  const source = (job: Job | null) => (job?.purpose === "take_over" ? job.source : job);
  const isBegun = nextKey > 1;
  return { conversation: isBegun && conversationId, holderId, timeline, outbox, pending: source(pending), notices, nextKey, offersFollowed };
}

class World {
  readonly shelf = memoryShelf();
  private ids = 0;
  private words = 0;

  constructor(private readonly random: () => number) {}

  open(shelf: Shelf = this.shelf): Store {
    const newId = () => `id${(this.ids += 1)}`;
    const beginning = initialState({ hosts: HOSTS, start: "bank", conversationId: newId(), welcome: "" });
    return createStore(beginning, newId, { shelf, key: KEY, exclusively: unguarded });
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  private message(): unknown {
    const text = `heard ${(this.words += 1)}`;
    const kinds = [
      { text },
      { text, buttons: [{ title: "Yes", payload: "/affirm" }] },
      { image: "https://example.com/a.png" },
      { text, notice: `n${this.below(20)}` },
      { attachment: { type: "file", payload: { url: "https://example.com/a.pdf", name: "a.pdf" } } },
    ];
    return kinds[this.chance(0.6) ? 0 : this.below(kinds.length)];
  }

  private result({ pending }: ChatState): Happening {
    const of = pending?.messageId ?? "nothing";
    const messages = Array.from({ length: this.below(5) }, () => this.message());
    if (this.chance(0.15)) return { type: "send_delayed", of, failure: { kind: "timeout", cause: "test" }, isSending: false };
    if (pending?.purpose === "take_over") {
      const reason = this.chance(0.5) ? "expired" : "timeout";
      return this.chance(0.6) ? { type: "handoff_accepted", of, messages } : { type: "handoff_failed", of, reason };
    }
    if (this.chance(0.1)) return { type: "send_failed", of, failure: { kind: "unreachable", cause: "test" } };
    const offer = offerOf(pending?.boundTo === "desk" || this.chance(0.5) ? DESK : (HOSTS[0] ?? DESK), { message: "mail" });
    return { type: "answered", of, messages: this.chance(0.1) ? [...messages, offer] : messages };
  }

  happening(state: ChatState): Happening {
    if (this.chance(0.55)) return this.result(state);
    if (this.chance(0.05)) return { type: "retried" };
    if (this.chance(0.002)) return { type: "started_over" };
    if (this.chance(0.05)) return { type: "host_asked_for", hostId: "desk", shown: "Desk, please" };
    if (this.chance(0.05)) return { type: "holder_left", hostId: this.chance(0.5) ? "desk" : "bank" };
    const { conversationId } = state;
    if (this.chance(0.1)) return { type: "notices_fetched", conversationId, hostId: "bank", messages: [this.message()] };
    const open = state.timeline.filter((item) => item.kind === "buttons" && item.open);
    const key = open[this.below(open.length)]?.key;
    if (key !== undefined && this.chance(0.5)) return { type: "button_pressed", key, index: 0 };
    return { type: "user_said", text: `word ${(this.words += 1)}` };
  }
}

/** One event in a tab that dies at a random change of the shelf: it happened, or it did not. */
function crash(world: World): void {
  const before = world.open(copyOf(world.shelf));
  const event = world.happening(before.state());
  const after = world.open(copyOf(world.shelf));
  void after.dispatch(event);
  void world.open(mortal(world.shelf, world.below(4))).dispatch(event);
  const found = withoutIds(world.open().state());
  expect([withoutIds(before.state()), withoutIds(after.state())]).toContainEqual(found);
}

/** The new ids of an event that was played twice are others. */
function withoutIds(state: ChatState) {
  const { timeline, holderId, nextKey, outbox } = lasting(state);
  const lines = timeline.map((item) => (item.kind === "error" ? { ...item, retry: item.retry?.text ?? null } : item));
  return { lines, holderId, nextKey, waiting: outbox.map(({ text }) => text) };
}

function expectSame(world: World, store: Store): void {
  const state = store.state();
  expect(lasting(world.open().state())).toEqual(lasting(state));
  const keys = state.timeline.map(({ key }) => key);
  expect(keys).toEqual([...keys].sort((one, other) => one - other));
}

describe("a random conversation in two tabs, some of which crash", () => {
  it.each([1, 2, 3, 4])("is read back as it was (seed %d)", (seed) => {
    const random = randomFrom(seed);
    const world = new World(random);
    let tabs = [world.open(), world.open()];
    let most = 0;
    for (let count = 1; count <= EVENTS; count += 1) {
      const tab = tabs[world.below(2)] as Store;
      void tab.refresh();
      void tab.dispatch(world.happening(tab.state()));
      most = Math.max(most, tab.state().timeline.length);
      if (count % 20 === 0) expectSame(world, tab);
      if (count % 25 === 0) {
        crash(world);
        tabs = [world.open(), tabs[0] as Store];
        for (const other of tabs) void other.refresh();
        for (const other of tabs) expectSame(world, other);
      }
    }
    expect(most).toBeGreaterThan(500); // so that there were pages
    const { conversationId } = world.open().state();
    const pages = namesOn(world.shelf, `${KEY}:page:`);
    expect(pages.every((name) => name.includes(`:${conversationId}:`))).toBe(true);
    expect(world.shelf.getItem(KEY)?.length ?? 0).toBeLessThan(150_000);
  });
});
