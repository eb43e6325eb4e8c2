/** The UTF-8 text behind base64 or base64url (RFC 4648); throws for what is neither. */
export function decodeBase64(encoded: string): string {
  const binary = atob(encoded.replace(/-/g, "+").replace(/_/g, "/"));
  return new TextDecoder().decode(Uint8Array.from(binary, (character) => character.charCodeAt(0)));
}
