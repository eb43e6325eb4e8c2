import { TAKE_OVER_TIMEOUT_MS, takeOver } from "../protocol/handoff";
import { type Exclusive, unguarded } from "../storage/exclusive";
import type { Send } from "../transport/result";
import { type Delivery, type Happening, type Job, type TakeOver, hostOf } from "./model";
import type { Store } from "./store";

export interface Timeouts {
  readonly messageMs: number;
  readonly takeOverMs: number;
}

export const DEFAULT_TIMEOUTS: Timeouts = { messageMs: 20_000, takeOverMs: TAKE_OVER_TIMEOUT_MS };

async function deliver(store: Store, send: Send, delivery: Delivery, timeoutMs: number): Promise<Happening> {
  const { holderId, conversationId } = store.state();
  const metadata = { ...delivery.metadata, message_id: delivery.messageId };
  const outgoing = { sender: conversationId, message: delivery.text, metadata };
  const result = await send(hostOf(store.state(), holderId).url, outgoing, timeoutMs);
  if (result.ok) return { type: "answered", of: delivery.messageId, messages: result.messages };
  console.warn(`${holderId} did not answer:`, result.failure);
  return { type: "send_failed", of: delivery.messageId, failure: result.failure };
}

async function handOver(store: Store, send: Send, job: TakeOver, timeoutMs: number): Promise<Happening> {
  const state = store.state();
  const { conversationId } = state;
  const { messageId, offer } = job;
  const source = hostOf(state, state.holderId);
  const target = hostOf(state, job.targetId);
  const result = await takeOver(send, { conversationId, messageId, source, target, offer }, timeoutMs);
  if (result.accepted) return { type: "handoff_accepted", of: messageId, messages: result.messages };
  console.warn(`${job.targetId} did not take over:`, result.cause);
  return { type: "handoff_failed", of: messageId, reason: result.reason };
}

/** Sends nothing more for a conversation that the user has cleared, as the second try of a take-over would. */
function withinConversation(store: Store, send: Send): Send {
  const cleared = { ok: false, failure: { kind: "unreachable", cause: "the user has started over" } } as const;
  return async (url, outgoing, timeoutMs) =>
    outgoing.sender === store.state().conversationId ? send(url, outgoing, timeoutMs) : cleared;
}

/** The same request, also when it was read from the record again. */
function isSame(one: Job, other: Job | null): boolean {
  return one.messageId === other?.messageId && one.purpose === other.purpose;
}

/** Carries out one request after the other; resolves when nothing is in flight any more. */
function carryAll(store: Store, carry: (job: Job) => Promise<Happening>): Promise<void> {
  return new Promise((resolve) => {
    let running: Job | null = null;
    const look = () => {
      const { pending } = store.state();
      const isNew = pending !== null && !isSame(pending, running);
      running = pending;
      if (pending === null) {
        stop();
        resolve();
      } else if (isNew) void carry(pending).then(store.dispatch);
    };
    const stop = store.subscribe(look);
    look();
  });
}

/**
 * Carries out whatever the state has in flight, one request at a time, and reports back how it went. Of several tabs
 * the one whose turn it is does so; when it is closed in the middle, the next one begins again under the same ids.
 */
export function startCourier(
  store: Store,
  send: Send,
  timeouts: Timeouts = DEFAULT_TIMEOUTS,
  inTurn: Exclusive = unguarded,
): void {
  let isQueued = false;
  const sendHere = withinConversation(store, send);
  const carry = (job: Job): Promise<Happening> =>
    job.purpose === "take_over"
      ? handOver(store, sendHere, job, timeouts.takeOverMs)
      : deliver(store, sendHere, job, timeouts.messageMs);
  const work = async () => {
    await store.refresh();
    await carryAll(store, carry);
    isQueued = false;
    look(); // something may have been said in between
  };
  const look = () => {
    if (isQueued || store.state().pending === null) return;
    isQueued = true;
    void inTurn(work);
  };
  store.subscribe(look);
  look();
}
