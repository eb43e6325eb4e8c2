import type { FailureKind, Outgoing, Send, SendResult } from "../transport/result";
import type { Host } from "./hosts";
import { normalise } from "./normalise";
import type { Offer } from "./parts";

/** How long a target may take to accept a conversation, for each of the two tries. */
export const TAKE_OVER_TIMEOUT_MS = 5_000;

/** What a source is told when the host that it named did not take the conversation. */
export type HandoffFailure = "unreachable" | "refused" | "timeout" | "error" | "unlisted";

/** `expired` is a refusal that a fresh offer may cure. */
export type TakeOverFailure = HandoffFailure | "expired";

export type TakeOverResult =
  | { readonly accepted: true; readonly messages: readonly unknown[] }
  | { readonly accepted: false; readonly reason: TakeOverFailure; readonly cause: unknown };

/** The intent that asks a host to take over, where the page's config names no other. */
export const HANDOFF_INTENT = "handoff";

/** How a take-over is asked for: by which intent, and how long each try may take. */
export interface TakeOverWays {
  readonly intent: string;
  readonly timeoutMs: number;
}

export interface TakeOverRequest {
  readonly conversationId: string;
  readonly messageId: string;
  readonly source: Host;
  readonly target: Host;
  readonly offer: Offer;
}

const REASONS: Readonly<Record<FailureKind, HandoffFailure>> = {
  offline: "unreachable",
  unreachable: "unreachable",
  timeout: "timeout",
  http: "error",
  invalid: "error",
};

/** The message to the source when its offer came to nothing. */
export function handoffFailedMessage(to: string, reason: HandoffFailure): string {
  return `/handoff_failed${JSON.stringify({ to, reason })}`;
}

/** The message that asks the source for a fresh offer, for the one whose ticket has expired. */
export function freshOfferMessage(to: string): string {
  return `/trigger_handoff${JSON.stringify({ to })}`;
}

/** The metadata of the message that the target answers in the source's place. */
export function replayMetadata(offer: Offer): Record<string, string> {
  return offer.ticket !== null && offer.ticketId !== null ? { handoff_replay: offer.ticketId } : {};
}

function takeOverMessage(request: TakeOverRequest, intent: string): Outgoing {
  const { offer } = request;
  return {
    sender: request.conversationId,
    message: `/${intent}${JSON.stringify({ from_host: request.source.url })}`,
    metadata: {
      message_id: request.messageId,
      ...(offer.ticket === null ? {} : { handoff_ticket: offer.ticket }),
    },
  };
}

function judge(result: SendResult): TakeOverResult {
  if (!result.ok) return { accepted: false, reason: REASONS[result.failure.kind], cause: result.failure };
  const refusal = normalise(result.messages).find((part) => part.kind === "refusal");
  if (refusal !== undefined) {
    const reason = refusal.reason === "expired" ? "expired" : "refused";
    return { accepted: false, reason, cause: refusal.reason };
  }
  if (result.messages.length === 0) return { accepted: false, reason: "error", cause: "an empty answer" };
  return { accepted: true, messages: result.messages };
}

/**
 * Asks the target to take the conversation (PROTOCOL, sections 2 and 3): two tries under one message id, so that
 * a target that did accept the first one answers the same again. A refusal is final and not tried again.
 */
export async function takeOver(
  send: Send,
  request: TakeOverRequest,
  { intent, timeoutMs }: TakeOverWays = { intent: HANDOFF_INTENT, timeoutMs: TAKE_OVER_TIMEOUT_MS },
): Promise<TakeOverResult> {
  const message = takeOverMessage(request, intent);
  const first = judge(await send(request.target.url, message, timeoutMs));
  if (first.accepted || first.reason === "refused" || first.reason === "expired") return first;
  return judge(await send(request.target.url, message, timeoutMs));
}
