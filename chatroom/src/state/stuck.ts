import type { TimelineItem } from "./model";

/**
 * Whether the line is of a handoff between its offer and the answer to what it carried, which got stuck on the way: at
 * this holder, or at one that is listed no more.
 */
export function isStuckHandoff(item: TimelineItem, holderId: string): boolean {
  if (item.kind !== "error" || item.retry === null || item.problem.kind === "silent") return false;
  const { purpose, followed, boundTo } = item.retry;
  return (purpose === "replay" || followed !== null) && (boundTo === null || boundTo === holderId);
}

/** Whether the line offers to renew a handoff that nobody can have accepted yet. */
export function isUnrenewed(item: TimelineItem, holderId: string): boolean {
  return item.kind === "error" && item.retry?.purpose === "ask" && !isStuckHandoff(item, holderId);
}
