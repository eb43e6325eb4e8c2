import { afterEach, beforeEach, vi } from "vitest";
import type { CourierOptions } from "../state/courier";
import type { Store } from "../state/store";
import type { FailureKind } from "../transport/result";
import { type Fault, type FaultyHost, type Kind, faultyHost } from "./faulty";
import { deadUrl } from "./host";
import { openTab } from "./tab";

const TIMEOUTS = { messageMs: 5_000, takeOverMs: 5_000, probeMs: 5_000 };
/** Where a host does not answer: long enough for a busy machine, short enough to be waited for. */
const HANGING = { ...TIMEOUTS, messageMs: 600 };
const BACKOFF_MS = [0, 5, 5, 5];

export interface FaultyRoom {
  readonly host: FaultyHost;
  readonly store: Store;
  /** Why the room has said that it tries again. */
  readonly troubles: ReadonlySet<FailureKind>;
}

const open: FaultyHost[] = [];

/** Puts everything back after each test of a file, and keeps its warnings to itself. */
export function tidyUp(): void {
  beforeEach(() => {
    vi.spyOn(console, "warn").mockImplementation(() => {});
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    await Promise.all(open.splice(0).map((host) => host.close()));
  });
}

/** Opens a room at a host whose first answer is this fault. A browser that is offline is so until the room says it. */
export async function faultyRoom(
  kind: FailureKind,
  there: Kind,
  fault: Fault,
  options: Partial<CourierOptions> = {},
): Promise<FaultyRoom> {
  const host = await faultyHost(there, fault);
  open.push(host);
  const timeouts = kind === "timeout" ? HANGING : TIMEOUTS;
  const all = { timeouts, backoffMs: BACKOFF_MS, isStreaming: true, ...options };
  const store = openTab({ bank: host.url, desk: await deadUrl() }, { options: all });
  if (kind === "offline") vi.stubGlobal("navigator", { onLine: false });
  const troubles = new Set<FailureKind>();
  store.subscribe(() => {
    const { trouble } = store.state();
    if (trouble !== null) troubles.add(trouble.kind);
    if (trouble?.kind === "offline") vi.stubGlobal("navigator", { onLine: true });
  });
  return { host, store, troubles };
}
