import { normalise } from "../protocol/normalise";
import { offerIn } from "../protocol/parts";
import type { Failure, FailureKind } from "../transport/result";
import { askFor, begin, pressButton, retry, say } from "./acts";
import { startNext } from "./deliveries";
import { accept, followAgain, followOffer, reject } from "./handoffs";
import { leave } from "./leaving";
import {
  type ChatEvent,
  type ChatState,
  type Delivery,
  type Problem,
  type TakeOver,
  type TimelineItem,
  initialState,
} from "./model";
import { isUnrenewed } from "./stuck";
import { append, appendMessages, isNotice, mark, settled, withoutRetries } from "./timeline";

/** An empty list is how Rasa answers when something inside it failed: say so instead of nothing. */
function silence(state: ChatState, delivery: Delivery): ChatState {
  const isReport = delivery.about !== null;
  const problem: Problem = isReport ? { kind: "not_taken", target: delivery.about } : { kind: "silent" };
  const again = isReport ? null : delivery;
  return startNext(append(state, { kind: "error", hostId: state.holderId, problem, retry: again }));
}

function answer(before: ChatState, delivery: Delivery, messages: readonly unknown[], id: string): ChatState {
  const state = mark(settled(before), delivery, "sent");
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
  const state = mark(settled(before), delivery, "failed");
  const problem: Problem = delivery.about === null ? { kind } : { kind: "both_down", target: delivery.about };
  const failed = append(state, { kind: "error", hostId: state.holderId, problem, retry: delivery });
  const isOver = (item: TimelineItem) => isUnrenewed(item, failed.holderId);
  if (failed.outbox.length === 0 || !failed.timeline.some(isOver)) return failed;
  return startNext(withoutRetries(failed, isOver)); // the user has gone on already
}

/** What a streamed answer brings is shown when it comes. Of one that was shown before nothing is. */
function hear(state: ChatState, delivery: Delivery, message: unknown): ChatState {
  if (isAskedAgain(delivery)) return state;
  return { ...state, streamed: [...state.streamed, message] };
}

/** What has been streamed stays until the repetition has brought all of it. */
function delay(state: ChatState, { kind }: Failure, isSending: boolean): ChatState {
  const { tries, asked } = state.trouble ?? { tries: 0, asked: 0 };
  return { ...state, trouble: { kind, tries: isSending ? tries : tries + 1, isSending, asked } };
}

function pendingDelivery(state: ChatState, of: string): Delivery | null {
  const job = state.pending;
  return job !== null && job.messageId === of && job.purpose !== "take_over" ? job : null;
}

function pendingTakeOver(state: ChatState, of: string): TakeOver | null {
  const job = state.pending;
  return job !== null && job.messageId === of && job.purpose === "take_over" ? job : null;
}

/** An answer that comes after it was given up: it counts, and nobody has to send its message again. */
function answerLate(state: ChatState, of: string, messages: readonly unknown[]): ChatState {
  const isMeant = (item: TimelineItem) => item.kind === "error" && item.retry?.messageId === of;
  const error = state.timeline.find(isMeant);
  const isMoving = state.pending?.purpose === "take_over";
  if (isMoving || error?.kind !== "error" || error.retry === null || offerIn(normalise(messages)) !== null) return state;
  const without = { ...state, timeline: state.timeline.filter((item) => item !== error) };
  return appendMessages(mark(without, error.retry, "sent"), messages, error.hostId);
}

function reduceResult(state: ChatState, event: ChatEvent & { readonly of: string }): ChatState {
  const delivery = pendingDelivery(state, event.of);
  const job = pendingTakeOver(state, event.of);
  if (event.type === "answered" && delivery !== null) return answer(state, delivery, event.messages, event.id);
  if (event.type === "send_begun" && delivery !== null) return { ...state, begun: event.of };
  if (event.type === "streamed" && delivery !== null) return hear(state, delivery, event.message);
  if (event.type === "send_delayed" && delivery !== null) return delay(state, event.failure, event.isSending);
  if (event.type === "answered" && state.pending?.messageId !== event.of) return answerLate(state, event.of, event.messages);
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
    case "host_asked_for":
      return askFor(state, event.hostId, event.shown, event.id);
    case "holder_left":
      return leave(state, event.hostId, event.id);
    case "room_opened":
      return begin(state, event.startMessage, event.id);
    default:
      return reduceResult(state, event);
  }
}
