import type { Exclusive } from "../storage/exclusive";

/** One lock as a browser keeps it for all tabs: whoever is closed has it no more. */
export class TestLock {
  private readonly queue: { readonly tab: string; readonly start: () => void; readonly end: () => void }[] = [];

  /** The lock as this tab asks for it. */
  of(tab: string): Exclusive {
    return (work) =>
      new Promise((resolve) => {
        const end = () => {
          const isHeld = this.queue[0]?.end === end;
          const index = this.queue.findIndex((waiting) => waiting.end === end);
          if (index >= 0) this.queue.splice(index, 1);
          if (isHeld) this.queue[0]?.start();
        };
        const start = () =>
          void Promise.resolve(work()).then(() => {
            end();
            resolve();
          });
        this.queue.push({ tab, start, end });
        if (this.queue.length === 1) start();
      });
  }

  /** The tab is gone, and with it what it held and waited for. */
  close(tab: string): void {
    for (const { end } of this.queue.filter((waiting) => waiting.tab === tab).reverse()) end();
  }
}
