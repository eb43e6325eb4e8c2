/** What every request to a host carries: the body of Rasa's REST channel. */
export interface Outgoing {
  readonly sender: string;
  readonly message: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Why a request got no usable answer. `cause` is for the log, never for the user. */
export type Failure =
  | { readonly kind: "offline"; readonly cause: unknown }
  | { readonly kind: "unreachable"; readonly cause: unknown }
  | { readonly kind: "timeout"; readonly cause: unknown }
  | { readonly kind: "http"; readonly status: number; readonly cause: unknown }
  | { readonly kind: "invalid"; readonly cause: unknown };

export type FailureKind = Failure["kind"];

/** The messages are unread JSON: whoever uses them has to check every field. */
export type SendResult =
  | { readonly ok: true; readonly messages: readonly unknown[] }
  | { readonly ok: false; readonly failure: Failure };

/** Hears each message of an answer as soon as it is there, before the answer is complete. */
export type OnMessage = (message: unknown) => void;

/**
 * Sends one message to the host at `url`. Never rejects: every failure is a result. With `onMessage` the answer is
 * streamed; the result has all its messages again.
 */
export type Send = (url: string, outgoing: Outgoing, timeoutMs: number, onMessage?: OnMessage) => Promise<SendResult>;

/**
 * What is at a host's address: a host that answers a repeated message once (`repeatable`), one of which this is not
 * known (`plain`), nobody (`down`), or nothing that could be seen from here, as the browser is `offline`.
 */
export type Presence = "repeatable" | "plain" | "down" | "offline";

/** Looks who is at a host's address. Never rejects. */
export type Probe = (url: string, timeoutMs: number) => Promise<Presence>;

/** Where the host at `url` keeps what it has to say unasked, and hears that it was shown. Neither call ever rejects. */
export interface NoticeDesk {
  readonly fetch: (url: string, sender: string, timeoutMs: number) => Promise<SendResult>;
  readonly tellSeen: (url: string, sender: string, ids: readonly string[], timeoutMs: number) => Promise<unknown>;
}
