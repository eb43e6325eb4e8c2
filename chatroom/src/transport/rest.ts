import { asObject } from "../protocol/json";
import { Lines, UnreadableAnswer, readList } from "./lines";
import { type Patience, patience } from "./patience";
import type { Failure, NoticeDesk, OnMessage, Probe, Send, SendResult } from "./result";

/** What every request gets besides what the protocol needs: headers, credentials. What the protocol needs wins. */
export type FetchOptions = Readonly<Omit<RequestInit, "method" | "body" | "redirect" | "signal">>;

/** Everything that a room asks of hosts. Nothing in it ever rejects. */
export interface Transport {
  readonly send: Send;
  readonly notices: NoticeDesk;
  readonly probe: Probe;
}

/** An answer that is longer is none that a person could read. */
const MOST_BYTES = 5_000_000;

interface Request {
  readonly url: string;
  readonly route: string;
  readonly body?: object;
  readonly options: FetchOptions;
}

/** Browsers say so; node knows nothing about it. */
function isOffline(): boolean {
  return globalThis.navigator?.onLine === false;
}

function begin({ url, route, body, options }: Request, signal: AbortSignal): Promise<Response> {
  const headers = new Headers(options.headers);
  if (body !== undefined) headers.set("Content-Type", "application/json");
  return fetch(`${url.replace(/\/+$/, "")}/webhooks/rest/${route}`, {
    cache: "no-store",
    ...options,
    headers,
    method: body === undefined ? "GET" : "POST",
    body: body === undefined ? null : JSON.stringify(body),
    // A host that redirects could send the conversation to an address that nobody listed: it is an answer without use.
    redirect: "manual",
    signal,
  });
}

/** Reads the body to its end, piece by piece. Throws UnreadableAnswer if it does not seem to have one. */
async function readPieces(response: Response, hear: (piece: string) => void): Promise<void> {
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let size = 0;
  for (let next = await reader?.read(); next?.value !== undefined; next = await reader?.read()) {
    size += next.value.length;
    if (size > MOST_BYTES) throw new UnreadableAnswer(`the answer has more than ${MOST_BYTES} bytes`);
    hear(decoder.decode(next.value, { stream: true }));
  }
  hear(decoder.decode());
}

async function readText(response: Response): Promise<string> {
  let text = "";
  await readPieces(response, (piece) => (text += piece));
  return text;
}

async function readMessages(response: Response, wait: Patience, onMessage?: OnMessage): Promise<readonly unknown[]> {
  if (onMessage === undefined) return readList(await readText(response));
  const lines = new Lines((message) => {
    wait.renew();
    onMessage(message);
  });
  await readPieces(response, (piece) => lines.feed(piece));
  return lines.end();
}

function failureOf(cause: unknown, wait: Patience): Failure {
  if (cause instanceof UnreadableAnswer) return { kind: "invalid", cause };
  if (wait.isOver()) return { kind: "timeout", cause };
  // fetch reports refused connections, CORS and broken streams all as one TypeError.
  return { kind: isOffline() ? "offline" : "unreachable", cause };
}

/** Waits at most `timeoutMs` for the whole answer, or with `onMessage` for each of its messages. Never rejects. */
async function exchange(request: Request, timeoutMs: number, onMessage?: OnMessage): Promise<SendResult> {
  const wait = patience(timeoutMs);
  try {
    const response = await begin(request, wait.signal);
    if (response.ok) return { ok: true, messages: await readMessages(response, wait, onMessage) };
    const cause = (await readText(response)).slice(0, 500);
    return { ok: false, failure: { kind: "http", status: response.status, cause } };
  } catch (cause) {
    return { ok: false, failure: failureOf(cause, wait) };
  } finally {
    wait.end();
  }
}

/** Asks who is there, which a host of handoff/1 answers with `{"status": "ok", "handoff": 1}`. */
async function lookFor(request: Request, timeoutMs: number): ReturnType<Probe> {
  const wait = patience(timeoutMs);
  try {
    const response = await begin(request, wait.signal);
    if (!response.ok) return response.status >= 400 && response.status < 500 ? "plain" : "down";
    const { handoff } = asObject(JSON.parse(await readText(response))) ?? {};
    return handoff === 1 ? "repeatable" : "plain";
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof UnreadableAnswer) return "plain";
    return isOffline() ? "offline" : "down";
  } finally {
    wait.end();
  }
}

/** Talks to hosts by Rasa's REST channel and the routes beside it. A failure is a result: its kind and its cause. */
export function restTransport(options: FetchOptions = {}): Transport {
  return {
    send: (url, body, timeoutMs, onMessage) => {
      const route = onMessage === undefined ? "webhook" : "webhook?stream=true";
      return exchange({ url, route, body, options }, timeoutMs, onMessage);
    },
    notices: {
      fetch: (url, sender, timeoutMs) =>
        exchange({ url, route: `notices?sender=${encodeURIComponent(sender)}`, options }, timeoutMs),
      tellSeen: (url, sender, ids, timeoutMs) =>
        exchange({ url, route: "notices/seen", body: { sender, ids }, options }, timeoutMs),
    },
    probe: (url, timeoutMs) => lookFor({ url, route: "", options }, timeoutMs),
  };
}

/** The same without options of the page's own. */
export const { send: sendByRest, notices: noticesByRest, probe: probeByRest } = restTransport();
