import type { Outgoing } from "../transport/result";
import { type Reply, type TestHost, startHost } from "./host";

/** What comes back instead of an answer, and whether the host has done what it was told by then. */
export interface Fault {
  readonly reply: Reply;
  readonly isDone: boolean;
}

/**
 * `repeatable` hosts answer a repeated message id once and say so when they are looked for, `plain` ones do neither,
 * and one that is `down` is repeatable but breaks everything off after its fault, until it was looked for so often.
 */
export type Kind = "repeatable" | "plain" | "down";

const LOOKS_UNTIL_BACK = 2;

export interface FaultyHost {
  readonly url: string;
  /** What it has done, in order: a message that it was told twice is here twice if it was done twice. */
  readonly turns: readonly string[];
  /** What it was sent, in order. */
  readonly received: readonly Outgoing[];
  readonly close: () => Promise<void>;
}

/** What such a host answers to a message. */
export function answerTo(message: string): readonly object[] {
  return [{ text: `heard ${message}` }, { text: `did ${message}` }];
}

/** The same as it is streamed. */
export function linesOf(messages: readonly object[]): string[] {
  return messages.map((message) => `${JSON.stringify(message)}\n`);
}

/** Starts a host whose first answer is the fault. */
export async function faultyHost(kind: Kind, fault: Fault): Promise<FaultyHost> {
  const turns: string[] = [];
  const received: Outgoing[] = [];
  const done = new Set<string>();
  let looks = 0;
  const act = ({ message, metadata }: Outgoing) => {
    const id = metadata["message_id"] ?? "";
    if (kind !== "plain" && done.has(id)) return;
    done.add(id);
    turns.push(message);
  };
  const isDown = () => kind === "down" && received.length > 0 && looks < LOOKS_UNTIL_BACK;
  const look = (): Reply => {
    const isGone = isDown();
    looks += 1;
    if (isGone) return { cut: true };
    return { body: kind === "plain" ? { status: "ok" } : { status: "ok", handoff: 1 } };
  };
  const answer = (outgoing: Outgoing, path: string): Reply => {
    if (isDown()) return { cut: true };
    received.push(outgoing);
    if (received.length > 1 || fault.isDone) act(outgoing);
    if (received.length === 1) return fault.reply;
    const messages = answerTo(outgoing.message);
    return path.endsWith("?stream=true") ? { pieces: linesOf(messages) } : { body: messages };
  };
  const host: TestHost = await startHost((outgoing, _count, path) => {
    return path.startsWith("GET") ? look() : answer(outgoing, path);
  });
  return { url: host.url, turns, received, close: host.close };
}
