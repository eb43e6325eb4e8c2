import { decodeBase64 } from "./base64";
import { asObject, asText } from "./json";

/**
 * The `jti` claim of a ticket (JWS compact serialization, RFC 7515), or null if it cannot be read.
 * The browser does not verify tickets: only hosts know the key.
 */
export function ticketId(ticket: string): string | null {
  const payload = ticket.split(".")[1];
  if (payload === undefined) return null;
  try {
    return asText(asObject(JSON.parse(decodeBase64(payload)))?.["jti"]);
  } catch {
    return null;
  }
}
