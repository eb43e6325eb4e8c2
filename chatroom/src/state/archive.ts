import { type Shelf, namesOn, putIfRoom } from "../storage/shelf";
import { type Page, isOpen, nextLines, readPage, without, writePage } from "./archivePages";
import type { TimelineItem } from "./model";

/** All pages together are no larger: browsers store some five million characters for a page's origin. */
const MOST_CHARACTERS = 3_000_000;

/** A timeline, and the lines of it that the record holds. */
interface Latest {
  readonly timeline: readonly TimelineItem[];
  readonly recent: readonly TimelineItem[];
}

const NOTHING: Latest = { timeline: [], recent: [] };

/**
 * The older part of a conversation: pages that are written once and never changed, beside the record, which names them.
 * A page is written before the record that names it first. What is recorded about a line counts more than its page.
 */
export class Archive {
  #conversationId = "";
  #pages: readonly Page[] = [];
  /** By its key, whether a line is on a page. A list: this is asked of every line at every write. */
  #isPaged: readonly boolean[] = [];
  #latest = NOTHING;
  #hasWarned = false;

  constructor(
    private readonly shelf: Shelf,
    private readonly key: string,
  ) {}

  /** The names of the pages, the oldest first. */
  get names(): readonly string[] {
    return this.#pages.map(({ name }) => name);
  }

  /**
   * These pages of a conversation. One that is missing or broken has no lines, and there is one warning. It keeps its
   * name: it may only not be seen yet.
   */
  find(conversationId: string, names: readonly string[]): readonly Page[] {
    const known = conversationId === this.#conversationId ? this.#pages : [];
    return names.map((name) => {
      const page = known.find((candidate) => candidate.name === name && candidate.size > 0);
      return page ?? this.#load(name, this.shelf.getItem(this.#placeOf(name, conversationId)));
    });
  }

  /** From now on it is about this conversation, and these are its pages. */
  open(conversationId: string, pages: readonly Page[]): void {
    this.#conversationId = conversationId;
    this.#keep(pages);
  }

  /** The lines that the record has to hold. Those up to the first change are known from the last time. */
  recent(timeline: readonly TimelineItem[]): readonly TimelineItem[] {
    const { timeline: before, recent: known } = this.#latest;
    const changed = timeline.findIndex((item, index) => item !== before[index]);
    const same = changed < 0 ? timeline.length : changed;
    const end = before[same]?.key ?? Number.POSITIVE_INFINITY;
    const others = timeline.slice(same).filter((item) => this.#isPaged[item.key] !== true || isOpen(item));
    const recent = [...known.filter((item) => item.key < end), ...others];
    this.#latest = { timeline, recent };
    return recent;
  }

  /** Writes pages of what is old and done with. Returns the timeline, without what there was no room for. */
  putAway(timeline: readonly TimelineItem[]): readonly TimelineItem[] {
    let kept = timeline;
    for (let next = nextLines(this.recent(kept)); next !== null; next = nextLines(this.recent(kept))) {
      const { page, raw } = writePage(next);
      this.#keep([...this.#pages, page]);
      while (this.#isTooLarge() || !putIfRoom(this.shelf, this.#placeOf(page.name), raw)) {
        kept = this.dropOldest(kept) ?? kept;
        if (!this.#pages.includes(page)) break;
      }
    }
    return kept;
  }

  /** Makes room. Returns the timeline without the lines that are gone, or null if there are no pages any more. */
  dropOldest(timeline: readonly TimelineItem[]): readonly TimelineItem[] | null {
    const [oldest, ...rest] = this.#pages;
    if (oldest === undefined) return null;
    this.shelf.removeItem(this.#placeOf(oldest.name));
    this.#keep(rest);
    return without(timeline, oldest);
  }

  /** Removes the pages of all conversations but this one. */
  sweep(): void {
    for (const place of namesOn(this.shelf, `${this.key}:page:`)) {
      if (!place.startsWith(this.#placeOf(""))) this.shelf.removeItem(place);
    }
  }

  #placeOf(name: string, conversationId = this.#conversationId): string {
    return `${this.key}:page:${conversationId}:${name}`;
  }

  #isTooLarge(): boolean {
    return this.#pages.reduce((sum, { size }) => sum + size, 0) > MOST_CHARACTERS;
  }

  #keep(pages: readonly Page[]): void {
    this.#pages = pages;
    const isPaged: boolean[] = [];
    for (const { lines } of pages) for (const { key } of lines) isPaged[key] = true;
    this.#isPaged = isPaged;
    this.#latest = NOTHING;
  }

  #load(name: string, raw: string | null): Page {
    const page = readPage(name, raw ?? "");
    if (page.lines.length === 0 && !this.#hasWarned) {
      this.#hasWarned = true;
      console.warn("A part of the conversation is missing, the rest is shown:", name);
    }
    return page;
  }
}
