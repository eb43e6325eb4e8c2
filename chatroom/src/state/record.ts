import { type Page, joined } from "./archivePages";
import { isDelivery, isLine } from "./archiveShapes";
import { withListedHolder } from "./handoffs";
import type { ChatState, Delivery, Job, TimelineItem } from "./model";
import { isCount, isFlag, isText, listOf, optional, orNull, shape } from "./shape";

const VERSION = 1;

/** So many of its latest notices a record names: hosts repeat those that they do not know to have been seen. */
const MOST_NOTICES = 500;

/** The events that made a conversation: how many, and the ids of the latest ones, oldest first. */
export interface History {
  readonly count: number;
  readonly latest: readonly string[];
}

/** A conversation as it was recorded. */
export interface Recorded {
  readonly state: ChatState;
  readonly history: History;
  /** Where the older part of it is. */
  readonly pages: readonly Page[];
}

/** Finds the pages of a conversation by their names. */
export type FindPages = (conversationId: string, names: readonly string[]) => readonly Page[];

/** What a record holds of a state. The rest is the page's own, or is known only to the tab that sends. */
type Kept = Pick<
  ChatState,
  "conversationId" | "holderId" | "timeline" | "outbox" | "pending" | "begun" | "trouble" | "offersFollowed" | "notices" | "nextKey"
>;

const isRecord = shape({
  version: (value) => value === VERSION,
  history: shape({ count: isCount, latest: listOf(isText) }),
  conversationId: isText,
  holderId: isText,
  pages: optional(listOf(isText)),
  timeline: listOf(isLine),
  outbox: listOf(isDelivery),
  pending: orNull(isDelivery),
  begun: optional(orNull(isText)),
  trouble: optional(orNull(shape({ kind: isText, tries: isCount, isSending: isFlag, asked: isCount }))),
  offersFollowed: isCount,
  notices: listOf(shape({ hostId: isText, id: isText })),
  nextKey: isCount,
});

function keptOf(state: Kept): Kept {
  const { conversationId, holderId, timeline, outbox, pending, begun = null, trouble = null, offersFollowed, notices, nextKey } = state;
  return { conversationId, holderId, timeline, outbox, pending, begun, trouble, offersFollowed, notices, nextKey };
}

/** Whether there is nothing new to write down. */
export function isRecordedAlike(one: ChatState, other: ChatState): boolean {
  const [left, right] = [keptOf(one), keptOf(other)];
  return (Object.keys(left) as (keyof Kept)[]).every((name) => left[name] === right[name]);
}

/** No ticket is written down: a take-over is kept as the message whose answer brings the ticket again. */
function withoutTicket(job: Job | null): Delivery | null {
  return job?.purpose === "take_over" ? job.source : job;
}

/** The record of a conversation. `pages` names where those lines are that are not in the timeline given. */
export function writeRecord({ state, history }: Omit<Recorded, "pages">, pages: readonly string[] = []): string {
  const kept = keptOf(state);
  const notices = kept.notices.slice(-MOST_NOTICES);
  return JSON.stringify({ version: VERSION, history, pages, ...kept, notices, pending: withoutTicket(kept.pending) });
}

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}

/** The take-over that this tab carries out at the moment goes on: only this tab has its ticket. */
function withTicket(state: ChatState, { pending }: ChatState): ChatState {
  const isSame = pending?.purpose === "take_over" && state.pending?.purpose !== "take_over"
    && state.pending?.followed === pending.messageId;
  return isSame ? { ...state, pending } : state;
}

/** What only this tab knows of the request in flight, as long as it is the same one. */
function withProgress(state: ChatState, { pending, streamed }: ChatState): ChatState {
  const isSame = pending !== null && state.pending?.messageId === pending.messageId;
  return isSame ? { ...state, streamed } : state;
}

/** The lines, each as the very one that is known already if it says the same: nobody has to draw it again. */
function asKnown(lines: readonly TimelineItem[], known: readonly TimelineItem[]): readonly TimelineItem[] {
  const byKey = new Map(known.map((item) => [item.key, item]));
  return lines.map((item) => {
    const candidate = byKey.get(item.key);
    return candidate !== undefined && JSON.stringify(candidate) === JSON.stringify(item) ? candidate : item;
  });
}

/**
 * The conversation behind a record, or null if the record is none of this version. Hosts and welcome are the present
 * ones; a holder that is no longer among the hosts hands the conversation to the first one.
 */
export function readRecord(raw: string, present: ChatState, findPages: FindPages = () => []): Recorded | null {
  const record = parse(raw);
  if (!isRecord(record)) return null;
  const { history, pages: names = [], ...recorded } = record as Kept & { history: History; pages?: readonly string[] };
  const pages = findPages(recorded.conversationId, names);
  const lines = asKnown(recorded.timeline, present.timeline);
  const timeline = joined(pages.flatMap((page) => page.lines), lines);
  const { hosts, start, welcome } = present;
  const state = { ...keptOf(recorded), timeline, streamed: [], hosts, start, welcome };
  return { state: withListedHolder(withProgress(withTicket(state, present), present)), history, pages };
}
