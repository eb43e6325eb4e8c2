import type { ChatState, Happening } from "./model";
import { reduce } from "./reducer";

export interface Store {
  readonly state: () => ChatState;
  /** Applies what happened, then tells every listener, if it changed anything. */
  readonly dispatch: (happening: Happening) => void;
  readonly subscribe: (listener: () => void) => void;
}

export function createStore(initial: ChatState, newId: () => string): Store {
  let current = initial;
  const listeners: (() => void)[] = [];
  return {
    state: () => current,
    dispatch: (happening) => {
      const before = current;
      current = reduce(before, { ...happening, id: newId() });
      if (current === before) return;
      for (const listener of listeners) listener();
    },
    subscribe: (listener) => {
      listeners.push(listener);
    },
  };
}
