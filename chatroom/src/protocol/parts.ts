export interface Button {
  readonly title: string;
  readonly payload: string;
  /** Where a button leads that opens a page instead of saying something. */
  readonly url?: string;
}

/** What a host proposes when it wants to pass the conversation on. Nothing in it is trusted. */
export interface Offer {
  readonly kind: "offer";
  readonly url: string;
  readonly title: string;
  readonly to: string | null;
  readonly reason: string | null;
  readonly message: string | null;
  readonly carried: Readonly<Record<string, string>>;
  readonly ticket: string | null;
  readonly ticketId: string | null;
}

/**
 * One thing that a host's answer contains. A message of Rasa's can hold several. The `name` of an attachment may be empty:
 * then the view finds a word for it.
 */
export type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "image"; readonly url: string }
  | { readonly kind: "attachment"; readonly url: string; readonly name: string }
  | { readonly kind: "buttons"; readonly buttons: readonly Button[] }
  | { readonly kind: "refusal"; readonly reason: string }
  | Offer;

export function offerIn(parts: readonly Part[]): Offer | null {
  return parts.find((part): part is Offer => part.kind === "offer") ?? null;
}
