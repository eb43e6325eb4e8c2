import { type Host, hostById } from "../protocol/hosts";
import type { ChatState } from "./model";

/** The listed host that held the conversation last before the present holder did, or null if there is none. */
export function wayBack(state: ChatState): Host | null {
  const handoffs = state.timeline.filter((item) => item.kind === "handoff");
  const holders = [state.start, ...handoffs.map((item) => item.hostId)];
  const found = holders.reverse().map((id) => hostById(state.hosts, id));
  return found.find((host) => host !== null && host.id !== state.holderId) ?? null;
}
