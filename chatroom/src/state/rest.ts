import type { Store } from "./store";

/** Tells the listener that the network may be back. Returns how to stop. */
export type Wake = (listener: () => void) => () => void;

const asked = (store: Store) => store.state().trouble?.asked ?? 0;

/**
 * Waits so long. Returns true, and earlier, when the network may be back, the user asks for a try at once, or what is
 * waited for is not wanted any more.
 */
export function rest(store: Store, wake: Wake, ms: number, isWanted: () => boolean): Promise<boolean> {
  return new Promise((resolve) => {
    const before = asked(store);
    const end = (isHurried: boolean) => {
      clearTimeout(timer);
      stopWaking();
      stopLooking();
      resolve(isHurried);
    };
    const timer = setTimeout(end, ms, false);
    const stopWaking = wake(() => end(true));
    const stopLooking = store.subscribe(() => {
      if (asked(store) !== before || !isWanted()) end(true);
    });
  });
}
