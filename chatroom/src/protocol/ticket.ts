import { decodeBase64 } from "./base64";
import { type JsonObject, asObject, asText } from "./json";

/** What a ticket says, without its signature. */
export interface TicketContent {
  readonly header: JsonObject;
  readonly claims: JsonObject;
}

function decoded(part: string | undefined): JsonObject | null {
  if (part === undefined) return null;
  try {
    return asObject(JSON.parse(decodeBase64(part)));
  } catch {
    return null;
  }
}

/**
 * Header and claims of a ticket (JWS compact serialization, RFC 7515), or null if they cannot be read.
 * The browser does not verify tickets: only hosts know the key.
 */
export function claimsOf(ticket: string): TicketContent | null {
  const [first, second] = ticket.split(".");
  const header = decoded(first);
  const claims = decoded(second);
  return header === null || claims === null ? null : { header, claims };
}

/** The `jti` claim of a ticket, or null if it cannot be read. */
export function ticketId(ticket: string): string | null {
  return asText(decoded(ticket.split(".")[1])?.["jti"]);
}
