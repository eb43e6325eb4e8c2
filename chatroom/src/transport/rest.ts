import type { Failure, NoticeDesk, Send, SendResult } from "./result";

const failed = (failure: Failure): SendResult => ({ ok: false, failure });

function request(url: string, route: string, body: object | undefined, signal: AbortSignal): Promise<Response> {
  return fetch(`${url.replace(/\/+$/, "")}/webhooks/rest/${route}`, {
    ...(body && { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) }),
    // A host that redirects could send the conversation to an address that nobody listed: it is an answer without use.
    redirect: "manual",
    signal,
  });
}

function readList(body: string): SendResult {
  try {
    const messages: unknown = JSON.parse(body);
    if (Array.isArray(messages)) return { ok: true, messages };
    return failed({ kind: "invalid", cause: new TypeError("the answer is not a list") });
  } catch (cause) {
    return failed({ kind: "invalid", cause });
  }
}

/** Posts the body, or gets without one, and waits at most `timeoutMs` for the whole answer. Never rejects. */
async function exchange(url: string, route: string, timeoutMs: number, body?: object): Promise<SendResult> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await request(url, route, body, signal);
    const answer = await response.text();
    if (!response.ok) return failed({ kind: "http", status: response.status, cause: answer.slice(0, 500) });
    return readList(answer);
  } catch (cause) {
    // fetch reports refused connections, CORS and broken streams all as one TypeError.
    return failed({ kind: signal.aborted ? "timeout" : "unreachable", cause });
  }
}

/** Posts one message to a host's REST channel. A failure is a result with its kind and its cause. */
export const sendByRest: Send = (url, outgoing, timeoutMs) => exchange(url, "webhook", timeoutMs, outgoing);

/** The routes for notices beside a host's REST channel. */
export const noticesByRest: NoticeDesk = {
  fetch: (url, sender, timeoutMs) => exchange(url, `notices?sender=${encodeURIComponent(sender)}`, timeoutMs),
  tellSeen: (url, sender, ids, timeoutMs) => exchange(url, "notices/seen", timeoutMs, { sender, ids }),
};
