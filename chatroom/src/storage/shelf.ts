/** Where records are kept: localStorage, or what stands in for it. */
export interface Shelf extends Pick<Storage, "getItem" | "setItem" | "removeItem"> {
  /** The name of what stands at this place, or null behind the last one. */
  readonly key?: (index: number) => string | null;
  /** Puts it there if there is room. Else false, and nothing has changed. */
  readonly putIfRoom?: (key: string, value: string) => boolean;
}

/** Whether a write failed because the storage is full. Browsers have two names for that. */
function isFull(cause: unknown): boolean {
  return /quota/i.test(String((cause as Partial<Error> | null)?.name));
}

function tryToPut(shelf: Shelf, key: string, value: string): boolean {
  try {
    shelf.setItem(key, value);
    return true;
  } catch (cause) {
    if (isFull(cause)) return false;
    throw cause;
  }
}

/** Puts it there if there is room. Else false, and nothing has changed. */
export function putIfRoom(shelf: Shelf, key: string, value: string): boolean {
  return shelf.putIfRoom?.(key, value) ?? tryToPut(shelf, key, value);
}

/** The names on the shelf that begin so. */
export function namesOn(shelf: Shelf, beginning: string): readonly string[] {
  const names: string[] = [];
  for (let index = 0; ; index += 1) {
    const name = shelf.key?.(index) ?? null;
    if (name === null) return names;
    if (name.startsWith(beginning)) names.push(name);
  }
}

export function memoryShelf(): Shelf {
  const kept = new Map<string, string>();
  return {
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

/**
 * The shelf that `open` returns, until it fails: a private window, a full disk, storage switched off. From then on the
 * conversation is kept in memory, which is good until the page is closed. What could not be replaced is removed, if
 * that is possible: nobody may go on from where the conversation was long ago. Never throws.
 */
export function sturdyShelf(open: () => Shelf): Shelf {
  const memory = memoryShelf();
  let isLost = false;
  const discarded = new Set<string>();
  /** Once: what is there later is another tab's. */
  const discard = (key: string): void => {
    if (discarded.has(key)) return;
    discarded.add(key);
    try {
      open().removeItem(key);
    } catch {
      // The storage is of no use at all, and the warning about it was given.
    }
  };
  const attempt = <Result>(use: (shelf: Shelf) => Result): Result => {
    if (!isLost) {
      try {
        return use(open());
      } catch (cause) {
        isLost = true;
        console.warn("The conversation is not stored, only kept until this page is closed:", cause);
      }
    }
    return use(memory);
  };
  const replace = <Result>(key: string, use: (shelf: Shelf) => Result): Result => {
    const result = attempt(use);
    if (isLost) discard(key);
    return result;
  };
  return {
    getItem: (key) => attempt((shelf) => shelf.getItem(key)),
    setItem: (key, value) => replace(key, (shelf) => shelf.setItem(key, value)),
    removeItem: (key) => attempt((shelf) => shelf.removeItem(key)),
    key: (index) => attempt((shelf) => shelf.key?.(index) ?? null),
    putIfRoom: (key, value) => replace(key, (shelf) => tryToPut(shelf, key, value)),
  };
}
