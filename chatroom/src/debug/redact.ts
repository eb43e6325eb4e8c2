import { asObject } from "../protocol/json";
import { type TicketContent, claimsOf } from "../protocol/ticket";

/** The keys under which messages have tickets (docs/protocol.md). */
const TICKET_KEYS: readonly string[] = ["ticket", "handoff_ticket"];

/** Longer texts, such as pictures inside a message, are cut. */
const LONGEST = 2_000;

/** Three parts of base64url, of which the first is JSON: a ticket, wherever it stands. */
const TICKETS = /\beyJ[\w-]*\.[\w-]*\.[\w-]*/g;

function shortened(text: string): string {
  const safe = text.replace(TICKETS, "(ticket)");
  return safe.length > LONGEST ? `${safe.slice(0, 200)}… (${safe.length} characters)` : safe;
}

/**
 * The value as it may be looked at and copied: of tickets header and claims alone, long texts cut. What tickets it had
 * is added to `found`.
 */
export function redacted(value: unknown, found: TicketContent[] = [], key = ""): unknown {
  if (typeof value === "string") {
    if (!TICKET_KEYS.includes(key)) return shortened(value);
    const content = claimsOf(value);
    if (content === null) return "(unreadable)";
    found.push(content);
    return content;
  }
  if (Array.isArray(value)) return value.map((each) => redacted(each, found));
  const object = asObject(value);
  if (object === null) return value;
  return Object.fromEntries(Object.entries(object).map(([name, each]) => [name, redacted(each, found, name)]));
}
