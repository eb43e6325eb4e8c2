/** So near to its end a list counts as being read at its end, and so near to its beginning more of it is wanted. */
export const NEAR_PIXELS = 80;

/** So far below the upper edge the user's own words stay. */
const GAP_PIXELS = 10;

/**
 * How a scrolled list follows a conversation: as far as the user's own last words stay in sight, so that an answer is
 * read from its beginning. It stays where it is when somebody reads further up.
 */
export class Follower {
  #isFollowing = true;
  /** Whether somebody went to the end: there it stays, until the user says something. */
  #isAtEnd = false;
  /** Where the list was scrolled to last: whoever scrolls up is reading there. */
  #top = 0;

  /** `box` finds the list, null while it is not there. */
  constructor(private readonly box: () => HTMLElement | null) {}

  get isFollowing(): boolean {
    return this.#isFollowing;
  }

  /** Whether there is more below than can be seen. */
  get isBehind(): boolean {
    const box = this.box();
    return box !== null && this.fromEnd() - box.clientHeight > NEAR_PIXELS;
  }

  /** From the upper edge of what is seen to the end of the list, in pixels. */
  fromEnd(): number {
    const box = this.box();
    return box === null ? 0 : box.scrollHeight - box.scrollTop;
  }

  /** Goes back to where the end was so far away, after lines were added above. */
  keep(fromEnd: number): void {
    this.#scrollTo((this.box()?.scrollHeight ?? 0) - fromEnd);
  }

  goToEnd(): void {
    this.#isFollowing = this.#isAtEnd = true;
    this.keep(0);
  }

  /** Moves on with the conversation, if that is being read. */
  follow(): void {
    const box = this.box();
    if (box === null || !this.#isFollowing) return;
    const said = Array.from(box.querySelectorAll<HTMLElement>(".row.user")).at(-1);
    if (said === undefined || this.#isAtEnd) return this.keep(0);
    const top = said.offsetTop - box.offsetTop;
    // Of words that fill the room their end is enough.
    this.#scrollTo(top - GAP_PIXELS + Math.max(0, said.offsetHeight - box.clientHeight / 3));
  }

  /** Follows from now on, whatever was being read. */
  begin(): void {
    this.#isFollowing = true;
    this.#isAtEnd = false;
  }

  /** The list was scrolled, by somebody or because it changed. */
  scrolled(): void {
    const box = this.box();
    if (box === null) return;
    // The list may have changed since it was scrolled: only somebody who goes up leaves its end.
    if (this.isBehind) this.#isFollowing &&= box.scrollTop >= this.#top;
    else {
      this.#isFollowing = true;
      this.#isAtEnd ||= box.scrollTop > this.#top;
    }
    this.#top = box.scrollTop;
  }

  #scrollTo(top: number): void {
    const box = this.box();
    box?.scrollTo({ top });
    this.#top = box?.scrollTop ?? 0;
  }
}
