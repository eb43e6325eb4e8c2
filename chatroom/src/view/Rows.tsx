import { type ChatState, type TimelineItem, hostOf } from "../state/model";
import { Row } from "./Row";
import type { Actions } from "./actions";
import type { Line } from "./arrange";
import { toneStyle } from "./looks";
import { interrupts, opens } from "./speakers";
import type { Surroundings } from "./surroundings";

interface Props {
  state: ChatState;
  lines: readonly Line[];
  /** The line before the first one. */
  before: TimelineItem | undefined;
  actions: Actions;
}

const NOBODY: readonly never[] = [];

/** Whether the message in flight is this one. */
function isInFlight({ pending }: ChatState, item: TimelineItem): boolean {
  return pending !== null && pending.purpose !== "take_over" && pending.itemKey === item.key;
}

/** Lines of the conversation, one below the other. */
export function Rows({ state, lines, before, actions }: Props, { looks }: Surroundings) {
  const { hosts, conversationId, holderId, trouble } = state;
  return lines.map(({ item, problem }, index) => {
    const previous = index === 0 ? before : lines[index - 1]?.item;
    const host = hostOf(state, item.hostId);
    const hasTrouble = trouble !== null && isInFlight(state, item);
    const isStuck = item.hostId === holderId && (hasTrouble || problem !== null || item.kind === "error");
    return (
      <Row
        // Lines of another conversation are others, so that the first one is read out when the user starts over.
        key={conversationId + item.key}
        item={item}
        problem={problem}
        trouble={hasTrouble ? trouble : null}
        host={host}
        others={isStuck ? hosts.filter(({ id }) => id !== holderId) : NOBODY}
        tone={toneStyle(hosts, looks, host.id)}
        opens={opens(item, previous)}
        named={interrupts(item, previous)}
        actions={actions}
      />
    );
  });
}
