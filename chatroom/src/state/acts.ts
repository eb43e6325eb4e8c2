import { freshOfferMessage } from "../protocol/handoff";
import { hostById } from "../protocol/hosts";
import { choice, enqueue, enqueueFirst, words } from "./deliveries";
import type { ChatState } from "./model";
import { isStuckHandoff, isUnrenewed } from "./stuck";
import { append, closeButtons, mark, press, takeRetries, withoutRetries } from "./timeline";

function userActed(state: ChatState, shown: string): ChatState {
  const content = { kind: "user", hostId: state.holderId, text: shown, status: "waiting" } as const;
  return append({ ...closeButtons(state), offersFollowed: 0 }, content);
}

/** Sends the user's words. */
export function say(state: ChatState, text: string, id: string): ChatState {
  const said = text.trim();
  if (said === "") return state;
  const ready = readyForMore(state);
  return enqueue(userActed(ready, said), words(id, said, ready.nextKey));
}

/** Sends what a button stands for, once. */
export function pressButton(state: ChatState, key: number, index: number, id: string): ChatState {
  const item = state.timeline.find((candidate) => candidate.key === key);
  if (item?.kind !== "buttons" || !item.open) return state;
  const button = item.buttons[index];
  if (button === undefined) return state;
  const ready = readyForMore(state);
  const shown = userActed(press(ready, key, index), button.title);
  return enqueue(shown, choice(id, button.title, button.payload, item.hostId, ready.nextKey));
}

/** Asks the holder for another host, as if it had shown a button for that. */
export function askFor(state: ChatState, hostId: string, shown: string, id: string): ChatState {
  const wanted = hostById(state.hosts, hostId);
  if (wanted === null || hostId === state.holderId) return state;
  const ready = readyForMore(state);
  const title = shown.trim() === "" ? wanted.title : shown.trim();
  const payload = freshOfferMessage(hostId);
  return enqueue(userActed(ready, title), choice(id, title, payload, state.holderId, ready.nextKey));
}

/** Sends what the page wants to be said first. A command is for the host alone: it takes a key, and no line. */
export function begin(state: ChatState, startMessage: string, id: string): ChatState {
  const isBegun = state.nextKey > 1 || state.pending !== null || state.outbox.length > 0;
  const message = startMessage.trim();
  if (isBegun || message === "") return state;
  if (!message.startsWith("/")) return say(state, message, id);
  return enqueue({ ...state, nextKey: state.nextKey + 1 }, words(id, message, null));
}

/** Sends everything that failed again, in the order in which it was said, and at once what is tried again anyway. */
export function retry(state: ChatState): ChatState {
  const { state: cleared, deliveries } = takeRetries(state);
  const waiting = deliveries.reduce((current, delivery) => mark(current, delivery, "waiting"), cleared);
  const { trouble } = waiting;
  const hurried = trouble && { ...trouble, asked: trouble.asked + 1 };
  return enqueueFirst({ ...waiting, trouble: hurried }, deliveries);
}

/**
 * A handoff that got stuck is retried before anything new: from the offer to the replay's answer the rest waits. One
 * whose renewal was not delivered is over: a later retry must not move a user who has gone on. Its line stays.
 */
function readyForMore(state: ChatState): ChatState {
  const current = withoutRetries(state, (item) => isUnrenewed(item, state.holderId));
  return current.timeline.some((item) => isStuckHandoff(item, state.holderId)) ? retry(current) : current;
}
