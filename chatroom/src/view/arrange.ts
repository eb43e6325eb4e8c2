import type { TimelineItem } from "../state/model";

export type ProblemItem = Extract<TimelineItem, { kind: "error" }>;

/** One line to draw, with the problem of the user's message that it is. */
export interface Line {
  readonly item: TimelineItem;
  readonly problem: ProblemItem | null;
}

/** The key of the user's line that a problem belongs to, or null if it stands for itself. */
function concerned(item: TimelineItem): number | null {
  return item.kind === "error" ? item.retry?.itemKey ?? null : null;
}

/** The lines of a conversation in their order; a message that went wrong says so itself, and not the end of the list. */
export function arrange(timeline: readonly TimelineItem[]): readonly Line[] {
  const problems = new Map<number, ProblemItem>();
  const said = new Set(timeline.filter((item) => item.kind === "user").map((item) => item.key));
  const isAttached = (item: TimelineItem) => said.has(concerned(item) ?? -1);
  for (const item of timeline) if (item.kind === "error" && isAttached(item)) problems.set(concerned(item) ?? -1, item);
  return timeline
    .filter((item) => !isAttached(item))
    .map((item) => ({ item, problem: item.kind === "user" ? problems.get(item.key) ?? null : null }));
}
