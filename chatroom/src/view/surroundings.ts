import type { Look } from "../config";
import type { Words } from "../words";

/** Fills an element of the room with what the second script brings; gets null when the element goes. */
export type Slot = (element: HTMLElement | null) => void;

export interface Slots {
  readonly header?: Slot;
  readonly composer?: Slot;
}

/**
 * What every part of a room draws with, the same from its opening to its end: Preact's context, which components get as
 * their second argument, or as `this.context`.
 */
export interface Surroundings {
  readonly words: Words;
  /** By the host's id. */
  readonly looks: Readonly<Record<string, Look>>;
  readonly slots: Slots;
}
