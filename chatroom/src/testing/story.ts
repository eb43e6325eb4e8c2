import type { TakeOverFailure } from "../protocol/handoff";
import { type ChatState, type Delivery, type Happening, type TimelineItem, initialState } from "../state/model";
import { reduce } from "../state/reducer";
import type { FailureKind } from "../transport/result";

export const BANK = { id: "bank", title: "Bank", url: "http://localhost:5006" };
export const DESK = { id: "desk", title: "Desk", url: "http://localhost:5005" };
export const HOSTS = [BANK, DESK];

type PlainFailure = Exclude<FailureKind, "http">;

/** A conversation played back event by event. Ids are e1, e2, … so that a test can name them. */
export class Story {
  state: ChatState = initialState({ hosts: HOSTS, start: "bank", conversationId: "c1", welcome: "" });
  private count = 0;

  private apply(happening: Happening): this {
    this.count += 1;
    this.state = reduce(this.state, { ...happening, id: `e${this.count}` });
    return this;
  }

  private get inFlight(): string {
    return this.state.pending?.messageId ?? "nothing";
  }

  say(text: string): this {
    return this.apply({ type: "user_said", text });
  }

  press(index: number, key?: number): this {
    const last = this.items("buttons").at(-1)?.key ?? -1;
    return this.apply({ type: "button_pressed", key: key ?? last, index });
  }

  retry(): this {
    return this.apply({ type: "retried" });
  }

  answer(...messages: unknown[]): this {
    return this.apply({ type: "answered", of: this.inFlight, messages });
  }

  answerTo(of: string, ...messages: unknown[]): this {
    return this.apply({ type: "answered", of, messages });
  }

  fail(kind: PlainFailure = "unreachable"): this {
    return this.apply({ type: "send_failed", of: this.inFlight, failure: { kind, cause: "test" } });
  }

  accept(...messages: unknown[]): this {
    return this.apply({ type: "handoff_accepted", of: this.inFlight, messages });
  }

  reject(reason: TakeOverFailure): this {
    return this.apply({ type: "handoff_failed", of: this.inFlight, reason });
  }

  /** A piece of the answer in flight. */
  stream(message: unknown): this {
    return this.apply({ type: "streamed", of: this.inFlight, message });
  }

  delay(kind: PlainFailure = "unreachable", isSending = false): this {
    return this.apply({ type: "send_delayed", of: this.inFlight, failure: { kind, cause: "test" }, isSending });
  }

  askFor(hostId: string, shown = `To ${hostId}, please`): this {
    return this.apply({ type: "host_asked_for", hostId, shown });
  }

  leaveFor(hostId: string): this {
    return this.apply({ type: "holder_left", hostId });
  }

  open(startMessage: string): this {
    return this.apply({ type: "room_opened", startMessage });
  }

  notices(hostId: string, ...messages: unknown[]): this {
    return this.noticesFor(this.state.conversationId, hostId, ...messages);
  }

  noticesFor(conversationId: string, hostId: string, ...messages: unknown[]): this {
    return this.apply({ type: "notices_fetched", conversationId, hostId, messages });
  }

  startOver(): this {
    return this.apply({ type: "started_over" });
  }

  items<Kind extends TimelineItem["kind"]>(kind: Kind): Extract<TimelineItem, { kind: Kind }>[] {
    return this.state.timeline.filter((item): item is Extract<TimelineItem, { kind: Kind }> => item.kind === kind);
  }

  /** The conversation in short lines, as a person would tell it. */
  get lines(): string[] {
    return this.state.timeline.map(lineOf);
  }

  get delivery(): Delivery | null {
    const job = this.state.pending;
    return job === null || job.purpose === "take_over" ? null : job;
  }

  get waiting(): string[] {
    return this.state.outbox.map((delivery) => delivery.text);
  }
}

export function lineOf(item: TimelineItem): string {
  switch (item.kind) {
    case "user":
      return item.status === "sent" ? `user: ${item.text}` : `user (${item.status}): ${item.text}`;
    case "bot":
      return `${item.hostId}: ${item.text}`;
    case "image":
      return `${item.hostId}: image ${item.url}`;
    case "attachment":
      return `${item.hostId}: attachment ${item.name} ${item.url}`;
    case "buttons":
      return `${item.hostId}: [${item.buttons.map((button) => button.title).join("|")}]${item.open ? "" : " closed"}`;
    case "handoff":
      return `--- ${item.hostId}`;
    case "error":
      return `${item.hostId} error: ${item.problem.kind}${item.retry === null ? "" : " (retry)"}`;
  }
}

export function offerOf(host: { id: string; title: string; url: string }, handoff: object = {}): unknown {
  return { custom: { handoff_host: host.url, title: host.title, handoff: { version: 1, to: host.id, ...handoff } } };
}
