import { vi } from "vitest";

/** Waits until the check passes; long enough for a machine that is busy with other things. */
export function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, { timeout: 20_000, interval: 10 });
}
