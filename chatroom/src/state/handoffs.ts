import type { HandoffFailure } from "../protocol/handoff";
import { hostAt } from "../protocol/hosts";
import { normalise } from "../protocol/normalise";
import { type Offer, offerIn } from "../protocol/parts";
import { type FailedHandoff, enqueueFirst, replay, report, startNext } from "./deliveries";
import { type ChatState, type TakeOver, hostOf } from "./model";
import { append, appendMessages, closeButtons } from "./timeline";

/** Offers that are followed in a row while the user does nothing (PROTOCOL, "What always holds", 5). */
export const MOST_HOPS = 3;

/** Starts what an offer asks for, or tells the source why not. The id names the message that goes out. */
export function followOffer(before: ChatState, offer: Offer, id: string): ChatState {
  if (before.offersFollowed >= MOST_HOPS) {
    const problem = { kind: "endless" } as const;
    return startNext(append(before, { kind: "error", hostId: before.holderId, problem, retry: null }));
  }
  const state = { ...before, offersFollowed: before.offersFollowed + 1 };
  const target = hostAt(state.hosts, offer.url);
  const to = offer.to ?? offer.title;
  if (target === null) return tellSource(state, { to, title: offer.title, reason: "unlisted" }, id);
  const { id: targetId, title } = target;
  if (targetId === state.holderId) return tellSource(state, { to: targetId, title, reason: "error" }, id);
  return { ...state, pending: { purpose: "take_over", messageId: id, targetId, offer } };
}

function tellSource(state: ChatState, failed: FailedHandoff, id: string): ChatState {
  return enqueueFirst(state, [report(id, failed, state.holderId)]);
}

export function accept(state: ChatState, job: TakeOver, messages: readonly unknown[], id: string): ChatState {
  const held = closeButtons({ ...state, pending: null, holderId: job.targetId });
  const line = append(held, { kind: "handoff", hostId: job.targetId, carried: job.offer.carried });
  const greeted = appendMessages(line, messages, job.targetId);
  // The user's words come before any further offer: the new holder answers them, or passes them on itself.
  const { message } = job.offer;
  if (message !== null) return enqueueFirst(greeted, [replay(id, message, job.offer, job.targetId)]);
  const next = offerIn(normalise(messages));
  return next === null ? startNext(greeted) : followOffer(greeted, next, id);
}

export function reject(state: ChatState, job: TakeOver, reason: HandoffFailure, id: string): ChatState {
  const { title } = hostOf(state, job.targetId);
  return tellSource({ ...state, pending: null }, { to: job.targetId, title, reason }, id);
}
