import { isImageUrl } from "../protocol/normalise";
import { withListedHolder } from "./handoffs";
import type { ChatState, Delivery, Job, TimelineItem } from "./model";
import { isCount, isFlag, isText, listOf, mapOf, oneOf, orNull, shape, variant } from "./shape";

const VERSION = 1;

/** The record keeps the latest lines only, and those that are not done with: browsers store so much and no more. */
const MOST_LINES = 300;

/** The events that made a conversation: how many, and the ids of the latest ones, oldest first. */
export interface History {
  readonly count: number;
  readonly latest: readonly string[];
}

/** A conversation as it was recorded. */
export interface Recorded {
  readonly state: ChatState;
  readonly history: History;
}

const isDelivery = shape({
  purpose: oneOf("say", "replay", "report", "ask"),
  messageId: isText,
  text: isText,
  boundTo: orNull(isText),
  plainText: orNull(isText),
  metadata: mapOf(isText),
  itemKey: orNull(isCount),
  about: orNull(isText),
  followed: orNull(isText),
});

const plain = shape({});
const aboutTarget = shape({ target: isText });

const isProblem = variant({
  unreachable: plain,
  timeout: plain,
  http: plain,
  invalid: plain,
  silent: plain,
  gone: plain,
  endless: plain,
  not_taken: aboutTarget,
  both_down: aboutTarget,
});

const LINE = { key: isCount, hostId: isText };

const isLine = variant({
  user: shape({ ...LINE, text: isText, status: oneOf("waiting", "sending", "sent", "failed") }),
  bot: shape({ ...LINE, text: isText }),
  image: shape({ ...LINE, url: (value) => typeof value === "string" && isImageUrl(value) }),
  buttons: shape({
    ...LINE,
    buttons: listOf(shape({ title: isText, payload: isText })),
    open: isFlag,
    pressed: orNull(isCount),
  }),
  handoff: shape({ ...LINE, carried: mapOf(isText) }),
  error: shape({ ...LINE, problem: isProblem, retry: orNull(isDelivery) }),
});

const isRecord = shape({
  version: (value) => value === VERSION,
  history: shape({ count: isCount, latest: listOf(isText) }),
  conversationId: isText,
  holderId: isText,
  timeline: listOf(isLine),
  outbox: listOf(isDelivery),
  pending: orNull(isDelivery),
  offersFollowed: isCount,
  notices: listOf(shape({ hostId: isText, id: isText })),
  nextKey: isCount,
});

/** No ticket is written down: a take-over is kept as the message whose answer brings the ticket again. */
function withoutTicket(job: Job | null): Delivery | null {
  return job?.purpose === "take_over" ? job.source : job;
}

/** What the user said and nobody has answered, and the line that offers to send it again. */
function isOpen(item: TimelineItem): boolean {
  return item.kind === "error" ? item.retry !== null : item.kind === "user" && item.status !== "sent";
}

function linesToKeep(timeline: readonly TimelineItem[]): readonly TimelineItem[] {
  const first = timeline.length - MOST_LINES;
  return timeline.filter((item, index) => index >= first || isOpen(item));
}

export function writeRecord({ state, history }: Recorded): string {
  const { conversationId, holderId, timeline, outbox, offersFollowed, notices, nextKey } = state;
  const pending = withoutTicket(state.pending);
  const lines = linesToKeep(timeline);
  const kept = { conversationId, holderId, timeline: lines, outbox, pending, offersFollowed, notices, nextKey };
  return JSON.stringify({ version: VERSION, history, ...kept });
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

/**
 * The conversation behind a record, or null if the record is none of this version. Hosts and welcome are the present
 * ones; a holder that is no longer among the hosts hands the conversation to the first one.
 */
export function readRecord(raw: string, present: ChatState): Recorded | null {
  const record = parse(raw);
  if (!isRecord(record)) return null;
  const { version: _version, history, ...kept } = record as Recorded & ChatState & { readonly version: number };
  const { hosts, start, welcome } = present;
  return { state: withListedHolder(withTicket({ ...kept, hosts, start, welcome } as ChatState, present)), history };
}
