import type { ChatConfig } from "./config";
import { newId } from "./protocol/ids";
import { startCourier } from "./state/courier";
import { initialState } from "./state/model";
import { DEFAULT_TIMEOUTS } from "./state/run";
import { type Place, type Store, createStore } from "./state/store";
import { type Exclusive, unguarded } from "./storage/exclusive";
import { memoryShelf } from "./storage/shelf";
import { followOtherRooms, onWake, placeOf, whileOpen } from "./tabs";
import { type Transport, restTransport } from "./transport/rest";

/** What a conversation happens on: where it is kept, how tabs take turns, and who carries its messages. */
export interface Ground {
  readonly place: Place;
  readonly inTurn: Exclusive;
  readonly transport: Transport;
}

/** The record that all tabs share, and the network. */
export function realGround({ start, fetchOptions }: ChatConfig): Ground {
  return { ...placeOf(start), transport: restTransport(fetchOptions) };
}

/** Nothing is kept and nobody is asked: `send` answers everything. */
export function playground(send: Transport["send"]): Ground {
  const nobody = async () => ({ ok: false, failure: { kind: "unreachable", cause: "nobody is there" } }) as const;
  const notices = { fetch: nobody, tellSeen: nobody };
  return {
    place: { shelf: memoryShelf(), key: "demo", exclusively: unguarded },
    inTurn: unguarded,
    transport: { send, notices, probe: async () => "plain" },
  };
}

/** Starts to carry messages, until the signal. */
export function startConversation(config: ChatConfig, welcome: string, ground: Ground, signal: AbortSignal): Store {
  const { hosts, start, waitingTimeout, stream: isStreaming, handoffIntent } = config;
  const { place, inTurn, transport } = ground;
  const store = createStore(initialState({ hosts, start, conversationId: newId(), welcome }), newId, place);
  const { send, probe } = whileOpen(store, transport, signal);
  const timeouts = { ...DEFAULT_TIMEOUTS, messageMs: waitingTimeout };
  startCourier(store, send, { probe, timeouts, inTurn, wake: onWake, isStreaming, handoffIntent, signal });
  followOtherRooms(store, place.key, signal);
  return store;
}
