/** What every request to a host carries: the body of Rasa's REST channel. */
export interface Outgoing {
  readonly sender: string;
  readonly message: string;
  readonly metadata: Readonly<Record<string, string>>;
}

/** Why a request got no usable answer. `cause` is for the log, never for the user. */
export type Failure =
  | { readonly kind: "unreachable"; readonly cause: unknown }
  | { readonly kind: "timeout"; readonly cause: unknown }
  | { readonly kind: "http"; readonly status: number; readonly cause: unknown }
  | { readonly kind: "invalid"; readonly cause: unknown };

export type FailureKind = Failure["kind"];

/** The messages are unread JSON: whoever uses them has to check every field. */
export type SendResult =
  | { readonly ok: true; readonly messages: readonly unknown[] }
  | { readonly ok: false; readonly failure: Failure };

/** Sends one message to the host at `url`. Never rejects: every failure is a result. */
export type Send = (url: string, outgoing: Outgoing, timeoutMs: number) => Promise<SendResult>;

/** Where the host at `url` keeps what it has to say unasked, and hears that it was shown. Neither call ever rejects. */
export interface NoticeDesk {
  readonly fetch: (url: string, sender: string, timeoutMs: number) => Promise<SendResult>;
  readonly tellSeen: (url: string, sender: string, ids: readonly string[], timeoutMs: number) => Promise<unknown>;
}
