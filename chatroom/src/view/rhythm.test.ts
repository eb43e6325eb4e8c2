import { describe, expect, it } from "vitest";
import type { Content, TimelineItem } from "../state/model";
import { type Clock, createRhythm } from "./rhythm";

/** A clock that goes on only when it is told to. */
class HandClock implements Clock {
  private time = 1_000;
  private calls: { at: number; call: () => void }[] = [];

  now(): number {
    return this.time;
  }

  later(delay: number, call: () => void): () => void {
    const entry = { at: this.time + delay, call };
    this.calls.push(entry);
    return () => {
      this.calls = this.calls.filter((other) => other !== entry);
    };
  }

  get waiting(): number {
    return this.calls.length;
  }

  /** Moves to the next call and makes it; says how long that took. */
  next(): number {
    const [entry] = this.calls.sort((one, other) => one.at - other.at).splice(0, 1);
    if (entry === undefined) throw new Error("nobody waits");
    const passed = entry.at - this.time;
    this.time = entry.at;
    entry.call();
    return Math.round(passed);
  }

  pass(time: number): void {
    this.time += time;
  }
}

const bot = (text: string): Content => ({ kind: "bot", hostId: "bank", text });
const user: Content = { kind: "user", hostId: "bank", text: "hi", status: "sent" };
const image: Content = { kind: "image", hostId: "bank", url: "https://example.com/a.png" };
const buttons: Content = { kind: "buttons", hostId: "bank", buttons: [], open: true, pressed: null };
const handoff: Content = { kind: "handoff", hostId: "helpdesk", carried: {} };
const error: Content = { kind: "error", hostId: "bank", problem: { kind: "offline" }, retry: null };

/** A room whose lines can be told, and what of them is seen. */
class Room {
  readonly clock = new HandClock();
  lines: readonly TimelineItem[] = [];
  conversationId = "c1";
  isHidden = false;
  seen: readonly TimelineItem[] = [];
  readonly rhythm = createRhythm(this.clock, () => this.draw());

  constructor(...before: Content[]) {
    this.add(...before);
  }

  draw(): void {
    this.seen = this.rhythm.shown(this.conversationId, this.lines, this.isHidden);
  }

  add(...contents: Content[]): void {
    const next = (this.lines.at(-1)?.key ?? -1) + 1;
    this.lines = [...this.lines, ...contents.map((content, index) => ({ ...content, key: next + index }))];
    this.draw();
  }

  get count(): number {
    return this.seen.length;
  }

  /** The pauses until all is seen. */
  pauses(): number[] {
    const pauses: number[] = [];
    while (this.rhythm.isRevealing()) pauses.push(this.clock.next());
    expect(this.seen).toBe(this.lines);
    return pauses;
  }
}

describe("the lines of an answer", () => {
  it("begin at once and follow as fast as they can be read", () => {
    const room = new Room(bot("Hello!"), user);
    room.add(bot("a".repeat(50)), bot("b".repeat(10)), bot("c".repeat(500)), bot("d"));
    expect(room.count).toBe(3);
    expect(room.pauses()).toEqual([650, 330, 1_000]);
  });

  it("have their pictures and buttons soon after their text", () => {
    const room = new Room(user);
    room.add(bot("a".repeat(100)), image, bot("Which one?"), buttons);
    expect(room.pauses()).toEqual([200, 250, 200]);
  });

  it("are all there after three seconds, however many they are", () => {
    const room = new Room(user);
    room.add(...Array.from({ length: 40 }, () => bot("a".repeat(200))));
    expect(room.count).toBe(2);
    const pauses = room.pauses();
    expect(pauses).toHaveLength(39);
    expect(room.clock.now()).toBeCloseTo(4_000);
  });

  it("are all there after three seconds when more come meanwhile", () => {
    const room = new Room(user);
    room.add(...Array.from({ length: 10 }, () => bot("a".repeat(200))));
    room.clock.pass(500);
    room.add(bot("more"), bot("and more"));
    room.pauses();
    expect(room.clock.now()).toBeCloseTo(4_500);
  });

  it("are announced as long as some are held back", () => {
    const room = new Room(user);
    expect(room.rhythm.isRevealing()).toBe(false);
    room.add(bot("a"), bot("b"));
    expect(room.rhythm.isRevealing()).toBe(true);
    room.clock.next();
    expect(room.rhythm.isRevealing()).toBe(false);
    expect(room.clock.waiting).toBe(0);
  });

  it("keep their times when something else is drawn", () => {
    const room = new Room(user);
    room.add(bot("a".repeat(50)), bot("b"));
    room.clock.pass(300);
    room.draw();
    expect(room.clock.waiting).toBe(1);
    expect(room.pauses()).toEqual([350]);
  });
});

describe("nothing is held back", () => {
  it("of what was there when the room was opened", () => {
    expect(new Room(user, bot("a"), bot("b"), bot("c")).count).toBe(4);
  });

  it("of the first answer to a room that begins by itself", () => {
    const room = new Room(bot("Hello!"));
    room.add(bot("How can I help?"), bot("Say it in your own words."));
    expect(room.count).toBe(2);
  });

  it("when the user says something", () => {
    const room = new Room(user);
    room.add(bot("a"), bot("b"), bot("c"));
    room.add(user);
    expect(room.seen).toBe(room.lines);
    expect(room.clock.waiting).toBe(0);
  });

  it("of the first line that answers the user again", () => {
    const room = new Room(user);
    room.add(bot("a".repeat(500)));
    room.add(user);
    room.add(bot("b"), bot("c"));
    expect(room.count).toBe(4);
    expect(room.pauses()).toEqual([258]);
  });

  it("in another conversation", () => {
    const room = new Room(user);
    room.add(bot("a"), bot("b"));
    room.conversationId = "c2";
    room.lines = [];
    room.add(bot("Hello!"), bot("Hello again!"), bot("Hello for the third time!"));
    expect(room.count).toBe(3);
    room.add(user, bot("a"), bot("b"));
    expect(room.pauses()).toEqual([258]);
  });

  it("on a page that nobody sees", () => {
    const room = new Room(user);
    room.add(bot("a"), bot("b"), bot("c"));
    room.isHidden = true;
    room.draw();
    expect(room.count).toBe(4);
    room.add(bot("d"), bot("e"));
    expect(room.count).toBe(6);
    expect(room.clock.waiting).toBe(0);
  });

  it("but by the lines before it, of errors and handoffs and of what the new host says first", () => {
    const room = new Room(user);
    room.add(bot("I am passing you on."));
    room.add(handoff, bot("Hello, this is the helpdesk."), error);
    expect(room.seen).toBe(room.lines);
    room.add(bot("a"), bot("b"), handoff, bot("c"), bot("d"));
    expect(room.count).toBe(6);
    expect(room.pauses()).toEqual([258, 258]);
  });
});

describe("an answer that comes line by line", () => {
  it("waits for nothing when its lines take longer than their pauses", () => {
    const room = new Room(user);
    for (const text of ["a", "b", "c"]) {
      room.add(bot(text));
      expect(room.seen).toBe(room.lines);
      room.clock.pass(260);
    }
  });

  it("has its pauses when its lines come faster", () => {
    const room = new Room(user);
    room.add(bot("a".repeat(50)));
    room.clock.pass(100);
    room.add(bot("b"));
    expect(room.count).toBe(2);
    expect(room.pauses()).toEqual([550]);
  });

  it("neither disappears nor waits again when the whole answer takes its place", () => {
    const room = new Room(user);
    room.add(bot("a"), bot("b"), bot("c"));
    room.clock.next();
    room.lines = room.lines.map((line) => ({ ...line }));
    room.draw();
    expect(room.count).toBe(3);
    expect(room.pauses()).toEqual([258]);
    room.lines = room.lines.map((line) => ({ ...line }));
    room.draw();
    expect(room.seen).toBe(room.lines);
  });

  it("stays when the user says something before its end, which gives its lines other keys", () => {
    const room = new Room(user);
    const answer = [bot("a"), bot("b"), bot("c")];
    room.add(...answer);
    room.lines = room.lines.slice(0, 1);
    room.lines = [user, user, ...answer].map((content, key) => ({ ...content, key }));
    room.draw();
    expect(room.seen).toBe(room.lines);
  });

  it("may break off: the error is shown at once, and so is the first line of what comes instead", () => {
    const room = new Room(user);
    room.add(bot("a"), bot("b"), bot("c"), bot("d"));
    room.lines = room.lines.slice(0, 1);
    room.add(error);
    expect(room.seen).toBe(room.lines);
    room.lines = room.lines.slice(0, 1);
    room.draw();
    room.clock.pass(5_000);
    room.add(bot("a"), bot("b"));
    expect(room.count).toBe(2);
    expect(room.pauses()).toEqual([258]);
  });
});

describe("a room that is taken away", () => {
  it("leaves nothing waiting", () => {
    const room = new Room(user);
    room.add(bot("a"), bot("b"));
    room.rhythm.stop();
    expect(room.clock.waiting).toBe(0);
  });
});
