import { type Host, hostAt } from "../protocol/hosts";
import type { TicketContent } from "../protocol/ticket";
import type { Outgoing, Send, SendResult } from "../transport/result";
import { redacted } from "./redact";
import type { AskTracker, Tracker } from "./tracker";

/** One request to a host. Tickets in it have no signature. */
export interface Entry {
  readonly number: number;
  /** When it was sent, ISO 8601. */
  readonly at: string;
  readonly holderId: string;
  readonly holderTitle: string;
  readonly message: string;
  readonly request: unknown;
  /** `{messages}` or `{failure}`, null while it is not answered. */
  readonly answer: { readonly messages: unknown } | { readonly failure: unknown } | null;
  readonly milliseconds: number | null;
  /** What the tickets say that were sent and received, without their signatures. */
  readonly tickets: readonly TicketContent[];
  /** Null: the host's API is off. Undefined: not asked, or not answered yet. */
  readonly tracker?: Tracker | null;
}

export interface DebugLog {
  /** Oldest first. */
  readonly entries: () => readonly Entry[];
  /** Returns how to stop listening. */
  readonly subscribe: (listener: () => void) => () => void;
  /** The same `send`, whose requests are noted. */
  readonly watch: (send: Send) => Send;
}

const MOST_ENTRIES = 200;

function answerOf(result: SendResult, tickets: TicketContent[]): Entry["answer"] {
  if (result.ok) return { messages: redacted(result.messages, tickets) };
  return { failure: redacted({ ...result.failure, cause: String(result.failure.cause) }) };
}

/** The latest requests of this page, in memory only. `hosts` names them; `ask` asks for slots after each answer. */
export function debugLog(hosts: readonly Host[], ask: AskTracker, now: () => number = () => performance.now()): DebugLog {
  let entries: readonly Entry[] = [];
  let count = 0;
  const listeners = new Set<() => void>();
  const tell = (changed: readonly Entry[]) => {
    entries = changed;
    for (const listener of listeners) listener();
  };
  const change = (number: number, update: Partial<Entry>) =>
    tell(entries.map((entry) => (entry.number === number ? { ...entry, ...update } : entry)));
  const begin = (url: string, outgoing: Outgoing, tickets: TicketContent[]): number => {
    const number = ++count;
    const { id, title } = hostAt(hosts, url) ?? { id: url, title: url };
    const request = redacted(outgoing, tickets);
    const named = { number, at: new Date().toISOString(), holderId: id, holderTitle: title, message: outgoing.message };
    tell([...entries, { ...named, request, answer: null, milliseconds: null, tickets }].slice(-MOST_ENTRIES));
    return number;
  };
  return {
    entries: () => entries,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    watch: (send) => async (...parameters) => {
      const [url, outgoing] = parameters;
      const tickets: TicketContent[] = [];
      const number = begin(url, outgoing, tickets);
      const begun = now();
      const result = await send(...parameters);
      change(number, { answer: answerOf(result, tickets), milliseconds: Math.round(now() - begun) });
      if (result.ok) void ask(url, outgoing.sender).then((tracker) => change(number, { tracker }));
      return result;
    },
  };
}
