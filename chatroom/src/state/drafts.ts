import { asObject, asText } from "../protocol/json";
import { type Shelf, putIfRoom } from "../storage/shelf";

/** Longer drafts are kept as far as this, in characters. */
const MOST_CHARACTERS = 20_000;

/** What is written and not sent. */
interface Draft {
  readonly conversationId: string;
  readonly text: string;
}

/** What another tab has done to the draft. Who shows `before` shows `text` from now on; others have their own words. */
export interface DraftChange {
  readonly before: string;
  readonly text: string;
}

/** What is known of a change in the storage: the browser's StorageEvent, or as much of it as is needed. */
export type Change = Pick<StorageEvent, "key" | "oldValue" | "newValue">;

/** The words in the field for a message. They outlive the page, in the place of the record. */
export interface Drafts {
  /** The draft of this conversation, or an empty text. */
  readonly read: (conversationId: string) => string;
  /** Called with every key that is pressed. An empty text: there is no draft. */
  readonly write: (conversationId: string, text: string) => void;
  /** What a change in the storage means for this conversation's draft, or null: nothing. */
  readonly changed: (change: Change, conversationId: string) => DraftChange | null;
}

const placeOf = (key: string): string => `${key}:draft`;

function parse(raw: string | null): Draft | null {
  if (raw === null) return null;
  try {
    const draft = asObject(JSON.parse(raw));
    const conversationId = asText(draft?.["conversationId"]);
    const text = asText(draft?.["text"]);
    const isSound = conversationId !== null && text !== null && text.length <= MOST_CHARACTERS;
    return isSound ? { conversationId, text } : null;
  } catch {
    return null;
  }
}

/** The drafts beside the record of this key. Where nothing is recorded yet, all tabs have the same draft. */
export function createDrafts(shelf: Shelf, key: string): Drafts {
  const place = placeOf(key);
  let hasWarned = false;
  const textOf = (raw: string | null, conversationId: string): string => {
    const draft = parse(raw);
    if (draft === null) return "";
    return draft.conversationId === conversationId || shelf.getItem(key) === null ? draft.text : "";
  };
  return {
    read: (conversationId) => textOf(shelf.getItem(place), conversationId),
    write: (conversationId, text) => {
      if (text === "") return shelf.removeItem(place);
      const draft: Draft = { conversationId, text: text.slice(0, MOST_CHARACTERS) };
      if (putIfRoom(shelf, place, JSON.stringify(draft)) || hasWarned) return;
      hasWarned = true;
      console.warn("The storage is full: no draft is kept.");
    },
    changed: ({ key: changed, oldValue, newValue }, conversationId) => {
      if (changed !== place) return null;
      const [before, text] = [textOf(oldValue, conversationId), textOf(newValue, conversationId)];
      return before === text ? null : { before, text };
    },
  };
}

/** Gives the draft to another conversation: it was written where nothing had been said yet. `from` null: whosever it is. */
export function moveDraft(shelf: Shelf, key: string, from: string | null, to: string): void {
  const draft = parse(shelf.getItem(placeOf(key)));
  if (draft === null || draft.conversationId === to || (from !== null && draft.conversationId !== from)) return;
  putIfRoom(shelf, placeOf(key), JSON.stringify({ ...draft, conversationId: to }));
}

/** Removes a draft of any other conversation, and what is no draft. */
export function removeOtherDrafts(shelf: Shelf, key: string, conversationId: string): void {
  const raw = shelf.getItem(placeOf(key));
  if (raw !== null && parse(raw)?.conversationId !== conversationId) shelf.removeItem(placeOf(key));
}

/** Removes the draft that has been said with these words. */
export function removeSaid(shelf: Shelf, key: string, said: string): void {
  if (parse(shelf.getItem(placeOf(key)))?.text.trim() === said.trim()) shelf.removeItem(placeOf(key));
}
