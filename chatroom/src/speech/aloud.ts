import { type ChatState, type Problem, type TimelineItem, hostOf } from "../state/model";
import type { Shelf } from "../storage/shelf";
import { alternativeText } from "../view/picture";
import type { Reader } from "./reader";
import { spokenText } from "./spoken";

/** What a voice says beside the hosts' own words. */
export interface AloudWords {
  readonly youCanChoose: (titles: string) => string;
  readonly nowTalkingTo: (title: string) => string;
  readonly problem: (problem: Problem, title: string) => string;
  readonly image: string;
}

/** The switch for reading aloud, and what it reads. */
export interface Aloud {
  readonly isOn: () => boolean;
  readonly toggle: () => void;
  /** Hears every new state of the conversation; what came while it was switched on is read, once. */
  readonly follow: (state: ChatState) => void;
  /** Is silent until something new comes: somebody speaks. */
  readonly hush: () => void;
}

/** Titles as somebody would say them: "A, B, or C". */
function spokenTitles(titles: readonly string[], language: string): string {
  return new Intl.ListFormat(language, { type: "disjunction" }).format(titles);
}

function spokenItem(item: TimelineItem, state: ChatState, words: AloudWords, language: string): string {
  const { title } = hostOf(state, item.hostId);
  switch (item.kind) {
    case "bot":
      return spokenText(item.text);
    case "buttons":
      return item.open ? words.youCanChoose(spokenTitles(item.buttons.map((button) => button.title), language)) : "";
    case "image":
      return alternativeText(item.url) ?? words.image;
    case "attachment":
      return item.name;
    case "handoff":
      return words.nowTalkingTo(title);
    case "error":
      return words.problem(item.problem, title);
    case "user":
      return "";
  }
}

/**
 * Reading aloud for one room. `isOn` is remembered on the shelf under the key. `isHeard` says whether this page is the
 * one to read: two tabs show the same conversation, and only the one that is looked at speaks.
 */
export function readAloud(
  reader: Reader,
  words: AloudWords,
  language: string,
  shelf: Shelf,
  key: string,
  isHeard: () => boolean = () => !document.hidden,
): Aloud {
  let isOn = shelf.getItem(key) === "on";
  let known: ChatState | null = null;
  const read = (state: ChatState, item: TimelineItem) => {
    if (item.kind === "user") return reader.stop();
    const spoken = spokenItem(item, state, words, language);
    if (spoken !== "") reader.say(spoken);
  };
  const news = (state: ChatState): readonly TimelineItem[] => {
    if (known === null) return []; // what was there when the room was opened
    const isSame = known.conversationId === state.conversationId;
    if (!isSame) reader.stop();
    const first = isSame ? known.nextKey : 0;
    return state.timeline.filter((item) => item.key >= first);
  };
  return {
    isOn: () => isOn,
    toggle: () => {
      isOn = !isOn;
      if (isOn) shelf.setItem(key, "on");
      else shelf.removeItem(key);
      reader.stop();
    },
    follow: (state) => {
      const items = news(state);
      known = state;
      if (isOn && isHeard()) for (const item of items) read(state, item);
    },
    hush: reader.stop,
  };
}
