import { type HandoffFailure, freshOfferMessage, handoffFailedMessage, replayMetadata } from "../protocol/handoff";
import type { Offer } from "../protocol/parts";
import type { ChatState, Delivery } from "./model";
import { mark } from "./timeline";

const BARE = { boundTo: null, plainText: null, metadata: {}, itemKey: null, about: null, followed: null } as const;

export function words(messageId: string, text: string, itemKey: number | null): Delivery {
  return { ...BARE, purpose: "say", messageId, text, itemKey };
}

/** A pressed button: its payload is for the host that showed it, anybody else gets the title as words. */
export function choice(messageId: string, shown: string, payload: string, hostId: string, itemKey: number): Delivery {
  return { ...words(messageId, payload, itemKey), boundTo: hostId, plainText: shown };
}

/** The user's own words again, for the host that took over. */
export function replay(messageId: string, message: string, offer: Offer, targetId: string): Delivery {
  const metadata = replayMetadata(offer);
  return { ...BARE, purpose: "replay", messageId, text: message, boundTo: targetId, plainText: message, metadata };
}

export interface FailedHandoff {
  readonly to: string;
  readonly title: string;
  readonly reason: HandoffFailure;
}

export function report(messageId: string, failed: FailedHandoff, sourceId: string): Delivery {
  const text = handoffFailedMessage(failed.to, failed.reason);
  return { ...BARE, purpose: "report", messageId, text, boundTo: sourceId, about: failed.title };
}

/** A request for a fresh offer, in place of one whose ticket has expired or cannot be had again. */
export function ask(messageId: string, to: string, title: string, sourceId: string): Delivery {
  return { ...BARE, purpose: "ask", messageId, text: freshOfferMessage(to), boundTo: sourceId, about: title };
}

/** A delivery whose answer brought an offer, as it is sent again when the take-over has to begin again. */
export function repeated(delivery: Delivery, sourceId: string, takeOverId: string): Delivery {
  return { ...delivery, itemKey: null, boundTo: sourceId, plainText: null, followed: takeOverId };
}

/** What this delivery sends to the present holder, or null when it has become pointless. */
function addressed(delivery: Delivery, holderId: string): Delivery | null {
  if (delivery.boundTo === null || delivery.boundTo === holderId) return delivery;
  if (delivery.plainText === null) return null;
  return { ...delivery, text: delivery.plainText, boundTo: null, metadata: {} };
}

/** Sends the first delivery that waits, unless a request is in flight already. */
export function startNext(state: ChatState): ChatState {
  const [next, ...outbox] = state.outbox;
  if (state.pending !== null || next === undefined) return state;
  const delivery = addressed(next, state.holderId);
  if (delivery === null) return startNext({ ...state, outbox });
  return mark({ ...state, outbox, pending: delivery, begun: null }, delivery, "sending");
}

export function enqueue(state: ChatState, delivery: Delivery): ChatState {
  return startNext({ ...state, outbox: [...state.outbox, delivery] });
}

/** Puts deliveries before everything that waits, because they belong to something said earlier. */
export function enqueueFirst(state: ChatState, deliveries: readonly Delivery[]): ChatState {
  return startNext({ ...state, outbox: [...deliveries, ...state.outbox] });
}
