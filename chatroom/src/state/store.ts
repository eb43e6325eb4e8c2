import { type Exclusive, unguarded } from "../storage/exclusive";
import { type Shelf, memoryShelf } from "../storage/shelf";
import { Ledger } from "./archiveLedger";
import { type ChatEvent, type ChatState, type Happening, initialState } from "./model";
import { type History, isRecordedAlike } from "./record";
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

/** A listener that fails keeps nobody else from hearing. */
function tell(listener: () => void): void {
  try {
    listener();
  } catch (cause) {
    console.error("A listener failed:", cause);
  }
}

/**
 * The conversation, shared by all tabs that use the same place: every event is applied to what is recorded then, and
 * written back in one write. A browser may show a tab's write to another tab a moment late, even to one that waited
 * for its turn: such a tab's own write then lacks the event. Whoever misses an event of its own in the record applies
 * it again. What only this tab knows, such as how often it has tried to send something, is not written.
 */
class RecordedStore implements Store {
  readonly #listeners = new Set<() => void>();
  readonly #ledger: Ledger;
  #history = NO_HISTORY;
  #own: readonly OwnEvent[] = [];
  /** The conversations that the user has cleared in this tab. */
  readonly #cleared = new Set<string>();

  constructor(
    private current: ChatState,
    private readonly newId: () => string,
    private readonly place: Place,
  ) {
    this.#ledger = new Ledger(place.shelf, place.key);
    this.#begin(current);
    this.#read();
    this.#findDraft();
    this.#tidy();
  }

  readonly state = () => this.current;
  readonly dispatch = (happening: Happening) => this.place.exclusively(() => this.#step(happening));
  readonly refresh = () => this.place.exclusively(() => this.#step(null));

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  #step(happening: Happening | null): void {
    const before = this.current;
    this.#read();
    const recorded = this.current;
    for (const event of this.#takeMissing()) this.#apply(event);
    if (happening !== null) this.#apply({ ...happening, id: this.newId() });
    if (!isRecordedAlike(this.current, recorded)) this.#write();
    if (happening?.type === "user_said") this.#ledger.said(happening.text);
    this.#tidy();
    if (this.current !== before) for (const listener of this.#listeners) tell(listener);
  }

  #read(): void {
    const found = this.#ledger.read(this.current);
    if (found === "known") return;
    if (found === "none") return this.#begin(initialState({ ...this.current, conversationId: this.newId() }));
    if (found === "foreign") return console.warn("What is stored is no conversation of this chat, and is written over.");
    const { conversationId } = found.state;
    if (this.#cleared.has(conversationId)) return this.#write(); // a tab that did not know brought it back
    if (conversationId !== this.current.conversationId) this.#leaveFor(conversationId);
    this.#ledger.follow(found);
    this.current = found.state;
    this.#history = found.history;
  }

  #begin(state: ChatState): void {
    this.current = state;
    this.#history = NO_HISTORY;
    this.#own = [];
    this.#ledger.begin(state.conversationId);
  }

  /** Another tab has started over, or has said something first. */
  #leaveFor(conversationId: string): void {
    if (this.#history.count === 0) this.#ledger.moveDraft(this.current.conversationId, conversationId);
    this.#own = [];
  }

  /** The draft that is there when this tab opens: it may have been said already, or be older than the conversation. */
  #findDraft(): void {
    const { timeline, conversationId } = this.current;
    for (const item of timeline.slice().reverse()) {
      if (item.kind === "user") return this.#ledger.said(item.text);
    }
    if (this.#history.count === 0) this.#ledger.moveDraft(null, conversationId);
  }

  #tidy(): void {
    this.#ledger.tidy(this.current.conversationId, this.#history.count > 0);
  }

  /** This tab's latest events that another tab has written over. Those too old for the record to name are in it. */
  #takeMissing(): readonly ChatEvent[] {
    const { count, latest } = this.#history;
    const oldest = count - latest.length;
    const lost = this.#own.filter(({ event, position }) => position > oldest && !latest.includes(event.id));
    const earliest = Date.now() - LOOK_MS;
    this.#own = this.#own.filter((candidate) => candidate.at > earliest && !lost.includes(candidate));
    return lost.map(({ event }) => event);
  }

  #apply(event: ChatEvent): void {
    const { current } = this;
    const history = this.#history;
    const after = reduce(current, event);
    if (after === current) return;
    if (event.type === "started_over") {
      this.#cleared.add(current.conversationId);
      return this.#begin(after);
    }
    this.current = after;
    if (isRecordedAlike(after, current)) return;
    const position = history.count + 1;
    this.#history = { count: position, latest: [...history.latest, event.id].slice(-MOST_NAMED) };
    this.#own = [...this.#own, { event, at: Date.now(), position }];
  }

  /** A conversation in which nothing has happened has no record. */
  #write(): void {
    const { current } = this;
    const history = this.#history;
    if (history.count === 0) this.#ledger.remove(current.conversationId);
    else this.current = this.#ledger.write(current, history);
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
