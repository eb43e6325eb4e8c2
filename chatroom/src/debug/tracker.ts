import { type JsonObject, asObject, asText } from "../protocol/json";
import type { FetchOptions } from "../transport/rest";
import { redacted } from "./redact";

/** What a Rasa server knows about a conversation after a turn. */
export interface Tracker {
  /** The slots that have a value. */
  readonly slots: JsonObject;
  readonly intent: string | null;
  readonly confidence: number | null;
  /** `{name: value}`, in the order of the message. */
  readonly entities: readonly (readonly [string, unknown])[];
}

/** Asks a host for its tracker; null when its HTTP API is off, or does not answer. Never rejects. */
export type AskTracker = (url: string, conversationId: string) => Promise<Tracker | null>;

const TIMEOUT_MS = 3_000;

function readTracker(raw: unknown): Tracker {
  const tracker = asObject(redacted(raw)) ?? {};
  const message = asObject(tracker["latest_message"]) ?? {};
  const intent = asObject(message["intent"]);
  const entities = Array.isArray(message["entities"]) ? message["entities"].map(asObject) : [];
  const slots = Object.entries(asObject(tracker["slots"]) ?? {}).filter(([, value]) => value !== null);
  const confidence = intent?.["confidence"];
  return {
    slots: Object.fromEntries(slots),
    intent: asText(intent?.["name"]),
    confidence: typeof confidence === "number" ? confidence : null,
    entities: entities.map((entity) => [asText(entity?.["entity"]) ?? "?", entity?.["value"]]),
  };
}

/** `GET <url>/conversations/<id>/tracker` of Rasa's HTTP API, which is there with `--enable-api`. */
export function trackerByHttp(options: FetchOptions = {}): AskTracker {
  return async (url, conversationId) => {
    const address = `${url.replace(/\/+$/, "")}/conversations/${encodeURIComponent(conversationId)}/tracker`;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetch(`${address}?include_events=NONE`, { ...options, redirect: "manual", signal });
      return response.ok ? readTracker(await response.json()) : null;
    } catch {
      return null; // nobody is there, or it is none of Rasa's: the panel says that there is no API
    }
  };
}
