import type { Host } from "../protocol/hosts";
import { asObject, asText } from "../protocol/json";
import type { NoticeDesk } from "../transport/result";
import type { ChatState } from "./model";
import type { Store } from "./store";

/** How long a host may take to say what it has to say, and again to hear that it was shown. */
const TIMEOUT_MS = 5_000;

/** The user spoke with a host by words of his own or by a handoff; the welcome is the page's. */
function hasSpokenWith(state: ChatState, id: string): boolean {
  return state.timeline.some((item) => item.hostId === id && (item.kind === "user" || item.kind === "handoff"));
}

/** Whether the answer to something in flight can bring this host's notices just now. */
function isBusy({ pending, holderId }: ChatState, id: string): boolean {
  return pending !== null && (id === holderId || (pending.purpose === "take_over" && id === pending.targetId));
}

/** A listed notice as the message that it would be in an answer; what lacks id or text is none. */
function readNotice(raw: unknown) {
  const notice = asText(asObject(raw)?.["id"]);
  const text = asText(asObject(raw)?.["text"]);
  return notice === null || text === null ? [] : [{ notice, text }];
}

async function ask(store: Store, desk: NoticeDesk, { id, url }: Host, timeoutMs: number): Promise<void> {
  const { conversationId } = store.state();
  const listed = await desk.fetch(url, conversationId, timeoutMs);
  const messages = listed.ok ? listed.messages.flatMap(readNotice) : [];
  if (messages.length === 0) return;
  await store.dispatch({ type: "notices_fetched", conversationId, hostId: id, messages });
  if (store.state().conversationId !== conversationId) return; // the user has started over: nobody has seen them
  await desk.tellSeen(url, conversationId, messages.map((message) => message.notice), timeoutMs);
}

/**
 * Asks every host that this conversation has spoken with for its notices, shows them and says that they were seen.
 * A host that fails is left alone until the next time: nothing that the user did went wrong. Never rejects.
 */
export async function askForNotices(store: Store, desk: NoticeDesk, timeoutMs: number = TIMEOUT_MS): Promise<void> {
  const state = store.state();
  const free = state.hosts.filter(({ id }) => hasSpokenWith(state, id) && !isBusy(state, id));
  await Promise.all(free.map((host) => ask(store, desk, host, timeoutMs)));
}
