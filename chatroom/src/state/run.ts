import { HANDOFF_INTENT, TAKE_OVER_TIMEOUT_MS, takeOver } from "../protocol/handoff";
import type { Failure, OnMessage, Probe, Send, SendResult } from "../transport/result";
import { leftFor } from "./leaving";
import { type Delivery, type Happening, type Job, type TakeOver, hostOf } from "./model";
import { type Wake, rest } from "./rest";
import type { Store } from "./store";
import { BACKOFF_MS, untilAnswered } from "./tries";

export interface Timeouts {
  readonly messageMs: number;
  readonly takeOverMs: number;
  readonly probeMs: number;
}

export const DEFAULT_TIMEOUTS: Timeouts = { messageMs: 20_000, takeOverMs: TAKE_OVER_TIMEOUT_MS, probeMs: 5_000 };

export interface RunOptions {
  readonly timeouts: Timeouts;
  /** Who is there when a message gets no answer. Without it nothing is sent again by itself. */
  readonly probe: Probe;
  /** The pauses before a message is tried again by itself, see `untilAnswered`. An empty list: it is not. */
  readonly backoffMs: readonly number[];
  readonly wake: Wake;
  /** Whether hosts are asked for the messages of an answer one by one. */
  readonly isStreaming: boolean;
  /** The intent that asks a host to take over. */
  readonly handoffIntent: string;
}

export const DEFAULTS: RunOptions = {
  timeouts: DEFAULT_TIMEOUTS,
  probe: async () => "plain",
  backoffMs: BACKOFF_MS,
  wake: () => () => {},
  isStreaming: false,
  handoffIntent: HANDOFF_INTENT,
};

const UNWANTED: SendResult = { ok: false, failure: { kind: "unreachable", cause: "the conversation has gone on" } };

/** Carries out one request of a conversation, for as long as that is wanted. */
export class Run {
  constructor(
    private readonly store: Store,
    private readonly byRoad: Send,
    private readonly options: RunOptions,
    private readonly isWanted: () => boolean,
  ) {}

  /** What came of it. A leaving that was read from a record begins again. */
  async carry(job: Job): Promise<Happening> {
    if (job.purpose === "take_over") return this.#handOver(job);
    const hostId = leftFor(job);
    return hostId === null ? this.#deliver(job) : { type: "holder_left", hostId };
  }

  async #deliver(delivery: Delivery): Promise<Happening> {
    const { store, options } = this;
    const { holderId, conversationId } = store.state();
    const { url } = hostOf(store.state(), holderId);
    const { messageId: of, text, metadata } = delivery;
    const isBegun = store.state().begun === of;
    if (!isBegun) await store.dispatch({ type: "send_begun", of });
    const outgoing = { sender: conversationId, message: text, metadata: { ...metadata, message_id: of } };
    const errand = {
      send: () => this.#send(url, outgoing, options.timeouts.messageMs, this.#ear(delivery)),
      probe: () => options.probe(url, options.timeouts.probeMs),
      rest: (ms: number) => rest(store, options.wake, ms, this.isWanted),
      onDelay: (failure: Failure, isSending: boolean) => store.dispatch({ type: "send_delayed", of, failure, isSending }),
      isWanted: this.isWanted,
    };
    const result = await untilAnswered(errand, options.backoffMs, isBegun);
    if (result.ok) return { type: "answered", of, messages: result.messages };
    return { type: "send_failed", of, failure: result.failure };
  }

  /** Nobody sends anything more for what has gone on: a conversation that was cleared, a holder that was left. */
  readonly #send: Send = async (...parameters) => {
    if (!this.isWanted()) return UNWANTED;
    const result = await this.byRoad(...parameters);
    if (!result.ok) console.warn(`${parameters[0]} did not answer:`, result.failure);
    return result;
  };

  /** Hears a streamed answer to the user's words. One that broke off stays as it is until the whole one is there. */
  #ear({ purpose, messageId, followed }: Delivery): OnMessage | undefined {
    const isHeard = this.options.isStreaming && purpose === "say" && followed === null;
    if (!isHeard || this.store.state().streamed.length > 0) return undefined;
    return (message) => void this.store.dispatch({ type: "streamed", of: messageId, message });
  }

  async #handOver(job: TakeOver): Promise<Happening> {
    const state = this.store.state();
    const { conversationId } = state;
    const { messageId, offer } = job;
    const request = {
      conversationId,
      messageId,
      source: hostOf(state, state.holderId),
      target: hostOf(state, job.targetId),
      offer,
    };
    const { handoffIntent: intent, timeouts } = this.options;
    const result = await takeOver(this.#send, request, { intent, timeoutMs: timeouts.takeOverMs });
    if (result.accepted) return { type: "handoff_accepted", of: messageId, messages: result.messages };
    console.warn(`${job.targetId} did not take over:`, result.cause);
    return { type: "handoff_failed", of: messageId, reason: result.reason };
  }
}
