import { newId } from "../protocol/ids";
import { type CourierOptions, startCourier } from "../state/courier";
import { type ChatState, initialState } from "../state/model";
import { type Store, createStore } from "../state/store";
import { type Exclusive, unguarded } from "../storage/exclusive";
import { type Shelf, memoryShelf } from "../storage/shelf";
import type { Send } from "../transport/result";
import { probeByRest, sendByRest } from "../transport/rest";

export const KEY = "chatroom:bank";
const TIMEOUTS = { messageMs: 5_000, takeOverMs: 5_000, probeMs: 5_000 };

export interface Urls {
  readonly bank: string;
  readonly desk: string;
}

/** How a tab of the page is opened in a test: the record that it shares, and what goes wrong in it. */
export interface Circumstances {
  readonly shelf?: Shelf;
  readonly send?: Send;
  readonly exclusively?: Exclusive;
  readonly inTurn?: Exclusive;
  /** Without any, nothing is tried again by itself, and nothing is streamed. */
  readonly options?: Partial<CourierOptions>;
}

/** A tab of the page without its view. */
export function openTab(urls: Urls, circumstances: Circumstances = {}): Store {
  const { shelf = memoryShelf(), send = sendByRest, exclusively = unguarded, inTurn = unguarded } = circumstances;
  const hosts = [
    { id: "bank", title: "Bank", url: urls.bank },
    { id: "desk", title: "Desk", url: urls.desk },
  ];
  const beginning = initialState({ hosts, start: "bank", conversationId: newId(), welcome: "" });
  const store = createStore(beginning, newId, { shelf, key: KEY, exclusively });
  startCourier(store, send, { timeouts: TIMEOUTS, probe: probeByRest, backoffMs: [], inTurn, ...circumstances.options });
  return store;
}

/** Resolves when nothing is in flight any more. */
export function settled(store: Store): Promise<ChatState> {
  return new Promise((resolve) => {
    const look = () => {
      if (store.state().pending !== null) return;
      stop();
      resolve(store.state());
    };
    const stop = store.subscribe(look);
    look();
  });
}

const NEVER = new Promise<never>(() => {});

/** What is left of a tab that is closed right after it has written its record so many times. */
export interface DyingTab {
  readonly shelf: Shelf;
  readonly send: Send;
  /** How many requests that were in flight at the end have reached their host. */
  readonly delivered: () => number;
  readonly isDead: () => boolean;
}

/** `isSent`: whether the request of the last moment still leaves. Its answer comes too late in any case. */
export function dyingTab(shelf: Shelf, writes: number, isSent: boolean): DyingTab {
  let written = 0;
  let delivered = 0;
  const isDead = () => written >= writes;
  return {
    isDead,
    delivered: () => delivered,
    shelf: {
      ...shelf,
      setItem: (key, value) => {
        if (isDead()) return;
        shelf.setItem(key, value);
        written += 1;
      },
    },
    send: async (...parameters) => {
      if (isDead() && !isSent) return NEVER;
      const result = await sendByRest(...parameters);
      if (isDead()) delivered += 1;
      return isDead() ? NEVER : result;
    },
  };
}
