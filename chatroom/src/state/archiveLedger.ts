import { type Shelf, putIfRoom } from "../storage/shelf";
import { Archive } from "./archive";
import { moveDraft, removeOtherDrafts, removeSaid } from "./drafts";
import type { ChatState } from "./model";
import { type History, type Recorded, readRecord, writeRecord } from "./record";

/** What a look at the record brings: nothing new, no record, none of this chat's, or what another tab has written. */
export type Found = "known" | "none" | "foreign" | Recorded;

/** All that is kept of a conversation in one place: the record, the pages that it names, and the draft. */
export class Ledger {
  readonly #archive: Archive;
  /** What was in the record when this tab last read or wrote it. */
  #written: string | null = null;
  /** Whether words of another conversation may be left in this place. */
  #isUntidy = true;

  constructor(
    private readonly shelf: Shelf,
    private readonly key: string,
  ) {
    this.#archive = new Archive(shelf, key);
  }

  read(present: ChatState): Found {
    const raw = this.shelf.getItem(this.key);
    if (raw === this.#written) return "known";
    if (raw === null) return "none";
    this.#written = raw;
    const recorded = readRecord(raw, present, (conversationId, names) => this.#archive.find(conversationId, names));
    if (recorded?.state.conversationId !== present.conversationId) this.#isUntidy = true;
    return recorded ?? "foreign";
  }

  /** Goes on with a conversation that was read. */
  follow({ state, pages }: Recorded): void {
    this.#archive.open(state.conversationId, pages);
  }

  /** Goes on with a conversation of which nothing is recorded yet. */
  begin(conversationId: string): void {
    this.#written = null;
    this.#archive.open(conversationId, []);
    this.#isUntidy = true;
  }

  /**
   * Writes pages first, then the record that names them. A full storage loses its oldest pages, and as the last way out
   * all of it. Returns the state without the lines that are kept no more.
   */
  write(state: ChatState, history: History): ChatState {
    let kept = this.#with(state, this.#archive.putAway(state.timeline));
    while (!putIfRoom(this.shelf, this.key, this.#encode(kept, history))) {
      const timeline = this.#archive.dropOldest(kept.timeline);
      if (timeline === null) return this.#writeAnyway(state, history);
      kept = this.#with(kept, timeline);
    }
    return kept;
  }

  /** Removes the record. The draft goes first: without a record nobody knows that it is an old one. */
  remove(conversationId: string): void {
    removeOtherDrafts(this.shelf, this.key, conversationId);
    this.#written = null;
    this.shelf.removeItem(this.key);
  }

  /** Leaves no word of any other conversation behind, also of one whose tab died while it was cleared. */
  tidy(conversationId: string, isRecorded: boolean): void {
    if (!this.#isUntidy) return;
    this.#isUntidy = false;
    this.#archive.sweep();
    if (isRecorded) removeOtherDrafts(this.shelf, this.key, conversationId);
  }

  /** What was written where nothing had been said yet belongs to this conversation now. `from` null: whosever it was. */
  moveDraft(from: string | null, to: string): void {
    moveDraft(this.shelf, this.key, from, to);
  }

  /** The draft was said: it is one no more. */
  said(text: string): void {
    removeSaid(this.shelf, this.key, text);
  }

  /** The shelf keeps it in memory from now on, where there is room for all lines. */
  #writeAnyway(state: ChatState, history: History): ChatState {
    this.shelf.setItem(this.key, this.#encode(state, history));
    return state;
  }

  #with(state: ChatState, timeline: ChatState["timeline"]): ChatState {
    return timeline === state.timeline ? state : { ...state, timeline };
  }

  #encode(state: ChatState, history: History): string {
    const recent = { ...state, timeline: this.#archive.recent(state.timeline) };
    this.#written = writeRecord({ state: recent, history }, this.#archive.names);
    return this.#written;
  }
}
