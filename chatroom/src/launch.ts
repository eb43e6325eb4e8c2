import type { ChatState, TimelineItem } from "./state/model";
import { sturdyShelf } from "./storage/shelf";

/** Whether a floating room is open, for this tab and as long as it lasts. */
export interface Launch {
  readonly isOpen: () => boolean;
  readonly open: () => void;
  readonly close: () => void;
  /** How many messages of hosts came since it was closed. */
  readonly unread: () => number;
}

const FROM_HOST: readonly TimelineItem["kind"][] = ["bot", "image", "attachment"];

/** A room that is opened and closed, which is remembered under `key`; one that does not float is always open. */
export function launch(key: string, floats: boolean, state: () => ChatState, onChange: () => void): Launch {
  const shelf = sturdyShelf(() => sessionStorage);
  let isOpen = !floats || shelf.getItem(key) === "open";
  let seen = state().nextKey;
  const change = (open: boolean) => {
    if (isOpen === open) return;
    isOpen = open;
    seen = state().nextKey;
    shelf.setItem(key, open ? "open" : "closed");
    onChange();
  };
  const unread = () => state().timeline.filter((item) => item.key >= seen && FROM_HOST.includes(item.kind)).length;
  return { isOpen: () => isOpen, open: () => change(true), close: () => change(!floats), unread };
}
