import type { TimelineItem } from "../state/model";

/** Where the time comes from, in milliseconds. `later` calls once, unless what it returns is called before. */
export interface Clock {
  now(): number;
  later(delay: number, call: () => void): () => void;
}

export const PAGE_CLOCK: Clock = {
  now: () => performance.now(),
  later: (delay, call) => {
    const timer = setTimeout(call, delay);
    return () => clearTimeout(timer);
  },
};

/** How long people need for a line before the next one comes, in milliseconds: so much, and more for each character. */
const SHORTEST = 250;
const PER_CHARACTER = 8;
const LONGEST = 1_000;

/** Buttons and pictures belong to the text before them. */
const BEHIND_TEXT = 200;

/** What has come waits no longer than this, however many lines it has. */
const WHOLE_BATCH = 3_000;

function isSpoken({ kind }: TimelineItem): boolean {
  return kind !== "user" && kind !== "handoff" && kind !== "error";
}

function keyOf(line: TimelineItem | undefined): number {
  return line?.key ?? -1;
}

/** How long after the line before it a line is shown. What is not said by a host is shown at once, and so is what follows. */
function pause(before: TimelineItem | undefined, line: TimelineItem): number {
  if (before === undefined || !isSpoken(before) || !isSpoken(line)) return 0;
  if (line.kind !== "bot") return BEHIND_TEXT;
  return Math.min(LONGEST, SHORTEST + PER_CHARACTER * (before.kind === "bot" ? before.text.length : 0));
}

/** What of a conversation is seen. */
export interface Rhythm {
  /**
   * The first ones of these lines (all of a conversation, by rising key), as many as may be shown now. Nothing is held
   * back on a page that nobody sees.
   */
  shown(conversationId: string, lines: readonly TimelineItem[], isHidden: boolean): readonly TimelineItem[];
  /** Whether lines are held back that will be shown soon. */
  isRevealing(): boolean;
  /** Ends all waiting: for a room that is taken away. */
  stop(): void;
}

/** When new lines are shown that follow the first `count` ones, of which the last is shown at `end`. */
function plan(lines: readonly TimelineItem[], count: number, now: number, end: number, isNewAnswer: boolean): number[] {
  const start = Math.max(now, end);
  const waits = lines.slice(count).map((line, index) => pause(lines[count + index - 1], line));
  if (waits[0] !== undefined) waits[0] = isNewAnswer ? 0 : Math.max(0, end + waits[0] - start);
  const share = Math.min(1, (now + WHOLE_BATCH - start) / (waits.reduce((sum, wait) => sum + wait, 0) || 1));
  let time = start;
  return waits.map((wait) => (time += wait * share));
}

/**
 * Lets the lines of an answer appear one after another, as fast as they can be read. The first one is never held back,
 * nor is anything that was there when the conversation was opened or when the user says or presses something.
 * `wake` is called when more lines may be shown: ask for them then.
 */
export function createRhythm(clock: Clock, wake: () => void): Rhythm {
  let conversation: string | null = null;
  // The largest key of the lines that were shown or have their time, and of the user's own lines.
  let known = -1;
  let knownOfUser = -1;
  /** How many of the user's lines were answered. */
  let answered = 0;
  // When the last lines are shown: those that are held back, and before them maybe some that are not any more.
  let times: readonly number[] = [];
  let callOff = () => {};

  return {
    shown(conversationId, lines, isHidden) {
      const now = clock.now();
      const last = keyOf(lines.at(-1));
      const lastOfUser = keyOf(lines.filter(({ kind }) => kind === "user").at(-1));
      const answers = lines.filter((line) => line.kind === "user" && line.status === "sent").length;
      const isAtOnce = isHidden || conversationId !== conversation;
      // Lines can be taken back, and others get their keys then: what is left is shown.
      if (isAtOnce || lastOfUser > knownOfUser || last < known) times = [];
      if (!isAtOnce) {
        const count = lines.filter(({ key }) => key <= known).length;
        times = [...times, ...plan(lines, count, now, times.at(-1) ?? -Infinity, answers > answered)];
      }
      conversation = conversationId;
      known = last;
      answered = answers;
      knownOfUser = lastOfUser;
      callOff();
      const held = times.filter((time) => time > now);
      if (held[0] !== undefined) callOff = clock.later(held[0] - now, wake);
      return held.length > 0 ? lines.slice(0, -held.length) : lines;
    },
    isRevealing: () => (times.at(-1) ?? 0) > clock.now(),
    stop: () => callOff(),
  };
}
