/** Where records are kept: localStorage, or what stands in for it. */
export type Shelf = Pick<Storage, "getItem" | "setItem" | "removeItem">;

export function memoryShelf(): Shelf {
  const kept = new Map<string, string>();
  return {
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
        console.warn("The conversation cannot be stored and is kept until this page is closed:", cause);
      }
    }
    return use(memory);
  };
  return {
    getItem: (key) => attempt((shelf) => shelf.getItem(key)),
    setItem: (key, value) => {
      attempt((shelf) => shelf.setItem(key, value));
      if (isLost) discard(key);
    },
    removeItem: (key) => attempt((shelf) => shelf.removeItem(key)),
  };
}
