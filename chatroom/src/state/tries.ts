import type { Failure, Presence, SendResult } from "../transport/result";

/**
 * How long to wait before each look for a host that gave no answer, in milliseconds: the first one is at once. None: no
 * message is sent again by itself.
 */
export const BACKOFF_MS: readonly number[] = [0, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000];

/** What is done about one message. */
export interface Errand {
  readonly send: () => Promise<SendResult>;
  readonly probe: () => Promise<Presence>;
  /** Waits so long. Returns true if somebody wants the next try at once. */
  readonly rest: (ms: number) => Promise<boolean>;
  /** Hears why the message is tried again: it is being sent just now, or nobody is there whom it could be sent to. */
  readonly onDelay: (failure: Failure, isSending: boolean) => Promise<void>;
  /** Whether anybody still waits for the answer. */
  readonly isWanted: () => boolean;
}

/** A client's own mistake (4xx) is the same the next time, unless it was to wait. */
function mayPass(failure: Failure): boolean {
  if (failure.kind !== "http") return true;
  return failure.status < 400 || failure.status > 499 || failure.status === 408 || failure.status === 429;
}

/** What is wrong now, as far as a look from here tells. */
function present(failure: Failure, presence: Presence): Failure {
  if (presence === "offline") return { kind: "offline", cause: failure.cause };
  const isBack = failure.kind === "offline" && presence !== "repeatable";
  if (isBack) return { kind: "unreachable", cause: failure.cause };
  return failure;
}

/** A message that was sent before this page was there: what became of it is not known. */
const LEFT: SendResult = { ok: false, failure: { kind: "unreachable", cause: "the page was closed before the answer" } };

/**
 * Sends a message until it is answered, as long as nobody can come to any harm: again only to a host that answers a
 * repeated message once. To any other nobody knows whether the message was answered, so that is for the user to
 * decide. Time without a network does not count. `isBegun`: it was sent before, by a page that was
 * closed. Returns the last result.
 */
export async function untilAnswered(
  errand: Errand,
  backoffMs: readonly number[],
  isBegun: boolean = false,
): Promise<SendResult> {
  let isUnknown = isBegun && backoffMs.length > 0;
  let result = isUnknown ? LEFT : await errand.send();
  let round = 0;
  let isSending = false;
  while (!result.ok && round < backoffMs.length && mayPass(result.failure)) {
    if (isSending) await errand.onDelay(result.failure, false);
    const isHurried = await errand.rest(backoffMs[round] ?? 0);
    if (!errand.isWanted()) return result;
    const presence = await errand.probe();
    if (!errand.isWanted()) return result;
    const failure = present(result.failure, presence);
    if (presence === "plain") return { ok: false, failure };
    isSending = presence === "repeatable";
    if (!isUnknown || !isSending) await errand.onDelay(failure, isSending);
    isUnknown = false;
    round = isHurried ? 0 : round + 1;
    if (presence === "offline") round = Math.min(round, backoffMs.length - 1);
    result = isSending ? await errand.send() : { ok: false, failure };
  }
  return result;
}
