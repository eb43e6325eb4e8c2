import { type Host, hostById } from "../protocol/hosts";
import type { Offer } from "../protocol/parts";
import { ask, repeated, startNext } from "./deliveries";
import { type ChatState, type Delivery, type Job, type TakeOver } from "./model";
import { append, mark, settled } from "./timeline";

/** Under this name a take-over's source says that there is none: the user left, and for whom. It is never sent. */
const LEFT_FOR = "left_for";

/** The host for which the user leaves a holder that is not there, or null for any other request. */
export function leftFor(job: Job): string | null {
  const source = job.purpose === "take_over" ? job.source : job;
  return source.metadata[LEFT_FOR] ?? null;
}

/** What the target is asked to take over: no words, nothing carried, and no ticket, as nobody is there to sign one. */
function ownOffer(url: string, title: string, to: string): Offer {
  return {
    kind: "offer",
    url,
    title,
    to,
    reason: "user_request",
    message: null,
    carried: {},
    ticket: null,
    ticketId: null,
  };
}

/** The user's words that nobody will answer now stay, and can be sent again. What hosts alone understand goes. */
function withoutPending(state: ChatState): ChatState {
  const { pending, trouble } = state;
  if (pending === null || pending.purpose === "take_over" || trouble === null) return settled(state);
  if (pending.itemKey === null && pending.purpose !== "replay") return settled(state);
  const failed = mark(settled(state), pending, "failed");
  const problem = { kind: trouble.kind } as const;
  return append(failed, { kind: "error", hostId: state.holderId, problem, retry: pending });
}

/** The leaving that a page began before it was closed, as its record has it. */
function begunLeaving({ pending }: ChatState, targetId: string): Delivery | null {
  return pending !== null && pending.purpose !== "take_over" && leftFor(pending) === targetId ? pending : null;
}

function takeOverBy(target: Host, holderId: string, messageId: string): TakeOver {
  const { id: targetId, title, url } = target;
  const asked = repeated(ask(messageId, targetId, title, holderId), holderId, messageId);
  const source = { ...asked, metadata: { [LEFT_FOR]: targetId } };
  return { purpose: "take_over", messageId, targetId, offer: ownOffer(url, title, targetId), source, isFresh: true };
}

/**
 * Goes to another host without the holder, which is possible while nothing is in flight or what is gets no answer. A
 * leaving that a page began and did not end goes on under its id.
 */
export function leave(state: ChatState, targetId: string, id: string): ChatState {
  const begun = begunLeaving(state, targetId);
  if (begun === null && state.pending !== null && state.trouble === null) return state;
  const target = targetId === state.holderId ? null : hostById(state.hosts, targetId);
  if (target === null) return begun === null ? state : failToLeave(state, begun.about ?? targetId);
  const pending = takeOverBy(target, state.holderId, begun?.followed ?? id);
  return { ...withoutPending(state), offersFollowed: 0, pending };
}

/** The other host is not there either. Nobody has to be told: the holder never heard of it. */
export function failToLeave(state: ChatState, title: string): ChatState {
  const problem = { kind: "both_down", target: title } as const;
  const told = append(settled(state), { kind: "error", hostId: state.holderId, problem, retry: null });
  // What was said before and not delivered comes first: the rest waits until it is sent again.
  const isHeld = told.timeline.some(
    (item) => item.kind === "error" && item.retry !== null && item.problem.kind !== "silent",
  );
  return isHeld ? told : startNext(told);
}
