import { type JsonObject, asObject, asText } from "./json";
import type { Offer, Part } from "./parts";
import { ticketId } from "./ticket";

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

/** The offer or the refusal that a message is (PROTOCOL, sections 1 and 2), or nothing. */
export function readHandoff(raw: JsonObject): Part[] {
  if ("handoff_refused" in raw) return [{ kind: "refusal", reason: asText(raw["handoff_refused"]) ?? "unavailable" }];
  const offer = readOffer(raw);
  return offer === null ? [] : [offer];
}
