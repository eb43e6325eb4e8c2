import type { Wake } from "./state/rest";
import type { Place, Store } from "./state/store";
import { type Exclusive, exclusive } from "./storage/exclusive";
import { sturdyShelf } from "./storage/shelf";
import type { Transport } from "./transport/rest";

/**
 * The record that all tabs share which began with this host, and how they take turns at sending. A link to another
 * first host opens a conversation of its own.
 */
export function placeOf(start: string): { readonly place: Place; readonly inTurn: Exclusive } {
  const key = `chatroom:${start}`;
  const shelf = sturdyShelf(() => localStorage);
  return { place: { shelf, key, exclusively: exclusive(`${key}:record`) }, inTurn: exclusive(`${key}:turn`) };
}

/** What a room tells the other rooms of its page: the browser tells other tabs only. `detail` is the record's key. */
const WRITTEN = "chatroom:written";

/**
 * Takes over what other tabs write, also what they wrote while this one was asleep, and what a second room of this page
 * writes. Taking over what is known already changes nothing, so rooms that tell each other come to an end. The signal
 * ends it.
 */
export function followOtherRooms(store: Store, key: string, signal?: AbortSignal): void {
  const until = signal && { signal };
  const onStorage = (event: StorageEvent) => {
    if (event.key === key || event.key === null) void store.refresh();
  };
  addEventListener("storage", onStorage, until);
  document.addEventListener("visibilitychange", () => void store.refresh(), until);
  const stop = store.subscribe(() => dispatchEvent(new CustomEvent(WRITTEN, { detail: key })));
  signal?.addEventListener("abort", stop, { once: true });
  const onWritten = (event: Event) => {
    if (event instanceof CustomEvent && event.detail === key) void store.refresh();
  };
  addEventListener(WRITTEN, onWritten, until);
}

/** Hears when the network may be back: the browser says so, or somebody looks at the page again. */
export const onWake: Wake = (listener) => {
  const onVisible = () => {
    if (!document.hidden) listener();
  };
  addEventListener("online", listener);
  document.addEventListener("visibilitychange", onVisible);
  return () => {
    removeEventListener("online", listener);
    document.removeEventListener("visibilitychange", onVisible);
  };
};

const NEVER = new Promise<never>(() => {});

/** What a courier needs. */
type Road = Pick<Transport, "send" | "probe">;

/**
 * A transport until the page is left. Browsers break off the requests of a page that is being left: that is no answer,
 * and must not be recorded as one. A page that comes back from the browser's memory has lost its request and begins
 * anew.
 */
export function whileOpen(store: Store, road: Road, signal?: AbortSignal): Road {
  const until = signal && { signal };
  let isLeft = false;
  const onReturn = () => {
    if (isLeft && store.state().pending !== null) location.reload();
    isLeft = false;
  };
  addEventListener("pagehide", () => (isLeft = true), until);
  addEventListener("pageshow", onReturn, until);
  const unlessLeft = async <Result>(answer: Promise<Result>): Promise<Result> => {
    const result = await answer;
    return isLeft ? NEVER : result;
  };
  return {
    send: (...parameters) => unlessLeft(road.send(...parameters)),
    probe: (...parameters) => unlessLeft(road.probe(...parameters)),
  };
}
