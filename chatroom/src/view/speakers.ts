import type { TimelineItem } from "../state/model";

function isFromHost(item: TimelineItem): boolean {
  return item.kind === "bot" || item.kind === "image" || item.kind === "attachment" || item.kind === "buttons";
}

/** Whether a line is the first of several of one host: there the avatar stands. */
export function opens(item: TimelineItem, before: TimelineItem | undefined): boolean {
  if (!isFromHost(item)) return false;
  return before === undefined || !isFromHost(before) || before.hostId !== item.hostId;
}

/** Whether somebody else speaks than the line before makes one expect: there the host's name stands, too. */
export function interrupts(item: TimelineItem, before: TimelineItem | undefined): boolean {
  return isFromHost(item) && before !== undefined && before.hostId !== item.hostId;
}
