import { isLine } from "./archiveShapes";
import type { TimelineItem } from "./model";
import { listOf } from "./shape";

/** So many lines are on a page. */
export const PAGE_LINES = 200;
/** So many of the latest lines are on none. */
export const RECENT_LINES = 200;

/** Lines that are done with, written down once. */
export interface Page {
  /** Says what is on it: pages of the same name hold the same lines. */
  readonly name: string;
  readonly lines: readonly TimelineItem[];
  /** In characters, as it is stored. */
  readonly size: number;
}

const isPage = listOf(isLine);

/** A number that two texts hardly ever share (FNV-1a, 32 bits). */
function fingerprint(text: string): number {
  let sum = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) sum = Math.imul(sum ^ text.charCodeAt(index), 0x01000193);
  return sum >>> 0;
}

/** The page with these lines, and how it is stored. */
export function writePage(lines: readonly TimelineItem[]): { readonly page: Page; readonly raw: string } {
  const raw = JSON.stringify(lines);
  const name = `${lines[0]?.key}-${fingerprint(raw).toString(36)}`;
  return { page: { name, lines, size: raw.length }, raw };
}

/** The page of this name. A broken one has no lines. */
export function readPage(name: string, raw: string): Page {
  const broken = { name, lines: [], size: raw.length };
  try {
    const lines: unknown = JSON.parse(raw);
    return isPage(lines) ? { ...broken, lines: lines as readonly TimelineItem[] } : broken;
  } catch {
    return broken;
  }
}

/** Whether something may still come of a line: its status changes, it is pressed, or it is sent again. */
export function isOpen(item: TimelineItem): boolean {
  if (item.kind === "buttons") return item.open;
  return item.kind === "error" ? item.retry !== null : item.kind === "user" && item.status !== "sent";
}

/** The lines of the next page, if so many of those that are on none are old and done with. */
export function nextLines(unpaged: readonly TimelineItem[]): readonly TimelineItem[] | null {
  if (unpaged.length < RECENT_LINES + PAGE_LINES) return null;
  const done = unpaged.slice(0, -RECENT_LINES).filter((item) => !isOpen(item));
  return done.length < PAGE_LINES ? null : done.slice(0, PAGE_LINES);
}

/** The whole conversation. What the record says of a line is newer than what its page says. */
export function joined(paged: readonly TimelineItem[], recorded: readonly TimelineItem[]): readonly TimelineItem[] {
  if (paged.length === 0) return recorded;
  const lines = new Map([...paged, ...recorded].map((item) => [item.key, item]));
  return [...lines.values()].sort((one, other) => one.key - other.key);
}

/** The conversation without the lines of a page that is kept no more. What is still open stays. */
export function without(timeline: readonly TimelineItem[], { lines }: Page): readonly TimelineItem[] {
  const keys = new Set(lines.map((item) => item.key));
  return timeline.filter((item) => !keys.has(item.key) || isOpen(item));
}
