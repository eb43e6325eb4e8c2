import type { Line } from "./arrange";

/** So many lines are drawn when a room opens, and so many more each time that somebody reads further up. */
export const STEP_LINES = 120;

/** Which lines of a conversation are drawn, by their keys: lines come and go, keys stay. */
export interface Drawn {
  readonly conversationId: string;
  /** The first line that was drawn when the room opened. */
  readonly opened: number;
  /** The first line that is drawn now. */
  readonly first: number;
}

export interface Parts {
  /** How many lines come before those that are drawn. */
  readonly hidden: number;
  /** What was drawn later because somebody read further up. It is no news. */
  readonly earlier: readonly Line[];
  /** What was drawn when the room opened, and everything since then. */
  readonly live: readonly Line[];
}

/** The key of the line at this place. 0 is before all lines. */
function keyAt(lines: readonly Line[], place: number): number {
  return place <= 0 ? 0 : (lines[place]?.item.key ?? 0);
}

function open(conversationId: string, lines: readonly Line[]): Drawn {
  const first = keyAt(lines, lines.length - STEP_LINES);
  return { conversationId, opened: first, first };
}

/** What is drawn of a conversation: as much as before and all that is new, or the latest lines of another one. */
export function drawnOf(before: Drawn | null, conversationId: string, lines: readonly Line[]): Drawn {
  return before?.conversationId === conversationId ? before : open(conversationId, lines);
}

/** The same with more lines above; the very same if there are none. */
export function drawMore(drawn: Drawn, lines: readonly Line[]): Drawn {
  const { hidden } = split(drawn, lines);
  return hidden === 0 ? drawn : { ...drawn, first: keyAt(lines, hidden - STEP_LINES) };
}

function placeOf(lines: readonly Line[], key: number): number {
  const place = lines.findIndex(({ item }) => item.key >= key);
  return place < 0 ? lines.length : place;
}

/** The lines that are drawn. */
export function split({ opened, first }: Drawn, lines: readonly Line[]): Parts {
  const [hidden, news] = [placeOf(lines, first), placeOf(lines, opened)];
  return { hidden, earlier: lines.slice(hidden, news), live: lines.slice(news) };
}
