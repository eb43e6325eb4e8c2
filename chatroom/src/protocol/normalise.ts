import { type JsonObject, asObject, asText } from "./json";
import type { Button, Offer, Part } from "./parts";
import { ticketId } from "./ticket";

/** Whether an image may be loaded from here: the web, or inside the message itself. */
export function isImageUrl(url: string): boolean {
  return /^(https?:\/\/|data:image\/)/i.test(url.trim());
}

function readButton(raw: unknown): Button | null {
  const title = asText(asObject(raw)?.["title"]);
  if (title === null) return null;
  return { title, payload: asText(asObject(raw)?.["payload"]) ?? title };
}

function readButtons(raw: unknown): Part[] {
  if (!Array.isArray(raw)) return [];
  const buttons = raw.map(readButton).filter((button) => button !== null);
  return buttons.length > 0 ? [{ kind: "buttons", buttons }] : [];
}

function readText(raw: unknown): Part[] {
  const text = asText(raw);
  return text === null ? [] : [{ kind: "text", text }];
}

function readImage(raw: unknown): Part[] {
  const url = asText(raw);
  return url !== null && isImageUrl(url) ? [{ kind: "image", url: url.trim() }] : [];
}

function readCarried(raw: unknown): Record<string, string> {
  const carried: [string, string][] = [];
  for (const [slot, value] of Object.entries(asObject(raw) ?? {})) {
    if (typeof value === "string" || typeof value === "number") carried.push([slot, String(value)]);
    if (typeof value === "boolean") carried.push([slot, value ? "yes" : "no"]);
  }
  return Object.fromEntries(carried);
}

function readOffer(raw: JsonObject): Offer | null {
  const url = asText(raw["handoff_host"]);
  if (url === null) return null;
  const details = asObject(raw["handoff"]) ?? {};
  const ticket = asText(details["ticket"]);
  return {
    kind: "offer",
    url,
    title: asText(raw["title"]) ?? url,
    to: asText(details["to"]),
    reason: asText(details["reason"]),
    message: asText(details["message"]),
    carried: readCarried(details["carried"]),
    ticket,
    ticketId: ticket === null ? null : ticketId(ticket),
  };
}

function readHandoff(raw: JsonObject): Part[] {
  if ("handoff_refused" in raw) return [{ kind: "refusal", reason: asText(raw["handoff_refused"]) ?? "unavailable" }];
  const offer = readOffer(raw);
  return offer === null ? [] : [offer];
}

function readMessage(raw: unknown): Part[] {
  const message = asObject(raw);
  if (message === null) return [];
  const custom = asObject(message["custom"]);
  return [
    ...readText(message["text"]),
    ...readImage(message["image"]),
    ...readButtons(message["buttons"]),
    ...readHandoff(message),
    ...(custom === null ? [] : readHandoff(custom)),
  ];
}

/**
 * The parts of a host's answer, in order. Whatever is malformed or unknown is left out and takes nothing
 * else with it: one strange message never hides the rest of the batch.
 */
export function normalise(messages: readonly unknown[]): Part[] {
  return messages.flatMap(readMessage);
}
