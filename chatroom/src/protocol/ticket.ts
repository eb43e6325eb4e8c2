import { asObject, asText } from "./json";

function decodeBase64Url(encoded: string): string {
  const binary = atob(encoded.replace(/-/g, "+").replace(/_/g, "/"));
  return new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}

/**
 * The `jti` claim of a ticket (JWS compact serialization, RFC 7515), or null if it cannot be read.
 * The browser does not verify tickets: only hosts know the key.
 */
export function ticketId(ticket: string): string | null {
  const payload = ticket.split(".")[1];
  if (payload === undefined) return null;
  try {
    return asText(asObject(JSON.parse(decodeBase64Url(payload)))?.["jti"]);
  } catch {
    return null;
  }
}
