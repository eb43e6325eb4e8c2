import type { Failure, Outgoing, SendResult } from "./result";

const failed = (failure: Failure): SendResult => ({ ok: false, failure });

function endpoint(url: string): string {
  return `${url.replace(/\/+$/, "")}/webhooks/rest/webhook`;
}

function post(url: string, outgoing: Outgoing, signal: AbortSignal): Promise<Response> {
  return fetch(endpoint(url), {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(outgoing),
    // A host that redirects could send the conversation to an address that nobody listed.
    redirect: "error",
    signal,
  });
}

function readMessages(body: string): SendResult {
  try {
    const messages: unknown = JSON.parse(body);
    if (Array.isArray(messages)) return { ok: true, messages };
    return failed({ kind: "invalid", cause: new TypeError("the answer is not a list of messages") });
  } catch (cause) {
    return failed({ kind: "invalid", cause });
  }
}

async function exchange(url: string, outgoing: Outgoing, signal: AbortSignal): Promise<SendResult> {
  try {
    const response = await post(url, outgoing, signal);
    const body = await response.text();
    if (!response.ok) return failed({ kind: "http", status: response.status, cause: body.slice(0, 500) });
    return readMessages(body);
  } catch (cause) {
    // fetch reports refused connections, CORS and broken streams all as one TypeError.
    return failed({ kind: signal.aborted ? "timeout" : "unreachable", cause });
  }
}

/**
 * Posts one message to a host's REST channel and waits at most `timeoutMs` for the whole answer.
 * Never rejects: a failure is a result with its kind and its cause.
 */
export async function sendByRest(url: string, outgoing: Outgoing, timeoutMs: number): Promise<SendResult> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  try {
    return await exchange(url, outgoing, controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
