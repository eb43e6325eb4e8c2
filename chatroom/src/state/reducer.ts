import { normalise } from "../protocol/normalise";
import { offerIn } from "../protocol/parts";
import type { FailureKind } from "../transport/result";
import { choice, enqueue, enqueueFirst, startNext, words } from "./deliveries";
import { accept, followAgain, followOffer, reject } from "./handoffs";
import {
  type ChatEvent,
  type ChatState,
  type Delivery,
  type Problem,
  type TakeOver,
  type TimelineItem,
  initialState,
} from "./model";
import { append, appendMessages, closeButtons, isNotice, mark, press, takeRetries, withoutRetries } from "./timeline";

function userActed(state: ChatState, shown: string): ChatState {
  const content = { kind: "user", hostId: state.holderId, text: shown, status: "waiting" } as const;
  return append({ ...closeButtons(state), offersFollowed: 0 }, content);
}

function say(state: ChatState, text: string, id: string): ChatState {
  const said = text.trim();
  if (said === "") return state;
  const ready = readyForMore(state);
  return enqueue(userActed(ready, said), words(id, said, ready.nextKey));
}

function pressButton(state: ChatState, key: number, index: number, id: string): ChatState {
  const item = state.timeline.find((candidate) => candidate.key === key);
  if (item?.kind !== "buttons" || !item.open) return state;
  const button = item.buttons[index];
  if (button === undefined) return state;
  const ready = readyForMore(state);
  const shown = userActed(press(ready, key, index), button.title);
  return enqueue(shown, choice(id, button.title, button.payload, item.hostId, ready.nextKey));
}

/** Sends everything that failed again, in the order in which it was said. */
function retry(state: ChatState): ChatState {
  const { state: cleared, deliveries } = takeRetries(state);
  const waiting = deliveries.reduce((current, delivery) => mark(current, delivery, "waiting"), cleared);
  return enqueueFirst(waiting, deliveries);
}

/**
 * A handoff that got stuck is retried before anything new: from the offer to the replay's answer the rest waits. One
 * whose renewal was not delivered is over: a later retry must not move a user who has gone on. Its line stays.
 */
function readyForMore(state: ChatState): ChatState {
  const current = withoutRetries(state, isUnrenewed);
  return current.timeline.some(isStuckHandoff) ? retry(current) : current;
}

/** Whether the line offers to renew a handoff that nobody can have accepted yet. */
function isUnrenewed(item: TimelineItem): boolean {
  return item.kind === "error" && item.retry?.purpose === "ask" && !isStuckHandoff(item);
}

function isStuckHandoff(item: TimelineItem): boolean {
  if (item.kind !== "error" || item.retry === null || item.problem.kind === "silent") return false;
  return item.retry.purpose === "replay" || item.retry.followed !== null;
}

/** An empty list is how Rasa answers when something inside it failed: say so instead of nothing. */
function silence(state: ChatState, delivery: Delivery): ChatState {
  const isReport = delivery.about !== null;
  const problem: Problem = isReport ? { kind: "not_taken", target: delivery.about } : { kind: "silent" };
  const again = isReport ? null : delivery;
  return startNext(append(state, { kind: "error", hostId: state.holderId, problem, retry: again }));
}

function answer(before: ChatState, delivery: Delivery, messages: readonly unknown[], id: string): ChatState {
  const state = mark({ ...before, pending: null }, delivery, "sent");
  if (messages.length === 0) return silence(state, delivery);
  const offer = offerIn(normalise(messages));
  if (offer !== null && isAskedAgain(delivery)) {
    return followAgain(appendMessages(state, messages.filter(isNotice), state.holderId), offer, delivery, id);
  }
  const shown = appendMessages(state, messages, state.holderId);
  return offer === null ? startNext(shown) : followOffer(shown, offer, delivery, id);
}

/** The words around the offer were shown when it came for the first time. */
function isAskedAgain({ purpose, followed }: Delivery): boolean {
  return purpose === "ask" || followed !== null;
}

/**
 * What waits stays where it is: the next thing that the user does, a retry or new words, sends it. Behind a renewal it
 * is new words itself.
 */
function fail(before: ChatState, delivery: Delivery, kind: FailureKind): ChatState {
  const state = mark({ ...before, pending: null }, delivery, "failed");
  const problem: Problem = delivery.about === null ? { kind } : { kind: "both_down", target: delivery.about };
  const failed = append(state, { kind: "error", hostId: state.holderId, problem, retry: delivery });
  if (failed.outbox.length === 0 || !failed.timeline.some(isUnrenewed)) return failed;
  return startNext(withoutRetries(failed, isUnrenewed)); // the user has gone on already
}

function pendingDelivery(state: ChatState, of: string): Delivery | null {
  const job = state.pending;
  return job !== null && job.messageId === of && job.purpose !== "take_over" ? job : null;
}

function pendingTakeOver(state: ChatState, of: string): TakeOver | null {
  const job = state.pending;
  return job !== null && job.messageId === of && job.purpose === "take_over" ? job : null;
}

function reduceResult(state: ChatState, event: ChatEvent & { readonly of: string }): ChatState {
  const delivery = pendingDelivery(state, event.of);
  const job = pendingTakeOver(state, event.of);
  if (event.type === "answered" && delivery !== null) return answer(state, delivery, event.messages, event.id);
  if (event.type === "send_failed" && delivery !== null) return fail(state, delivery, event.failure.kind);
  if (event.type === "handoff_accepted" && job !== null) return accept(state, job, event.messages, event.id);
  if (event.type === "handoff_failed" && job !== null) return reject(state, job, event.reason, event.id);
  return state;
}

/** The conversation after an event. Pure: the same state and event always give the same conversation. */
export function reduce(state: ChatState, event: ChatEvent): ChatState {
  switch (event.type) {
    case "user_said":
      return say(state, event.text, event.id);
    case "button_pressed":
      return pressButton(state, event.key, event.index, event.id);
    case "retried":
      return retry(state);
    case "started_over":
      return initialState({ ...state, conversationId: event.id });
    case "notices_fetched":
      if (event.conversationId !== state.conversationId) return state;
      return appendMessages(state, event.messages, event.hostId);
    default:
      return reduceResult(state, event);
  }
}
