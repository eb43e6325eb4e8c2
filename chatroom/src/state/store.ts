import { type Exclusive, unguarded } from "../storage/exclusive";
import { type Shelf, memoryShelf } from "../storage/shelf";
import { type ChatEvent, type ChatState, type Happening, initialState } from "./model";
import { type History, readRecord, writeRecord } from "./record";
import { reduce } from "./reducer";

export interface Store {
  readonly state: () => ChatState;
  /** Applies what happened to the record and tells every listener, if it changed anything. Resolves when it is done. */
  readonly dispatch: (happening: Happening) => Promise<void>;
  /** Takes over what other tabs have written. */
  readonly refresh: () => Promise<void>;
  /** Returns how to stop listening. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Where the record is, and how tabs take turns at reading and writing it. */
export interface Place {
  readonly shelf: Shelf;
  readonly key: string;
  readonly exclusively: Exclusive;
}

/** So many of its latest events a record names. */
const MOST_NAMED = 50;
/** For how long a tab looks whether its events are still in the record. */
const LOOK_MS = 5_000;

const NO_HISTORY: History = { count: 0, latest: [] };

/** An event of this tab's: when it happened, and as which one of the conversation's it was written. */
interface OwnEvent {
  readonly event: ChatEvent;
  readonly at: number;
  readonly position: number;
}

/**
 * The conversation, shared by all tabs that use the same place: every event is applied to what is recorded then, and
 * written back in one write. A browser may show a tab's write to another tab a moment late, even to one that waited
 * for its turn: such a tab's own write then lacks the event. Whoever misses an event of its own in the record applies
 * it again.
 */
class RecordedStore implements Store {
  private readonly listeners = new Set<() => void>();
  /** What was in the record when this tab last read or wrote it. */
  private written: string | null = null;
  private history = NO_HISTORY;
  private own: readonly OwnEvent[] = [];
  /** The conversations that the user has cleared in this tab. */
  private readonly cleared = new Set<string>();

  constructor(
    private current: ChatState,
    private readonly newId: () => string,
    private readonly place: Place,
  ) {
    this.read();
  }

  readonly state = () => this.current;
  readonly dispatch = (happening: Happening) => this.place.exclusively(() => this.step(happening));
  readonly refresh = () => this.place.exclusively(() => this.step(null));

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => void this.listeners.delete(listener);
  };

  private step(happening: Happening | null): void {
    const before = this.current;
    this.read();
    const recorded = this.current;
    for (const event of this.takeMissing()) this.apply(event);
    if (happening !== null) this.apply({ ...happening, id: this.newId() });
    if (this.current !== recorded) this.write();
    if (this.current !== before) for (const listener of this.listeners) listener();
  }

  private read(): void {
    const raw = this.place.shelf.getItem(this.place.key);
    if (raw === this.written) return;
    if (raw === null) return this.begin(initialState({ ...this.current, conversationId: this.newId() }));
    this.written = raw;
    const record = readRecord(raw, this.current);
    if (record === null) return console.warn("What is stored is no conversation of this chat, and is written over.");
    const { conversationId } = record.state;
    if (this.cleared.has(conversationId)) return this.write(); // a tab that did not know brought it back
    if (conversationId !== this.current.conversationId) this.own = []; // another tab has started over
    this.current = record.state;
    this.history = record.history;
  }

  private begin(state: ChatState): void {
    this.current = state;
    this.written = null;
    this.history = NO_HISTORY;
    this.own = [];
  }

  /** This tab's latest events that another tab has written over. Those too old for the record to name are in it. */
  private takeMissing(): readonly ChatEvent[] {
    const { count, latest } = this.history;
    const oldest = count - latest.length;
    const lost = this.own.filter(({ event, position }) => position > oldest && !latest.includes(event.id));
    this.own = this.own.filter((candidate) => !lost.includes(candidate) && candidate.at > Date.now() - LOOK_MS);
    return lost.map(({ event }) => event);
  }

  private apply(event: ChatEvent): void {
    const { current, history } = this;
    const after = reduce(current, event);
    if (after === current) return;
    if (event.type === "started_over") {
      this.cleared.add(current.conversationId);
      return this.begin(after);
    }
    const position = history.count + 1;
    this.current = after;
    this.history = { count: position, latest: [...history.latest, event.id].slice(-MOST_NAMED) };
    this.own = [...this.own, { event, at: Date.now(), position }];
  }

  private write(): void {
    const { place, current, history } = this;
    this.written = history.count === 0 ? null : writeRecord({ state: current, history });
    if (this.written === null) place.shelf.removeItem(place.key);
    else place.shelf.setItem(place.key, this.written);
  }
}

/** The conversation of this place, or the initial one if nothing is recorded there. */
export function createStore(
  initial: ChatState,
  newId: () => string,
  place: Place = { shelf: memoryShelf(), key: "", exclusively: unguarded },
): Store {
  return new RecordedStore(initial, newId, place);
}
