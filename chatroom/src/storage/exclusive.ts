/** Runs the work when nobody else runs work of the same name, in any tab. Resolves when it is done. */
export type Exclusive = (work: () => void | Promise<void>) => Promise<void>;

/** Runs the work at once. */
export const unguarded: Exclusive = async (work) => work();

/**
 * One tab at a time, by the Web Locks of the browser. A lock ends with its tab, so a tab that crashes holds up nobody.
 *
 * Where there are no locks (http pages other than localhost, some pages opened from the file system) every tab goes
 * ahead. Then two tabs may send the same message, under one message id, which its host answers once; and of two writes
 * in the same moment the store notices the one that was lost, and repeats it.
 */
export function exclusive(name: string, locks: LockManager | null = navigator.locks ?? null): Exclusive {
  if (locks === null) return unguarded;
  return async (work) => {
    let isGranted = false;
    const run = () => {
      isGranted = true;
      return work();
    };
    try {
      await locks.request(name, run);
    } catch (cause) {
      if (isGranted) throw cause;
      console.warn("No locks:", cause);
      await work();
    }
  };
}
