import { asObject, asText } from "../protocol/json";
import { normalise } from "../protocol/normalise";
import type { Part } from "../protocol/parts";
import type { ChatState, Content, Delivery, TimelineItem, UserStatus } from "./model";

export function append(state: ChatState, content: Content): ChatState {
  const item: TimelineItem = { ...content, key: state.nextKey };
  return { ...state, timeline: [...state.timeline, item], nextKey: state.nextKey + 1 };
}

function contentOf(part: Part, hostId: string): Content | null {
  switch (part.kind) {
    case "text":
      return { kind: "bot", hostId, text: part.text };
    case "image":
      return { kind: "image", hostId, url: part.url };
    case "attachment":
      return { kind: "attachment", hostId, url: part.url, name: part.name };
    case "buttons":
      return { kind: "buttons", hostId, buttons: part.buttons, open: true, pressed: null };
    case "offer":
    case "refusal":
      return null;
  }
}

function noticeId(message: unknown): string | null {
  return asText(asObject(message)?.["notice"]);
}

/** Whether a message is one that its host says unasked. */
export function isNotice(message: unknown): boolean {
  return noticeId(message) !== null;
}

function appendMessage(state: ChatState, message: unknown, hostId: string): ChatState {
  const id = noticeId(message);
  if (state.notices.some((shown) => shown.hostId === hostId && shown.id === id)) return state;
  const contents = normalise([message]).map((part) => contentOf(part, hostId)).filter((content) => content !== null);
  const notices = id === null ? state.notices : [...state.notices, { hostId, id }];
  return contents.reduce(append, { ...state, notices });
}

/** Adds what a host said, every notice once. Offers and refusals are not things to look at. */
export function appendMessages(state: ChatState, messages: readonly unknown[], hostId: string): ChatState {
  return messages.reduce<ChatState>((current, message) => appendMessage(current, message, hostId), state);
}

/** The same without the request in flight, and without what was known of it. */
export function settled(state: ChatState): ChatState {
  return { ...state, pending: null, trouble: null, streamed: [] };
}

function change(state: ChatState, update: (item: TimelineItem) => TimelineItem): ChatState {
  return { ...state, timeline: state.timeline.map(update) };
}

/** Marks the user's line of a delivery, if it has one. */
export function mark(state: ChatState, delivery: Delivery, status: UserStatus): ChatState {
  if (delivery.itemKey === null) return state;
  return change(state, (item) =>
    item.key === delivery.itemKey && item.kind === "user" ? { ...item, status } : item,
  );
}

/** An answered or abandoned question takes no answer any more: a late "yes" must not meet another question. */
export function closeButtons(state: ChatState): ChatState {
  return change(state, (item) => (item.kind === "buttons" && item.open ? { ...item, open: false } : item));
}

export function press(state: ChatState, key: number, index: number): ChatState {
  return change(state, (item) => (item.key === key && item.kind === "buttons" ? { ...item, pressed: index } : item));
}

/** Takes out the error lines that can be retried and returns what they would send, oldest first. */
export function takeRetries(state: ChatState): { state: ChatState; deliveries: readonly Delivery[] } {
  const deliveries: Delivery[] = [];
  const timeline = state.timeline.filter((item) => {
    if (item.kind !== "error" || item.retry === null) return true;
    deliveries.push(item.retry);
    return false;
  });
  return { state: { ...state, timeline }, deliveries };
}

/** Leaves what these lines say, and takes back the offer to try again. */
export function withoutRetries(state: ChatState, isMeant: (item: TimelineItem) => boolean): ChatState {
  return change(state, (item) => (item.kind === "error" && isMeant(item) ? { ...item, retry: null } : item));
}
