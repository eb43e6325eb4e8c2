import type { HandoffFailure, TakeOverFailure } from "../protocol/handoff";
import { hostById, hostNamed } from "../protocol/hosts";
import { normalise } from "../protocol/normalise";
import { type Offer, offerIn } from "../protocol/parts";
import { type FailedHandoff, ask, enqueueFirst, repeated, replay, report, startNext } from "./deliveries";
import { failToLeave, leftFor } from "./leaving";
import { type ChatState, type Delivery, type TakeOver, hostOf } from "./model";
import { append, appendMessages, closeButtons, settled } from "./timeline";

/** Offers that are followed in a row while the user does nothing (PROTOCOL, "What always holds", 5). */
export const MOST_HOPS = 3;

/**
 * Starts what an offer asks for, or tells the source why not. `source` is what brought the offer; the id names the
 * message that goes out.
 */
export function followOffer(before: ChatState, offer: Offer, source: Delivery, id: string): ChatState {
  if (before.offersFollowed >= MOST_HOPS) {
    const problem = { kind: "endless" } as const;
    return startNext(append(before, { kind: "error", hostId: before.holderId, problem, retry: null }));
  }
  return follow({ ...before, offersFollowed: before.offersFollowed + 1 }, offer, source, id, false);
}

/** Follows an offer that takes the place of one that was counted already. */
export function followAgain(state: ChatState, offer: Offer, source: Delivery, id: string): ChatState {
  return follow(state, offer, source, id, source.purpose === "ask");
}

function follow(state: ChatState, offer: Offer, source: Delivery, id: string, isFresh: boolean): ChatState {
  const target = hostNamed(state.hosts, offer.url, offer.to);
  const to = offer.to ?? offer.title;
  if (target === null) return tellSource(state, { to, title: offer.title, reason: "unlisted" }, id);
  const { id: targetId, title } = target;
  if (targetId === state.holderId) return tellSource(state, { to: targetId, title, reason: "error" }, id);
  const messageId = source.followed ?? id;
  const repeat = repeated(source, state.holderId, messageId);
  return { ...state, pending: { purpose: "take_over", messageId, targetId, offer, source: repeat, isFresh } };
}

function tellSource(state: ChatState, failed: FailedHandoff, id: string): ChatState {
  return enqueueFirst(state, [report(id, failed, state.holderId)]);
}

export function accept(state: ChatState, job: TakeOver, messages: readonly unknown[], id: string): ChatState {
  const held = closeButtons({ ...settled(state), holderId: job.targetId });
  const line = append(held, { kind: "handoff", hostId: job.targetId, carried: job.offer.carried });
  const greeted = appendMessages(line, messages, job.targetId);
  // The user's words come before any further offer: the new holder answers them, or passes them on itself.
  const { message } = job.offer;
  if (message !== null) return enqueueFirst(greeted, [replay(id, message, job.offer, job.targetId)]);
  const next = offerIn(normalise(messages));
  if (next === null) return startNext(greeted);
  // A greeting cannot be had again without its ticket, but its host can be asked for what it offered.
  const to = hostNamed(state.hosts, next.url, next.to)?.id ?? next.title;
  return followOffer(greeted, next, ask(id, to, next.title, job.targetId), id);
}

/**
 * A ticket that expired is asked for once more; anything else is the end of this handoff. A source that was left
 * because it is not there is told nothing.
 */
export function reject(state: ChatState, job: TakeOver, failure: TakeOverFailure, id: string): ChatState {
  const { title } = hostOf(state, job.targetId);
  if (leftFor(job) !== null) return failToLeave(state, title);
  const source = settled(state);
  if (failure === "expired" && !job.isFresh) {
    return enqueueFirst(source, [ask(id, job.targetId, title, state.holderId)]);
  }
  const reason: HandoffFailure = failure === "expired" ? "refused" : failure;
  return tellSource(source, { to: job.targetId, title, reason }, id);
}

/** The same conversation if its holder is listed, else with the first host, to whom everything open goes. */
export function withListedHolder(state: ChatState): ChatState {
  if (hostById(state.hosts, state.holderId) !== null) return state;
  const held = closeButtons({ ...settled(state), holderId: state.start });
  const told = append(held, { kind: "error", hostId: state.start, problem: { kind: "gone" }, retry: null });
  return enqueueFirst(told, state.pending === null || state.pending.purpose === "take_over" ? [] : [state.pending]);
}
