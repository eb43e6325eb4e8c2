/** How long somebody waits for a host: `signal` breaks the request off when that is over. */
export interface Patience {
  readonly signal: AbortSignal;
  /** Something came: the time begins anew. */
  readonly renew: () => void;
  /** Whether the time was over before the request was. */
  readonly isOver: () => boolean;
  /** The request is over, one way or the other. What it still has open is closed. */
  readonly end: () => void;
}

/** Waits so long from now on. */
export function patience(timeoutMs: number): Patience {
  const controller = new AbortController();
  let isOver = false;
  const giveUp = () => {
    isOver = true;
    controller.abort(new DOMException(`nothing came for ${timeoutMs} ms`, "TimeoutError"));
  };
  let timer = setTimeout(giveUp, timeoutMs);
  return {
    signal: controller.signal,
    renew: () => {
      clearTimeout(timer);
      timer = setTimeout(giveUp, timeoutMs);
    },
    isOver: () => isOver,
    end: () => {
      clearTimeout(timer);
      controller.abort();
    },
  };
}
