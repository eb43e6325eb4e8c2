import { type Exclusive, unguarded } from "../storage/exclusive";
import type { Send } from "../transport/result";
import type { Happening, Job } from "./model";
import { DEFAULTS, Run, type RunOptions } from "./run";
import type { Store } from "./store";

export interface CourierOptions extends RunOptions {
  /** How tabs take turns at sending. */
  readonly inTurn: Exclusive;
  /** Ends the courier. What is in flight then goes on where the record is read again. */
  readonly signal: AbortSignal;
}

/** Starts to carry out a request. What comes of it counts only while `isWanted` says so. */
type Carry = (job: Job, isWanted: () => boolean) => Promise<Happening>;

/** The same request, also when it was read from the record again. */
function isSame(one: Job, other: Job | null): boolean {
  return one.messageId === other?.messageId && one.purpose === other.purpose;
}

/** Carries out one request after the other; resolves when nothing is in flight any more. */
function carryAll(store: Store, carry: Carry, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let running: { readonly job: Job } | null = null;
    const end = () => {
      running = null;
      stop();
      resolve();
    };
    const begin = async (job: Job) => {
      const run = { job };
      running = run;
      const isWanted = () => running === run;
      const happening = await carry(job, isWanted);
      if (isWanted()) await store.dispatch(happening);
    };
    const look = () => {
      const { pending } = store.state();
      if (pending === null || signal.aborted) end();
      else if (running === null || !isSame(pending, running.job)) begin(pending).catch(console.error);
    };
    const stop = store.subscribe(look);
    signal.addEventListener("abort", end, { once: true });
    look();
  });
}

/**
 * Carries out whatever the state has in flight, one request at a time, and reports back how it went. Of several tabs
 * the one whose turn it is does so; when it is closed in the middle, the next one begins again under the same ids.
 */
export function startCourier(store: Store, send: Send, options: Partial<CourierOptions> = {}): void {
  const { inTurn = unguarded, signal = new AbortController().signal } = options;
  const runOptions = { ...DEFAULTS, ...options };
  const carry: Carry = (job, isWanted) => new Run(store, send, runOptions, isWanted).carry(job);
  let isQueued = false;
  const work = async () => {
    await store.refresh();
    await carryAll(store, carry, signal);
    isQueued = false;
    look(); // something may have been said in between
  };
  const look = () => {
    if (isQueued || store.state().pending === null || signal.aborted) return;
    isQueued = true;
    void inTurn(work);
  };
  const stop = store.subscribe(look);
  signal.addEventListener("abort", stop, { once: true });
  look();
}
