import type { Outgoing } from "../transport/result";
import { type TestHost, startHost } from "./host";

/** A host that keeps the protocol: a message or ticket that it has answered gets the recorded answer again. */
export interface HonestHost extends TestHost {
  /** The messages that it really answered, in order. */
  readonly turns: string[];
}

function keyOf({ metadata }: Outgoing): string {
  return metadata["handoff_ticket"] ?? metadata["message_id"] ?? "none";
}

/** Starts a host that answers each message by `turn`. A refusal is not recorded. */
export async function honestHost(turn: (outgoing: Outgoing) => readonly unknown[]): Promise<HonestHost> {
  const answers = new Map<string, readonly unknown[]>();
  const turns: string[] = [];
  const host = await startHost((outgoing) => {
    const recorded = answers.get(keyOf(outgoing));
    if (recorded !== undefined) return { body: recorded };
    const body = turn(outgoing);
    if (JSON.stringify(body).includes("handoff_refused")) return { body };
    turns.push(outgoing.message);
    answers.set(keyOf(outgoing), body);
    return { body };
  });
  return { ...host, turns };
}

/** A ticket that can be read as far as the page reads it. */
export function ticketOf(jti: string): string {
  return `head.${Buffer.from(JSON.stringify({ jti })).toString("base64url")}.signature`;
}
