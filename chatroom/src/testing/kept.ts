import { afterEach, beforeEach, vi } from "vitest";
import { initialState } from "../state/model";
import { type Store, createStore } from "../state/store";
import { unguarded } from "../storage/exclusive";
import type { Shelf } from "../storage/shelf";
import { HOSTS } from "./story";

export const KEY = "chatroom:bank";

let ids = 0;

/** Begins each test of a file with the first id, and keeps warnings to itself. */
export function tidyShelves(): void {
  beforeEach(() => {
    ids = 0;
    vi.spyOn(console, "warn").mockImplementation(() => {});
  });
  afterEach(() => void vi.restoreAllMocks());
}

/** The conversation of a tab that has this shelf. Ids are id1, id2, ... */
export function openKept(shelf: Shelf): Store {
  const newId = () => `id${(ids += 1)}`;
  const beginning = initialState({ hosts: HOSTS, start: "bank", conversationId: newId(), welcome: "" });
  return createStore(beginning, newId, { shelf, key: KEY, exclusively: unguarded });
}

export const say = (store: Store, text: string) => void store.dispatch({ type: "user_said", text });

/** Answers what is in flight. */
export const answer = (store: Store, ...messages: unknown[]) =>
  void store.dispatch({ type: "answered", of: store.state().pending?.messageId ?? "", messages });
