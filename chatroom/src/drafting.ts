import type { ChatState } from "./state/model";
import { createDrafts } from "./state/drafts";
import type { Place } from "./state/store";

/** The field for a message: what is in it, in this tab and after it. */
export interface Drafting {
  readonly text: () => string;
  readonly write: (text: string) => void;
  /** Empties the field: what was in it is being sent. It is kept until it is in the record. */
  readonly clear: () => void;
}

/**
 * The draft of a room. Another tab that shows the same words follows what becomes of them here. A draft of another
 * conversation is not shown: whoever starts over begins with an empty field.
 */
export function drafting(place: Place, state: () => ChatState, onChange: () => void, signal: AbortSignal): Drafting {
  const drafts = createDrafts(place.shelf, place.key);
  let { conversationId } = state();
  let text = drafts.read(conversationId);
  const show = (words: string) => {
    text = words;
    onChange();
  };
  const onStorage = (event: StorageEvent) => {
    const change = drafts.changed(event, state().conversationId);
    if (change !== null && change.before === text) show(change.text);
  };
  addEventListener("storage", onStorage, { signal });
  return {
    text: () => {
      if (conversationId !== state().conversationId) {
        ({ conversationId } = state());
        text = drafts.read(conversationId);
      }
      return text;
    },
    clear: () => show(""),
    write: (words) => {
      drafts.write(state().conversationId, words);
      show(words);
    },
  };
}
