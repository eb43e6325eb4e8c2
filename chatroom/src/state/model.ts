import type { TakeOverFailure } from "../protocol/handoff";
import { type Host, hostById } from "../protocol/hosts";
import type { Button, Offer } from "../protocol/parts";
import type { Failure, FailureKind } from "../transport/result";

/**
 * A message on its way to the holder: the user's words, a replay of them, news about a failed handoff, or a request for
 * a fresh offer.
 */
export interface Delivery {
  readonly purpose: "say" | "replay" | "report" | "ask";
  readonly messageId: string;
  readonly text: string;
  /** The host that `text` is meant for (a button's payload means nothing to another), or null for any. */
  readonly boundTo: string | null;
  /** What is sent when another host holds by then, or null: nothing. */
  readonly plainText: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  /** The user's line in the timeline, or null for messages that are not shown. */
  readonly itemKey: number | null;
  /** The title of the host that did not take over, in a report and in a request for a fresh offer. */
  readonly about: string | null;
  /** The message id of the take-over that the answer brought, once this answer is in: it is not shown again. */
  readonly followed: string | null;
}

export interface TakeOver {
  readonly purpose: "take_over";
  readonly messageId: string;
  readonly targetId: string;
  readonly offer: Offer;
  /** What brought the offer. Sent again it brings the very same one: the record keeps this instead of the ticket. */
  readonly source: Delivery;
  /** Whether the offer was made again because one had expired. */
  readonly isFresh: boolean;
}

export type Job = Delivery | TakeOver;

/** What went wrong, for the view to put into words. */
export type Problem =
  | { readonly kind: FailureKind }
  | { readonly kind: "silent" }
  | { readonly kind: "gone" }
  | { readonly kind: "endless" }
  | { readonly kind: "not_taken"; readonly target: string }
  | { readonly kind: "both_down"; readonly target: string };

/** What went wrong with the request in flight, and how often it was tried. */
export interface Trouble {
  readonly kind: FailureKind;
  readonly tries: number;
  /** Whether it is being sent just now, or waits until somebody is there. */
  readonly isSending: boolean;
  /** How often the user has asked for the next try at once. */
  readonly asked: number;
}

export type UserStatus = "waiting" | "sending" | "sent" | "failed";

/** `hostId` names the host that said it, or that held the conversation when the user said it. */
export type Content =
  | { readonly kind: "user"; readonly hostId: string; readonly text: string; readonly status: UserStatus }
  | { readonly kind: "bot"; readonly hostId: string; readonly text: string }
  | { readonly kind: "image"; readonly hostId: string; readonly url: string }
  | { readonly kind: "attachment"; readonly hostId: string; readonly url: string; readonly name: string }
  | {
      readonly kind: "buttons";
      readonly hostId: string;
      readonly buttons: readonly Button[];
      readonly open: boolean;
      readonly pressed: number | null;
    }
  | { readonly kind: "handoff"; readonly hostId: string; readonly carried: Readonly<Record<string, string>> }
  | { readonly kind: "error"; readonly hostId: string; readonly problem: Problem; readonly retry: Delivery | null };

export type TimelineItem = Content & { readonly key: number };

/** Something that a host said without having been asked. Its id means something to this host only. */
export interface Notice {
  readonly hostId: string;
  readonly id: string;
}

/** What a conversation begins with, and begins with again when the user starts over. */
export interface Beginning {
  readonly hosts: readonly Host[];
  /** The id of the first holder. */
  readonly start: string;
  readonly conversationId: string;
  /** The first holder's first line. An empty string: none. */
  readonly welcome: string;
}

export interface ChatState extends Beginning {
  /** The one host that the user is talking to now. */
  readonly holderId: string;
  readonly timeline: readonly TimelineItem[];
  /** What waits, in order, until the message in flight is answered. */
  readonly outbox: readonly Delivery[];
  /** The one request in flight. */
  readonly pending: Job | null;
  /** The message id of what has begun to be sent, maybe by a page that was closed since then; null: nothing. */
  readonly begun: string | null;
  /** Why the request in flight has not been answered yet and is tried again, or null. */
  readonly trouble: Trouble | null;
  /** What the answer in flight has brought so far. Shown at its end, and replaced by the whole answer. */
  readonly streamed: readonly unknown[];
  /** Offers followed since the user last did anything: a chain of hosts must end. */
  readonly offersFollowed: number;
  /** The notices that are in the timeline. */
  readonly notices: readonly Notice[];
  readonly nextKey: number;
}

/** Results name the request (`of`) or the conversation that they belong to, so that a late one changes nothing. */
export type Happening =
  | { readonly type: "user_said"; readonly text: string }
  | { readonly type: "button_pressed"; readonly key: number; readonly index: number }
  | { readonly type: "retried" }
  | { readonly type: "started_over" }
  /** The user wants to talk to this host; `shown` are the words for that, as if the user had said them. */
  | { readonly type: "host_asked_for"; readonly hostId: string; readonly shown: string }
  /** The holder is not there, and the user goes to this host without it. */
  | { readonly type: "holder_left"; readonly hostId: string }
  /** The room is open: what the page wants to be said first is sent, unless the user has said something already. */
  | { readonly type: "room_opened"; readonly startMessage: string }
  | { readonly type: "streamed"; readonly of: string; readonly message: unknown }
  | { readonly type: "send_begun"; readonly of: string }
  | { readonly type: "send_delayed"; readonly of: string; readonly failure: Failure; readonly isSending: boolean }
  | { readonly type: "answered"; readonly of: string; readonly messages: readonly unknown[] }
  | {
      readonly type: "notices_fetched";
      readonly conversationId: string;
      readonly hostId: string;
      readonly messages: readonly unknown[];
    }
  | { readonly type: "send_failed"; readonly of: string; readonly failure: Failure }
  | { readonly type: "handoff_accepted"; readonly of: string; readonly messages: readonly unknown[] }
  | { readonly type: "handoff_failed"; readonly of: string; readonly reason: TakeOverFailure };

/** Each event brings a fresh id from outside for the message or conversation that it starts: the reducer stays pure. */
export type ChatEvent = Happening & { readonly id: string };

/** The state of a conversation in which nobody has said anything yet. */
export function initialState({ hosts, start, conversationId, welcome }: Beginning): ChatState {
  const greeting: TimelineItem[] = welcome === "" ? [] : [{ kind: "bot", key: 0, hostId: start, text: welcome }];
  return {
    hosts,
    start,
    conversationId,
    welcome,
    holderId: start,
    timeline: greeting,
    outbox: [],
    pending: null,
    begun: null,
    trouble: null,
    streamed: [],
    offersFollowed: 0,
    notices: [],
    nextKey: 1,
  };
}

/** The host with this id, or a stand-in that is called by its id, so that a line can always be shown. */
export function hostOf(state: ChatState, id: string): Host {
  return hostById(state.hosts, id) ?? { id, title: id, url: "" };
}
