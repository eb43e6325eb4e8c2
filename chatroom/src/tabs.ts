import type { Place, Store } from "./state/store";
import { type Exclusive, exclusive } from "./storage/exclusive";
import { sturdyShelf } from "./storage/shelf";
import { sendByRest } from "./transport/rest";
import type { Send } from "./transport/result";

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
 * writes. Taking over what is known already changes nothing, so rooms that tell each other come to an end.
 */
export function followOtherRooms(store: Store, key: string): void {
  addEventListener("storage", (event) => {
    if (event.key === key || event.key === null) void store.refresh();
  });
  document.addEventListener("visibilitychange", () => void store.refresh());
  store.subscribe(() => dispatchEvent(new CustomEvent(WRITTEN, { detail: key })));
  addEventListener(WRITTEN, (event) => {
    if (event instanceof CustomEvent && event.detail === key) void store.refresh();
  });
}

const NEVER = new Promise<never>(() => {});

/**
 * Sends until the page is left. Browsers break off the requests of a page that is being left: that is no answer, and
 * must not be recorded as one. A page that comes back from the browser's memory has lost its request and begins anew.
 */
export function sendWhileOpen(store: Store): Send {
  let isLeft = false;
  addEventListener("pagehide", () => (isLeft = true));
  addEventListener("pageshow", () => {
    if (isLeft && store.state().pending !== null) location.reload();
    isLeft = false;
  });
  return async (...parameters) => {
    const result = await sendByRest(...parameters);
    return isLeft ? NEVER : result;
  };
}
